"""What a new text would change in a draft, clause by clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clauses import Clause, ClauseTree, Kind, Paragraph
from clauses.identity.align import Known, align
from clauses.splitting.split import split
from drafting import markup
from interpretations.importing.outline import paragraphs_of
from interpretations.models.managed import ManagedPage


@dataclass(frozen=True)
class Changes:
    """Clauses of the new text that are new or say something else, and old ones that are gone."""

    same: int
    changed: tuple[Clause, ...]
    new: tuple[Clause, ...]
    gone: tuple[Clause, ...]


def changes(draft: ManagedPage, tree: ClauseTree) -> Changes:
    """Compare the clauses of a draft with those of a file's text."""
    before = split(_paragraphs(draft.body)).clauses
    known = [Known(place, one.number, one.path, one.text) for place, one in enumerate(before)]
    identities = align([known], tree.clauses)
    same, changed, new = 0, [], []
    for clause, place in zip(tree.clauses, identities, strict=True):
        if not isinstance(place, int):
            new.append(clause)
        elif (before[place].number, before[place].text) != (clause.number, clause.text):
            changed.append(clause)
        else:
            same += 1
    gone = (clause for place, clause in enumerate(before) if place not in identities)
    return Changes(same, tuple(changed), tuple(new), tuple(gone))


def _paragraphs(body: Any) -> Iterator[Paragraph]:
    for block in body:
        if block.block_type == "text":
            yield from paragraphs_of(markup.read(block.value.source))
        elif block.block_type == "table":
            yield Paragraph(block.value["cells"], Kind.TABLE)
