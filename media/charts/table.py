"""A pasted table understood: names down the side, numbers in columns, units, remarks.

Whatever is not understood is refused with the cell named; nothing is guessed silently.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from media.charts.apart import YEAR, names_stand_second, totals_told, without_serial
from media.charts.grid import LONGEST_TEXT, TOO_LARGE, Cell, TableRefused, cells_of
from media.charts.numbers import (
    FINEST,
    MISSING,
    NotANumberError,
    Number,
    TooLargeError,
    decimals_of,
    narrow,
    read_number,
)
from media.charts.periods import period_of
from media.charts.totals import totals_doubted
from media.charts.units import is_multiple, said_unit, split_header
from media.charts.wholes import wholes_told

MOST_ROWS = 500
MOST_SERIES = 6
LONGEST_NAME = 40  # characters
LONGEST_SHOWN = 20  # characters of a cell that a refusal repeats
SOURCE = re.compile(r"(?:资料|数据|信息)?来源\s*+(?:[:：]\s*+)?(?P<text>.*)")
NOTES = re.compile(r"(?:备?注|说明)\s*+(?:[0-9]++\s*+)?[:：.、]\s*+(?P<text>.*)")


@dataclass(frozen=True)
class Column:
    """One series: its name, its unit, a value or None for each row, decimals as written."""

    label: str
    unit: str
    values: tuple[Decimal | None, ...]

    @property
    def decimals(self) -> int:
        return max((decimals_of(value) for value in self.values if value is not None), default=0)

    @property
    def known(self) -> list[Decimal]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True)
class Table:
    """What a chart is drawn from; `remarks` say what was understood and how.

    `title`, `source` and `notes` are what stood above and below the table itself; `doubts` are
    the remarks that somebody has to look at before the chart goes out.
    """

    corner: str
    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    remarks: tuple[str, ...] = field(default=(), compare=False)
    title: str = field(default="", compare=False)
    source: str = field(default="", compare=False)
    notes: str = field(default="", compare=False)
    doubts: tuple[str, ...] = field(default=(), compare=False)


@dataclass
class _Surroundings:
    """What stands above and below the table."""

    title: str = ""
    unit: str = ""
    source: str = ""
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_table(text: str, transposed: bool = False) -> Table:
    """Understand a pasted table; raises `TableRefused` and nothing else."""
    rows = cells_of(text)
    surroundings = _Surroundings()
    rows = _without_surroundings(rows, surroundings)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        raise TableRefused(_("至少要有两行两列：第一行是表头，第一列是名称，其余是数字。"))
    rows = _even(rows, surroundings)
    if transposed:
        rows = [list(column) for column in zip(*rows, strict=True)]
    rows = without_serial(rows, surroundings.remarks)
    _refuse_size(rows)
    _refuse_header(rows[0])
    labels = _names(rows[1:])
    if names_stand_second(rows):
        message = _("第一列“%(first)s”都是数字，名称在第二列“%(second)s”。请删去第一列再试。")
        facts = {"first": _shown(rows[0][0].text), "second": _shown(rows[0][1].text)}
        raise TableRefused(message % facts, rows[0][0].row, rows[0][0].column)
    columns = tuple(
        _column(rows[0][index], [row[index] for row in rows[1:]], surroundings)
        for index in range(1, len(rows[0]))
    )
    series = [(column.label, column.unit, column.values) for column in columns]
    doubts = (
        *totals_told(labels, [column.label for column in columns]),
        *totals_doubted(labels, series),
        *wholes_told(
            labels, [column.label for column in columns], [column.values for column in columns]
        ),
    )
    corner = rows[0][0].text
    corner = "" if said_unit(corner) else corner
    return Table(
        corner, labels, columns, (*surroundings.remarks, *doubts), surroundings.title,
        surroundings.source, "；".join(surroundings.notes), doubts,
    )  # fmt: skip


def doubts_of(text: str, transposed: bool) -> tuple[str, ...]:
    """What of a chart's table somebody has to look at; nothing where it cannot be read."""
    try:
        return read_table(text, transposed).doubts
    except TableRefused:
        return ()


