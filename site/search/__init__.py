"""Chinese search behind one small door: `search.door`."""
