"""The pages of the desk: one for each act on a set or a release, and their lists."""
