"""Turn the demonstration's words and numbers into files: a PNG picture, an xlsx sheet."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from .board import BASE_WIDTH, INK, LINE, PAPER, SECOND, TEAL, Board

__all__ = ["draw", "sheet"]

MARGIN = 72
RIGHT = BASE_WIDTH - MARGIN
INNER = BASE_WIDTH - 2 * MARGIN
Items = Sequence[Sequence[Any]]


def draw(drawing: dict[str, Any], width: int = BASE_WIDTH) -> bytes:
    """Return a PNG, `width` pixels wide, of a drawing of the kind bars, steps, numbers or tall.

    A tall one has such drawings as its items, one under the other.
    """
    items = drawing["items"]
    board = Board(height=_room(drawing))
    top = _heading(board, drawing["title"])
    bottom = KINDS[drawing["kind"]](board, items, top)
    return board.png(bottom + MARGIN, width)


def _room(drawing: dict[str, Any]) -> int:
    """More height than a drawing can need."""
    if drawing["kind"] == "tall":
        return 400 + sum(_room(part) for part in drawing["items"])
    return 400 + 360 * len(drawing["items"])


def _heading(board: Board, title: str) -> float:
    """Write the title with a short bar over it; return where the content begins."""
    board.box((MARGIN, MARGIN, MARGIN + 96, MARGIN + 10), fill=TEAL)
    return board.text((MARGIN, MARGIN + 40), title, 58, TEAL, bold=True, limit=INNER) + 44


def _bars(board: Board, items: Items, top: float) -> float:
    """Draw one horizontal bar an item, its value standing at the bar's end."""
    largest = max(float(value) for _, value in items) or 1
    full_length = INNER - 28 - max(board.width(str(value), 46, bold=True) for _, value in items)
    for label, value in items:
        top = board.text((MARGIN, top), label, 40, INK, limit=INNER) + 12
        end = MARGIN + max(full_length * float(value) / largest, 6)
        board.box((MARGIN, top, MARGIN + full_length, top + 56), fill=PAPER, radius=4)
        board.box((MARGIN, top, end, top + 56), fill=TEAL if value else LINE, radius=4)
        board.text((MARGIN + full_length + 28, top - 10), str(value), 46, TEAL, bold=True)
        top += 56 + 40
    return top - 40


def _steps(board: Board, items: Items, top: float) -> float:
    """Draw a numbered path from the first step down to the last."""
    centre, left = MARGIN + 42, MARGIN + 132
    for number, (label, text) in enumerate(items, 1):
        is_last = number == len(items)
        bottom = board.text((left, top + 4), label, 46, INK, bold=True, limit=RIGHT - left) + 6
        bottom = board.text((left, bottom), text, 38, SECOND, limit=RIGHT - left)
        next_top = max(bottom, top + 84) + (0 if is_last else 48)
        if not is_last:
            board.box((centre - 2, top + 84, centre + 2, next_top), fill=TEAL)
        board.disc((centre, top + 42), 42, str(number))
        top = next_top
    return top


def _numbers(board: Board, items: Items, top: float) -> float:
    """Draw two cards a row: a large figure, what it counts under it."""
    gap, inset = 32, 40
    card_width = (INNER - gap) / 2
    for start in range(0, len(items), 2):
        row = items[start : start + 2]
        lines = max(board.count_lines(label, 38, card_width - 2 * inset) for label, _ in row)
        bottom = top + 236 + board.line_height(38) * lines
        for column, (label, value) in enumerate(row):
            left = MARGIN + column * (card_width + gap)
            board.box((left, top, left + card_width, bottom), fill=PAPER, radius=4, outline=LINE)
            figure_bottom = board.text((left + inset, top + 36), str(value), 112, TEAL, bold=True)
            board.text(
                (left + inset, figure_bottom + 8), label, 38, INK, limit=card_width - 2 * inset
            )
        top = bottom + gap
    return top - gap


def _tall(board: Board, items: Sequence[dict[str, Any]], top: float) -> float:
    """Draw whole drawings one under the other, each under its own title."""
    for part in items:
        bottom = board.text((MARGIN, top + 48), part["title"], 50, INK, bold=True, limit=INNER) + 32
        top = KINDS[part["kind"]](board, part["items"], bottom) + 48
    return top - 48


KINDS: dict[str, Callable[[Board, Any, float], float]] = {
    "bars": _bars,
    "steps": _steps,
    "numbers": _numbers,
    "tall": _tall,
}


def sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return an xlsx file with these rows; a first row of one cell is the sheet's title."""
    workbook = Workbook()
    workbook.properties.creator = None
    worksheet = workbook.active
    columns = max((len(row) for row in rows), default=1)
    has_title = bool(rows) and len(rows[0]) == 1 < columns
    side = Side(style="thin", color="999999")
    for number, row in enumerate(rows, 1):
        for column in range(1, columns + 1):
            cell = worksheet.cell(number, column, row[column - 1] if column <= len(row) else None)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.border = Border(side, side, side, side)
            cell.font = Font(name="宋体", size=11, bold=number == 1)
    if has_title:
        worksheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=columns)
        worksheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
        worksheet.cell(1, 1).font = Font(name="宋体", size=16, bold=True)
    body = rows[1:] if has_title else rows
    for column in range(1, columns + 1):
        longest = max((len(str(row[column - 1])) for row in body if column <= len(row)), default=0)
        worksheet.column_dimensions[get_column_letter(column)].width = min(
            max(12, longest * 2 + 4), 48
        )
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
