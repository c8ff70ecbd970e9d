"""Hostile and broken files, each made by a few lines; nothing here is stored as a binary."""
