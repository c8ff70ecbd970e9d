"""对照看: a document cut where explained clauses begin, each piece with what explains it."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from html import escape
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from interpretations.blocks.anchors import Anchors, anchored, keyed
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.clause_links import SECTIONS, Link

# Lines of running text that stand by themselves: a list is not cut in two.
_LINE = re.compile("<(?:p|h[1-6])$")


@dataclass
class Part:
    """A part of an interpretation: a section with its text, or blocks of its body."""

    key: str
    section: str = ""
    blocks: StreamValue | None = None


@dataclass
class Row:
    """A piece of the document and the parts of the interpretation that stand level with it.

    `body` is the clause that is explained, `rest` what follows before the next such clause.
    `anchors` are those of what is no running text; in running text they are there already.
    """

    body: StreamValue
    anchors: Mapping[str, Anchors]
    rest: StreamValue | None = None
    parts: list[Part] = field(default_factory=list)


Entries = Sequence[Mapping[str, Any]]
Piece = list[tuple[str, Any, str]]


def rows_of(
    page: PolicyPage,
    entries: Entries,
    anchors: Mapping[str, Anchors],
    interpretation: InterpretationPage,
) -> list[Row]:
    """Lay each part of an interpretation level with the first clause that it explains.

    What explains no clause follows what it stands behind. Empty where no part explains any.
    """
    first = _first_clauses(page, entries, interpretation)
    if not first:
        return []
    starts = {_start_of(entries, order) for order in first.values()}
    ends = {_end_of(entries, order) for order in first.values()} - starts
    fragment = {order: entries[order]["fragment"] for order in starts | ends if order is not None}
    order_of = {name: order for order, name in fragment.items()}
    others = {
        key: anchors.get(key, []) for key, child in keyed(page.body) if child.block_type != "text"
    }
    pieces = list(_cut(page, anchors, set(order_of)))
    rows, began = [Row(_stream(page, pieces[0][1]), others)], [-1]
    for begins_with, piece in pieces[1:]:
        order = order_of[begins_with]
        if order in starts:
            rows.append(Row(_stream(page, piece), others))
            began.append(order)
        else:
            rows[-1].rest = _stream(page, piece)
    now = 0
    for part in _parts(interpretation):
        if part.key in first:
            now = sum(order <= first[part.key] for order in began) - 1
        rows[now].parts.append(part)
    return rows


def _first_clauses(
    page: PolicyPage, entries: Entries, interpretation: InterpretationPage
) -> dict[str, int]:
    """The first clause of this document that each block explains, by its place in the text."""
    place = {entry["id"]: order for order, entry in enumerate(entries)}
    first: dict[str, int] = {}
    for link in Link.read(interpretation.clause_links):
        if link.policy == page.pk and link.clause in place:
            here = place[link.clause]
            first[link.block] = min(first.get(link.block, here), here)
    return first


def _start_of(entries: Entries, order: int) -> int:
    """A heading right above a clause goes with it."""
    while order and entries[order]["path"].startswith(f"{entries[order - 1]['path']}/"):
        order -= 1
    return order


def _end_of(entries: Entries, order: int) -> int | None:
    """The first clause behind this one that is no part of it; None at the end of the text."""
    inside = f"{entries[order]['path']}/"
    behind = range(order + 1, len(entries))
    return next((one for one in behind if not entries[one]["path"].startswith(inside)), None)


def _parts(interpretation: InterpretationPage) -> Iterator[Part]:
    for name in SECTIONS:
        if getattr(interpretation, name):
            yield Part(name, section=name)
    body = interpretation.body
    for child in body:
        one = [(child.block_type, child.value, child.id)]
        yield Part(child.id, blocks=StreamValue(body.stream_block, one))


def _stream(page: PolicyPage, piece: Piece) -> StreamValue:
    return StreamValue(page.body.stream_block, piece)


def _cut(
    page: PolicyPage, anchors: Mapping[str, Anchors], wanted: Set[str]
) -> Iterator[tuple[str, Piece]]:
    """The document in pieces, each with the wanted clause that it begins with; '' for the first.

    A clause that begins within a line or a list has no piece of its own.
    """
    begins_with, piece = "", list[tuple[str, Any, str]]()
    for key, child in keyed(page.body):
        if child.block_type != "text":
            own = (one["fragment"] for one in anchors.get(key, []) if one["fragment"] in wanted)
            if fragment := next(own, ""):
                yield begins_with, piece
                begins_with, piece = fragment, []
            piece.append((child.block_type, child.value, key))
            continue
        html = anchored(child.value.source, anchors.get(key, []))
        start = 0
        for at, fragment in sorted(_line_starts(html, wanted)):
            if html[start:at].strip():
                piece.append(("text", RichText(html[start:at]), key))
            yield begins_with, piece
            begins_with, piece, start = fragment, [], at
        piece.append(("text", RichText(html[start:]), key))
    yield begins_with, piece


def _line_starts(html: str, wanted: Set[str]) -> Iterator[tuple[int, str]]:
    """Where lines begin that begin a wanted clause, outside of lists."""
    for fragment in wanted:
        at = html.find(f' id="{escape(fragment)}"')
        if at >= 0 and (line := _LINE.search(html[:at])):
            yield line.start(), fragment
