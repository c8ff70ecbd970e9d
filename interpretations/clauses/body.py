"""The body of a document as the flow that the clause engine reads."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from clauses import ClauseTree, Kind, Paragraph
from clauses.splitting.split import split
from interpretations.blocks.merged import MARK_ALONE
from interpretations.clauses.rich_text import lines_of

Stored = Sequence[dict[str, Any]]


class Place(NamedTuple):
    """Where a paragraph stands: its block, and which of the block's paragraphs it is, from 0."""

    block: str
    paragraph: int


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
    for block in body:
        key = str(block.get("id") or "")
        if block["type"] == "text":
            for number, line in enumerate(lines_of(block["value"] or "")):
                yield Paragraph(line.text, line.kind, line.level, Place(key, number))
        elif block["type"] == "table":
            words = (block["value"].get("caption"), block["value"].get("cells"))
            text = "\n".join(MARK_ALONE.sub("", word) for word in words if word)
            if text.strip():
                yield Paragraph(text, Kind.TABLE, key=Place(key, 0))
