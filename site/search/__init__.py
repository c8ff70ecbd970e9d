"""Chinese search behind one small door: `search.index`."""