def _filled(row: list[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text]


def _without_surroundings(rows: list[list[Cell]], surroundings: _Surroundings) -> list[list[Cell]]:
    """Take off a title, 「单位：…」, source and notes that stand around the table."""
    if max((len(_filled(row)) for row in rows), default=0) < 2:
        return rows
    while rows and len(cells := _filled(rows[0])) == 1:
        text = cells[0].text
        if unit := said_unit(text):
            surroundings.unit = unit
        else:
            surroundings.title = surroundings.title or text
        rows = rows[1:]
    while rows and len(cells := _filled(rows[-1])) == 1:
        text = cells[0].text
        if match := SOURCE.fullmatch(text):
            surroundings.source = match["text"]
        elif match := NOTES.fullmatch(text):
            surroundings.notes.insert(0, match["text"])
        else:
            break
        rows = rows[:-1]
    return rows


def _even(rows: list[list[Cell]], surroundings: _Surroundings) -> list[list[Cell]]:
    """Make every row as long as the header; what a row lacks is missing, and said."""
    header = rows[0]
    width = max((column for column, cell in enumerate(header, 1) if cell.text), default=0)
    if width * len(rows) > LONGEST_TEXT:  # more cells than the text has signs
        raise TableRefused(str(TOO_LARGE))
    even_rows = [header[:width]]
    for row in rows[1:]:
        extra_cell = next((cell for cell in row[width:] if cell.text), None)
        if extra_cell:
            message = _("第%(row)d行第%(column)d格“%(text)s”上面没有表头。")
            raise TableRefused(message % _place(extra_cell), extra_cell.row, extra_cell.column)
        missing = width - len(row)
        if missing > 0:
            message = _("第%(row)d行比表头少%(count)d格，按没有数据处理。")
            surroundings.remarks.append(message % {"row": row[0].row, "count": missing})
        padding = [Cell("", row[0].row, column + 1) for column in range(len(row), width)]
        even_rows.append([*row[:width], *padding])
    if width < 2:
        raise TableRefused(_("第1行应该是表头，至少两格。"), header[0].row)
    return even_rows


def _refuse_size(rows: list[list[Cell]]) -> None:
    if len(rows) - 1 > MOST_ROWS:
        first_cell = rows[MOST_ROWS + 1][0]
        message = _(
            "这张表有%(all)d行数据，图表最多%(most)d行：请删去第%(row)d行起的，或合并后再画。"
        )
        facts: dict[str, object] = {"all": len(rows) - 1, "most": MOST_ROWS, "row": first_cell.row}
        raise TableRefused(message % facts, first_cell.row, first_cell.column)
    if len(rows[0]) - 1 > MOST_SERIES:
        first_cell = rows[0][MOST_SERIES + 1]
        message = _(
            "这张表有%(all)d列数字，图表最多%(most)d列：请删去“%(text)s”起的，或试试行列互换。"
        )
        facts = {"all": len(rows[0]) - 1, "most": MOST_SERIES, "text": _shown(first_cell.text)}
        raise TableRefused(message % facts, first_cell.row, first_cell.column)


def _refuse_header(header: list[Cell]) -> None:
    _refuse_repeated(header[1:])
    for cell in header[1:]:
        if not cell.text:
            message = _("第%(row)d行第%(column)d格的表头是空的。合并的表头请先拆开。")
            raise TableRefused(message % _place(cell), cell.row, cell.column)
        _refuse_long(cell)
    texts = [narrow(cell.text) for cell in header[1:]]
    if all(map(_is_number, texts)) and not all(map(_is_time, texts)):
        first_cell = header[1]
        message = _("第%(row)d行应该是表头，“%(text)s”却是数字。请在最上面加一行，写明每列是什么。")
        raise TableRefused(message % _place(first_cell), first_cell.row, first_cell.column)


def _names(rows: list[list[Cell]]) -> tuple[str, ...]:
    names = [row[0] for row in rows]
    for cell in names:
        if not cell.text:
            message = _("第%(row)d行没有名称。合并的单元格请先拆开，每行都写上名称。")
            raise TableRefused(message % _place(cell), cell.row, cell.column)
        _refuse_long(cell)
    _refuse_repeated(names)
    return tuple(cell.text for cell in names)


def _refuse_long(cell: Cell) -> None:
    if len(cell.text) > LONGEST_NAME:
        message = _("第%(row)d行“%(text)s”太长，名称最多%(most)d个字。")
        raise TableRefused(message % {**_place(cell), "most": LONGEST_NAME}, cell.row, cell.column)


def _refuse_repeated(cells: Iterable[Cell]) -> None:
    cells_by_text: dict[str, Cell] = {}
    for cell in cells:
        if cell.text and (earlier := cells_by_text.get(cell.text)):
            same_row = earlier.row == cell.row
            message = (
                _("第%(row)d行有两列都叫“%(text)s”，分不清。")
                if same_row
                else _("第%(before)d行和第%(row)d行都叫“%(text)s”，分不清。")
            )
            raise TableRefused(
                message % {**_place(cell), "before": earlier.row}, cell.row, cell.column
            )
        cells_by_text[cell.text] = cell


def _column(header: Cell, cells: list[Cell], surroundings: _Surroundings) -> Column:
    label, unit = split_header(header.text)
    numbers = [_number(cell, label) for cell in cells]
    if not any(numbers):
        message = _("“%(text)s”这一列没有数字。")
        raise TableRefused(message % _place(header), header.row, header.column)
    written_unit = _one_unit(cells, numbers, label)
    if unit and written_unit and unit != written_unit:
        cell = next(c for c, n in zip(cells, numbers, strict=True) if n and n.unit)
        message = _("第%(row)d行“%(label)s”的“%(text)s”和表头的单位“%(unit)s”不一致。")
        facts = {**_place(cell), "label": _shown(label), "unit": unit}
        raise TableRefused(message % facts, cell.row, cell.column)
    unit = unit or written_unit or surroundings.unit
    for cell, number in zip(cells, numbers, strict=True):
        if number and number.multiplied and is_multiple(unit):
            message = _("第%(row)d行“%(label)s”的“%(text)s”已带万或亿，单位“%(unit)s”又带了倍数。")
            facts = {**_place(cell), "label": _shown(label), "unit": unit}
            raise TableRefused(message % facts, cell.row, cell.column)
    if rounded := next((number for number in numbers if number and number.rounded), None):
        message = _("“%(label)s”的小数超过%(most)d位，只画到第%(most)d位，例如 %(value)s。")
        facts = {"label": _shown(label), "most": FINEST, "value": f"{rounded.value:f}"}
        surroundings.remarks.append(message % facts)
    missing = sum(1 for number in numbers if number is None)
    if missing:
        message = _("“%(label)s”有%(count)d格没有数据，图上留空。")
        surroundings.remarks.append(message % {"label": _shown(label), "count": missing})
    return Column(label, unit, tuple(number.value if number else None for number in numbers))


def _number(cell: Cell, label: str) -> Number | None:
    try:
        return read_number(cell.text)
    except NotANumberError as error:
        too_large = isinstance(error, TooLargeError)
        message = (
            _("第%(row)d行“%(label)s”的“%(text)s”太大，画不下。请改用万或亿作单位。")
            if too_large
            else _("第%(row)d行“%(label)s”的“%(text)s”不是数字。")
        )
        facts = {**_place(cell), "label": _shown(label)}
        raise TableRefused(message % facts, cell.row, cell.column) from error


def _one_unit(cells: list[Cell], numbers: list[Number | None], label: str) -> str:
    """The unit that stands behind every number of a column, or behind none."""
    pairs = [(c, n) for c, n in zip(cells, numbers, strict=True) if n is not None]
    units = {number.unit for _cell, number in pairs if number.unit}
    if not units:
        return ""
    unit = next(number.unit for _cell, number in pairs if number.unit)
    for cell, number in pairs:
        if number.unit != unit and number.value != 0:
            message = _("第%(row)d行“%(label)s”的“%(text)s”和同列其他格的单位“%(unit)s”不一致。")
            facts = {**_place(cell), "label": _shown(label), "unit": unit}
            raise TableRefused(message % facts, cell.row, cell.column)
    return unit


def _is_number(text: str) -> bool:
    try:
        return text.lower() not in MISSING and read_number(text) is not None
    except NotANumberError:
        return False


def _is_time(text: str) -> bool:
    return bool(YEAR.fullmatch(text)) or period_of(text) is not None


def _place(cell: Cell) -> dict[str, object]:
    return {"row": cell.row, "column": cell.column, "text": _shown(cell.text)}


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def with_unit(table: Table, unit: str) -> Table:
    """The same table where columns without a unit of their own get this one."""
    columns = tuple(replace(column, unit=column.unit or unit) for column in table.columns)
    return replace(table, columns=columns)
