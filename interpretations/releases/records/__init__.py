"""What is written down about releases: ledger, its story and export, the outbox."""
