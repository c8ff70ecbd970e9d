"""The proof over the database: every row that breaks a promise."""
