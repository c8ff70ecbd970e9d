"""Chinese full-text search: `search.index` writes the entries and finds them."""
