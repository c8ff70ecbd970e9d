"""A document is made of clauses (条款): pure text work, without Django.

`split` cuts a flow of paragraphs into clauses; `identity` says which clause is which through
edits and in addresses; `citing` reads what a sentence cites; `proposing` finds which clauses an
interpretation explains. What another program reads of a clause is said in `docs/clauses.md`.
"""

from clauses.model import (
    Body,
    Clause,
    ClauseTree,
    Finding,
    Kind,
    Level,
    Matter,
    Paragraph,
    Role,
    Span,
    Trouble,
)

__all__ = [
    "Body",
    "Clause",
    "ClauseTree",
    "Finding",
    "Kind",
    "Level",
    "Matter",
    "Paragraph",
    "Role",
    "Span",
    "Trouble",
]
