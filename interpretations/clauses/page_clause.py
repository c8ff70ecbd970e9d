"""A clause as the site speaks of it: with its identity, its address and the way it is cited."""

from collections.abc import Sequence
from dataclasses import dataclass

from clauses import ClauseTree
from interpretations.clauses.body import place_of
from interpretations.clauses.identities import Entry
from interpretations.clauses.labels import labels_of


@dataclass(frozen=True)
class PageClause:
    """A clause of a page; `text` is its own, without that of the clauses inside it.

    `label` is how people cite it, `parent` the identity of the clause around it, `block` the
    block of the body in which it begins (`block_keys`).
    """

    identity: str
    path: str
    number: str
    level: str
    heading: str
    text: str
    fragment: str
    parent: str | None
    label: str
    block: str


def page_clauses(tree: ClauseTree, entries: Sequence[Entry]) -> tuple[PageClause, ...]:
    """The clauses of a text, with the entries that are kept of them."""
    identity = {clause.id: entry["id"] for clause, entry in zip(tree.clauses, entries, strict=True)}
    return tuple(
        PageClause(
            identity=entry["id"],
            path=clause.path,
            number=clause.number,
            level=clause.level.value,
            heading=clause.heading,
            text=clause.text,
            fragment=entry["fragment"],
            parent=identity[clause.parent] if clause.parent else None,
            label=label,
            block=place_of(clause).block,
        )
        for clause, entry, label in zip(tree.clauses, entries, labels_of(tree), strict=True)
    )


def columns(clause: PageClause, position: int) -> dict[str, str | int | None]:
    """What a public row says of a clause; `position` is its place in the text, from 0."""
    return {
        "identity": clause.identity,
        "fragment": clause.fragment,
        "path": clause.path,
        "number": clause.number,
        "level": clause.level,
        "heading": clause.heading,
        "text": clause.text,
        "label": clause.label,
        "parent": clause.parent or "",
        "position": position,
        "removed_on": None,
    }
