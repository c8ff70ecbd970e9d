"""Split a document into its clauses: lines, bodies, then the tree of each body."""
