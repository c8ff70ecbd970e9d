"""Looks into files that people bring: what they are, whether they are safe, what they hide.

Nothing here knows Django or the database: `python -m media.examine` does the work in a child
process with little memory and time, so a hostile file can hurt that child and nobody else.
Callers use `media.intake`.
"""
