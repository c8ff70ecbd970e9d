"""What is wrong with the numbers of a text: gaps, repeated ones, ones out of order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clauses.model import Level, Trouble
from clauses.splitting.building import Node

_UNCOUNTED = (Level.KUAN, Level.DUAN)
_WIDEST_GAP = 100  # A number further on is another count, or a misprint.


@dataclass
class _Series:
    """What was counted so far in one body."""

    inside: dict[tuple[object, ...], Node] = field(default_factory=dict)
    anywhere: dict[Level, Node] = field(default_factory=dict)


def troubles_of(nodes: Iterable[Node]) -> list[tuple[Node, Trouble, tuple[int, ...]]]:
    """Each number of a body that does not follow the one before it; with what a gap leaves out.

    A list may begin at one again under another clause, or run on through all of them; both are
    right. Inside one clause it may begin again only after a paragraph.
    """
    seen = _Series()
    found = []
    for node in nodes:
        if node.level in _UNCOUNTED:
            continue
        place = _place(node)
        before = seen.inside.get(place)
        trouble, missing = _first(node, seen) if before is None else _next(node, before)
        if trouble:
            found.append((node, trouble, missing))
        if node.unmarked:
            found.append((node, Trouble.UNMARKED, ()))
        seen.inside[place] = seen.anywhere[node.level] = node
    return found


def _place(node: Node) -> tuple[object, ...]:
    """What a number counts in: articles in the body, 1.1 in its 1, the others in their clause."""
    if node.level is Level.TIAO:
        return (node.level, node.path.rpartition("/")[0])
    if node.level is Level.DEC:
        return (node.level, node.values[:-1])
    return (node.level, node.parent)


def _first(node: Node, seen: _Series) -> tuple[Trouble | None, tuple[int, ...]]:
    value = node.values[-1]
    if value == 1 or (len(node.values) > 1 and node.level is not Level.DEC):
        return None, ()
    before = seen.anywhere.get(node.level)
    last = before.values[-1] if before and node.level is not Level.DEC else 0
    start = last if value > last else 0
    return _gap(range(start + 1, value))


def _next(node: Node, before: Node) -> tuple[Trouble | None, tuple[int, ...]]:
    if node.values == before.values:
        return Trouble.REPEATED, ()
    if node.values < before.values:
        again = node.values == (1,) and len(before.pieces) > 1
        return (None, ()) if again else (Trouble.OUT_OF_ORDER, ())
    return _gap(_between(before.values, node.values))


def _gap(missing: range) -> tuple[Trouble | None, tuple[int, ...]]:
    if len(missing) > _WIDEST_GAP:
        return Trouble.OUT_OF_ORDER, ()
    return (Trouble.GAP, tuple(missing)) if missing else (None, ())


def _between(before: Sequence[int], after: Sequence[int]) -> range:
    """The figures left out from one number to a higher one: 第六条之一 may follow 第六条."""
    if before[0] != after[0] and len(after) == 1:
        return range(before[0] + 1, after[0])
    if before[:-1] == after[:-1]:
        return range(before[-1] + 1, after[-1])
    return range(1, after[-1])
