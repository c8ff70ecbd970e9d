"""From what was pasted or uploaded as text to rows of cells, each with its place."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.examine.encodings import decode_text, is_doubtful

LONGEST_TEXT = 200_000  # characters
TOO_LARGE = gettext_lazy("表格太大，图表放不下。请只留要画的行和列，全表可作为附件。")
NEEDS_QUOTES = re.compile(r'[\t\n]|""')
# What Excel writes before a CSV for itself, and around what it shall not take for a number.
SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(?P<separator>[^\w\s\"]|\t)\"?(?=\r|\n)", re.IGNORECASE)
TEXT_MARK = re.compile(r"'(?=[-+¥$(]?[0-9.,]+[%‰年月日]?\)?$)")
TEXT_FORMULA = re.compile(r'="([^"]*)"')
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
        text, encoding = decode_text(data)
    except UnicodeError:
        text, encoding = "\x00", ""
    if is_doubtful(text, encoding):
        raise TableRefused(_("认不准文件的编码，读出来的字不通。请另存为 UTF-8 编码再试。"))
    if "\x00" in text:
        raise TableRefused(_("这个文件不是文本表格。请另存为 CSV 或 XLSX 再试。"))
    return text


def cells_of(text: str) -> list[list[Cell]]:
    """Split a text into rows that are not empty. Raises `TableRefused`."""
    if len(text) > LONGEST_TEXT:
        raise TableRefused(str(TOO_LARGE))
    text = text.replace("\x00", "")
    separator = separator_of(text)
    if said := SEPARATOR_LINE.match(text):
        separator, text = said["separator"], text[said.end() :]  # its line break keeps the count
    return [
        [Cell(_one_line(value), number, column) for column, value in enumerate(line, 1)]
        for number, line in enumerate(lines_of(text, separator), 1)
        if any(_one_line(value) for value in line)
    ]


def lines_of(text: str, separator: str = "\t") -> list[list[str]]:
    """Every line with its cells as they were written; one in quotes may hold line breaks.

    Python's csv takes the quotes of `"十四五"规划` away, and one without its partner takes the
    rest of the table into its cell; spreadsheets copy both as they stand.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = re.escape(separator)
    cell = re.compile(rf'"((?:[^"]|"")*+)"(?=[{sign}\n]|\Z)|[^{sign}\n]*')
    lines: list[list[str]] = [[]]
    position = 0
    while match := cell.match(text, position):
        lines[-1].append(_unquoted(match, separator))
        position = match.end() + 1
        if position > len(text):
            break
        if text[match.end()] == "\n":
            lines.append([])
    return lines


def _unquoted(cell: re.Match[str], separator: str) -> str:
    """What a cell holds. Between tabs only what needs quotes has them; others are the writer's."""
    inside = cell[1]
    if inside is None or (separator == "\t" and not NEEDS_QUOTES.search(inside)):
        return cell[0]
    return inside.replace('""', '"')


def separator_of(text: str) -> str:
    """Tabs win; else the sign that divides most lines into the same number of cells."""
    if "\t" in text:
        return "\t"
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def fit(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return sum(1 for count in counts if count), -len(set(counts))

    return max(SEPARATORS[1:], key=fit) if lines else "\t"


def _one_line(value: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if formula := TEXT_FORMULA.fullmatch(line):
        line = formula[1]
    return TEXT_MARK.sub("", line, count=1) if line.startswith("'") else line
