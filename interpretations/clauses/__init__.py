"""The clauses of a policy document's body: where they begin in its blocks, and which is which.

Works on the body as it is stored, a list of `{"type", "value", "id"}`, and asks no database.
"""
