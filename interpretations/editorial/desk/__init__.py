"""The desk: home panel, whose turn it is, lists, words and notices."""
