"""From the neutral text of a file to what the clause engine reads."""

from collections.abc import Iterator

from clauses import Kind, Paragraph
from drafting import flow as file

KINDS = {file.Kind.HEADING: Kind.HEADING, file.Kind.LIST: Kind.LIST_ITEM}


def paragraphs_of(flow: file.Flow) -> Iterator[Paragraph]:
    """Every paragraph and table; `key` is its place in `Flow.items`.

    A picture is no text, and lines of a table of contents that Word made repeat the headings.
    """
    for order, item in enumerate(flow.items):
        if isinstance(item, file.Table):
            rows = ("\t".join(cell.text for cell in row) for row in item.rows)
            yield Paragraph("\n".join(rows), Kind.TABLE, key=order)
        elif isinstance(item, file.Paragraph) and item.kind is not file.Kind.CONTENTS:
            kind = KINDS.get(item.kind, Kind.TEXT)
            yield Paragraph(item.text, kind, item.level, key=order)
