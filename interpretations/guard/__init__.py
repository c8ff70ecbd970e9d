"""Signals and triggers that keep every other door to a page shut (P2, P3, P8)."""
