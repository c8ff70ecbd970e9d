"""Tables of HTML: which of their rows and cells are shown, and how much room cells take."""

from lxml import etree

from drafting.markup_looks import why_dropped

CELLS = ("td", "th")
SECTIONS = frozenset({"thead", "tbody", "tfoot"})
WIDEST = 200


def table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def why_row_dropped(row: etree._Element) -> str | None:
    section = row.getparent()
    by_section = section is not None and section.tag in SECTIONS and why_dropped(section)
    return why_dropped(row) or by_section or None


def shown_cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in CELLS and not why_dropped(cell)]


def span_of(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), WIDEST) if text.isdecimal() and len(text) < 6 else 1
