"""Which clauses a paragraph of an interpretation explains, and what it quotes."""
