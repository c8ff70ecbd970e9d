"""Merged cells of a table that is kept as text: `<<` goes on from the left, `^^` from above.

People can type and see both in the pasted text; a file's merged cells come as the same signs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

FROM_LEFT, FROM_ABOVE = "<<", "^^"
MARKS = (FROM_LEFT, FROM_ABOVE)
MARK_ALONE = re.compile(r"(?<![^\t\n])(?:<<|\^\^)(?![^\t\n])")
Place = tuple[int, int]


@dataclass(frozen=True)
class MergedCell:
    """A cell with the room that it takes; `column` counts from 0."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1


def pasted(rows: Sequence[Sequence[tuple[str, int, int]]]) -> str:
    """A table as text; `rows` hold text, colspan and rowspan of each cell that none covers."""
    grid: dict[Place, str] = {}
    for row, cells in enumerate(rows):
        column = 0
        for text, colspan, rowspan in cells:
            while (row, column) in grid:
                column += 1
            for down in range(min(rowspan, len(rows) - row)):
                for right in range(colspan):
                    mark = FROM_LEFT if right else FROM_ABOVE
                    grid[row + down, column + right] = mark if down or right else _quoted(text)
            column += colspan
    width = max((column for _row, column in grid), default=-1) + 1
    lines = ([grid.get((row, column), "") for column in range(width)] for row in range(len(rows)))
    return "\n".join("\t".join(line) for line in lines)


def merged(grid: Sequence[Sequence[str]]) -> list[list[MergedCell]]:
    """The cells of a grid of equally long rows; marks that make no rectangle are empty cells."""
    owners = _owners(grid)
    owned: dict[Place, set[Place]] = {}
    for place, owner in owners.items():
        owned.setdefault(owner, set()).add(place)
    spans = {owner: _span(owner, places) for owner, places in owned.items()}
    return [
        [
            _cell(text, column, spans.get((row, column)))
            for column, text in enumerate(line)
            if owners[row, column] == (row, column) or spans[owners[row, column]] is None
        ]
        for row, line in enumerate(grid)
    ]


def _quoted(text: str) -> str:
    """A cell as spreadsheets copy it: in quotes where its text would divide the table."""
    is_plain = not any(sign in text for sign in "\t\n") and not text.startswith('"')
    return text if is_plain else '"{}"'.format(text.replace('"', '""'))


def _owners(grid: Sequence[Sequence[str]]) -> dict[Place, Place]:
    """Which cell each place belongs to."""
    owners: dict[Place, Place] = {}
    for row, line in enumerate(grid):
        for column, text in enumerate(line):
            beside = (row, column - 1) if text == FROM_LEFT else (row - 1, column)
            is_covered = text in MARKS and beside in owners
            owners[row, column] = owners[beside] if is_covered else (row, column)
    return owners


def _span(owner: Place, places: set[Place]) -> tuple[int, int] | None:
    """Colspan and rowspan of a cell; None where its places are no rectangle that it begins."""
    bottom = max(row for row, _column in places) - owner[0] + 1
    right = max(column for _row, column in places) - owner[1] + 1
    return (right, bottom) if len(places) == right * bottom else None


def _cell(text: str, column: int, span: tuple[int, int] | None) -> MergedCell:
    colspan, rowspan = span or (1, 1)
    return MergedCell("" if text in MARKS else text, column, colspan, rowspan)
