"""The body of a document as the flow that the clause engine reads."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clauses import Clause, ClauseTree, Kind, Paragraph
from clauses.splitting.split import split
from interpretations.blocks.anchors import block_keys
from interpretations.blocks.merged import MARK_ALONE
from interpretations.clauses.rich_text import Line, lines_of

Stored = Sequence[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Place:
    """Where a paragraph of the flow stands: its block, and its line of running text.

    `block` is its id, or what `block_keys` calls one whose id another block has too.
    """

    block: str
    line: Line | None = None

    def anchor(self, start: int) -> tuple[int, bool]:
        """Where an address of sign `start` is put into the block, and whether as an element.

        It is an attribute where the sign begins an element; a table's address stands before it.
        """
        if self.line is None:
            return 0, True
        blanks = len(self.line.text) - len(self.line.text.lstrip())
        if self.line.opening is None or start > blanks:
            return self.line.place_of(start), True
        return self.line.opening, False


def place_of(clause: Clause) -> Place:
    """Where a clause of `tree_of` begins."""
    place = clause.spans[0].key
    assert isinstance(place, Place)  # as `flow_of` gave it
    return place


def stored_body(body: Any) -> Stored:
    """A body as it is stored: of a page's field, or of the JSON text in a revision's content.

    The field gives its blocks their ids meanwhile, those that saving it will write.
    """
    if body is None or isinstance(body, str):
        return json.loads(body or "[]")
    return body.get_prep_value()


def tree_of(body: Stored) -> ClauseTree:
    """The clauses of a stored body; every span carries its `Place` as key."""
    return split(flow_of(body))


def flow_of(body: Stored) -> Iterator[Paragraph]:
    """Yield running text and tables; pictures have no words of the document, notes no clauses."""
    keys = block_keys(block.get("id") for block in body)
    for key, block in zip(keys, body, strict=True):
        if block["type"] == "text":
            for line in lines_of(block["value"] or ""):
                yield Paragraph(line.text, line.kind, line.level, Place(key, line))
        elif block["type"] == "table":
            words = (block["value"].get("caption"), block["value"].get("cells"))
            text = "\n".join(MARK_ALONE.sub("", word) for word in words if word)
            if text.strip():
                yield Paragraph(text, Kind.TABLE, key=Place(key))
