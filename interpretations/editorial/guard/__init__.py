"""The guard of the admin: what a request names, and whether it may touch it."""
