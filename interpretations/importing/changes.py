"""What a new text would change in a draft, clause by clause."""

from dataclasses import dataclass

from clauses import Clause, ClauseTree
from clauses.identity.align import Known, align
from interpretations.clauses.body import stored_body, tree_of
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
    before = tree_of(stored_body(draft.body)).clauses
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
