"""A backup is database and files of one moment, with a digest of each; it can be restored."""
