"""What a sentence cites: read a reference, then find the clauses that it means."""
