"""From what was pasted or uploaded as text to rows of cells, each with its place."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from media.examine.encodings import decode_text

LONGEST_TEXT = 200_000  # characters
SEPARATORS = ("\t", ",", ";")


class TableRefused(Exception):
    """A table that cannot be drawn; `str()` says which cell and why.

    `row` and `column` count from 1 as the person sees them, None where it is the whole.
    """

    def __init__(self, sentence: str, row: int | None = None, column: int | None = None) -> None:
        super().__init__(sentence)
        self.row, self.column = row, column


@dataclass(frozen=True)
class Cell:
    """A text and where it stood in what was pasted, counted from 1."""

    text: str
    row: int
    column: int


def decode(data: bytes) -> str:
    """Read a text file as spreadsheets write it. Raises `TableRefused`."""
    try:
        text = decode_text(data)[0]
    except UnicodeError:
        text = "\x00"
    if "\x00" in text:
        raise TableRefused(_("这个文件不是文本表格。请另存为 CSV 或 XLSX 再试。"))
    return text


def cells_of(text: str) -> list[list[Cell]]:
    """Split a text into rows that are not empty. Raises `TableRefused`."""
    if len(text) > LONGEST_TEXT:
        raise TableRefused(_("表格太大，图表放不下。请只留要画的行和列，全表可作为附件。"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    separator = separator_of(text)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=separator, strict=False))
    except csv.Error as error:
        raise TableRefused(_("表格里有不成对的引号，看不懂。")) from error
    return [
        [Cell(_one_line(value), number, column) for column, value in enumerate(line, 1)]
        for number, line in enumerate(lines, 1)
        if any(_one_line(value) for value in line)
    ]


def separator_of(text: str) -> str:
    """Tabs win; else the sign that divides most lines into the same number of cells."""
    if "\t" in text:
        return "\t"
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def fit(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return sum(1 for count in counts if count), -len(set(counts))

    return max(SEPARATORS[1:], key=fit) if lines else "\t"


def as_text(rows: list[list[str]]) -> str:
    """Write rows as a spreadsheet copies them: tabs, and quotes where they are needed."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerows(rows)
    return buffer.getvalue().rstrip("\n")


def _one_line(value: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
