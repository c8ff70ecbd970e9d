"""Tables: merged cells become cells that take more room, as HTML has them."""

from collections.abc import Callable, Iterator

from lxml import etree

from drafting.characters import GAP
from drafting.flow import MOST_TOLD, Cell, Flow, Picture, Table
from drafting.place import Place
from drafting.sink import Sink
from drafting.word.names import VAL, W, number, switch, value
from media.examine.office_styles import is_hidden_row

Blocks = Callable[[etree._Element, Sink], None]
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins"))
WIDEST = 200  # columns of one cell; more is damage


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    return _within(table, f"{W}tr")


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    return _within(row, f"{W}tc")


def _within(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of a tag, also those in controls."""
    for child in element.iterchildren(etree.Element):
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _within(child, tag)


def only_cell(table: etree._Element) -> etree._Element | None:
    """The cell of a table that has but one: a frame around paragraphs."""
    rows = list(rows_of(table))
    if any(map(is_hidden_row, rows)):
        return None
    cells = [cell for row in rows for cell in cells_of(row)]
    return cells[0] if len(cells) == 1 else None


def tell_hidden(row: etree._Element, flow: Flow, place: Place) -> None:
    """Say what stands in a row that is not shown."""
    texts = ("".join(cell.itertext(f"{W}t")).strip() for cell in cells_of(row))
    if words := GAP.join(filter(None, texts)):
        flow.tell("hidden", place, words=words[:MOST_TOLD])


def read(
    element: etree._Element, place: Place, flow: Flow, blocks: Blocks
) -> tuple[Table, list[Picture]]:
    """A table, and the pictures that stand in it."""
    reader = _Rows(flow, blocks, place)
    rows = [reader.row(row, order) for order, row in enumerate(rows_of(element), 1)]
    return Table([row for row in rows if row], place), reader.pictures


class _Rows:
    def __init__(self, flow: Flow, blocks: Blocks, place: Place) -> None:
        self._flow, self._blocks, self._place = flow, blocks, place
        self._open: dict[int, Cell] = {}  # by column: cells that may go on downwards
        self.pictures: list[Picture] = []

    def row(self, element: etree._Element, order: int) -> list[Cell]:
        """The cells that begin in this row."""
        if is_hidden_row(element):
            self._hide(element, order)
            return []
        properties = element.find(f"{W}trPr")
        is_header = bool(switch(properties, "tblHeader"))
        cells: list[Cell] = []
        column = self._blank(properties, "gridBefore", cells)
        for tc in cells_of(element):
            column = self._cell(tc, order, column, cells, is_header)
        self._blank(properties, "gridAfter", cells)
        return cells

    def _hide(self, element: etree._Element, order: int) -> None:
        """Leave out a row; what begins in it does not go on below."""
        tell_hidden(element, self._flow, Place(table=self._place.table, row=order))
        column = number(value(element.find(f"{W}trPr"), "gridBefore")) or 0
        for tc in cells_of(element):
            properties = tc.find(f"{W}tcPr")
            span = _columns(properties)
            if not _goes_on(properties, "vMerge"):
                self._close(column, span)
            column += span

    def _close(self, column: int, span: int) -> None:
        for covered in range(column, column + span):
            self._open.pop(covered, None)

    @staticmethod
    def _blank(properties: etree._Element | None, name: str, cells: list[Cell]) -> int:
        """Room that a row leaves free at one of its ends."""
        span = min(number(value(properties, name)) or 0, WIDEST)
        if span > 0:
            cells.append(Cell([], colspan=span))
        return max(span, 0)

    def _cell(
        self, tc: etree._Element, order: int, column: int, cells: list[Cell], is_header: bool
    ) -> int:
        properties = tc.find(f"{W}tcPr")
        span = _columns(properties)
        if _goes_on(properties, "hMerge") and cells:
            cells[-1].colspan += span
            return column + span
        above = self._open.get(column)
        if _goes_on(properties, "vMerge") and above is not None:
            above.rowspan += 1
            return column + span
        place = Place(table=self._place.table, row=order)
        sink = Sink(self._flow, place)
        self._blocks(tc, sink)
        self.pictures += sink.pictures
        cell = Cell(sink.paragraphs, span, is_header=is_header)
        cells.append(cell)
        self._close(column, span)
        if properties is not None and properties.find(f"{W}vMerge") is not None:
            self._open[column] = cell
        return column + span


def _columns(properties: etree._Element | None) -> int:
    """How many columns a cell takes."""
    return min(max(number(value(properties, "gridSpan")) or 1, 1), WIDEST)


def _goes_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a cell continues the one above or beside it."""
    merge = properties.find(W + name) if properties is not None else None
    return merge is not None and merge.get(VAL, "continue") != "restart"
