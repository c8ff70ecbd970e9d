"""An XLSX file as the text that pasting it would give, with remarks on what is not as it looks.

The file has passed `media.intake.accept`: it is a workbook of bearable size.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from media.charts.grid import TableRefused, as_text
from media.charts.numbers import write_number
from media.charts.table import MOST_ROWS

FURTHEST_ROW, FURTHEST_COLUMN = MOST_ROWS + 60, 60
MOST_XML = 30 * 1024 * 1024  # bytes of one sheet, unpacked
SIGNIFICANT = 12  # digits; more are noise of binary fractions
PERCENT = re.compile(r"0(?:\.(?P<decimals>0+))?%")
TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT_TAG = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
BROKEN = (
    InvalidFileException, BadZipFile, DefusedXmlException, ParseError, KeyError, ValueError,
    TypeError, IndexError, AttributeError, OSError, EOFError,
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet as pasted text; `remarks` are sentences for the drafter."""

    text: str
    remarks: list[str]


@dataclass
class _Hidden:
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)


def read_workbook(file: IO[bytes]) -> Sheet:
    """Read the first sheet that shows something. Raises `TableRefused`."""
    try:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            return _read(workbook)
        finally:
            workbook.close()
    except BROKEN as error:
        raise TableRefused(_("这个 XLSX 文件打不开，可能已损坏。请另存一次再试。")) from error


def _read(workbook: Any) -> Sheet:
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        hidden = _look_behind(workbook, sheet)
        rows = list(_rows(sheet, hidden))
        if not any(any(row) for row in rows):
            continue
        if hidden.uncounted:
            message = _("%(cell)s 格是公式，还没有算出结果。请在表格软件里打开、保存一次再试。")
            raise TableRefused(message % {"cell": hidden.uncounted[0]})
        return Sheet(as_text(_trimmed(rows)), _remarks(sheet.title, len(visible), hidden))
    raise TableRefused(_("这个文件里没有内容。"))


def _look_behind(workbook: Any, sheet: Any) -> _Hidden:
    """What values alone do not tell: hidden rows and columns, merged cells, formulas without."""
    hidden = _Hidden()
    if workbook._archive.getinfo(sheet._worksheet_path).file_size > MOST_XML:
        raise TableRefused(_("工作表太大，图表放不下。请只留要画的行和列，全表可作为附件。"))
    with workbook._archive.open(sheet._worksheet_path) as source:
        for _event, element in iterparse(source):
            tag = element.tag.removeprefix(TAG).removeprefix(STRICT_TAG)
            if tag == "row":
                if element.get("hidden") in ("1", "true"):
                    hidden.rows.add(int(element.get("r", "0")))
                element.clear()
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                last = min(int(element.get("max", "0")), FURTHEST_COLUMN)
                hidden.columns.update(range(int(element.get("min", "0")), last + 1))
            elif tag == "mergeCell":
                hidden.merged.append(element.get("ref", ""))
            elif tag == "c":
                _see_formula(element, hidden)
    return hidden


def _see_formula(element: Any, hidden: _Hidden) -> None:
    parts = {child.tag.rsplit("}", 1)[-1]: child.text for child in element}
    if "f" in parts and not parts.get("v") and len(hidden.uncounted) < 3:
        hidden.uncounted.append(element.get("r", ""))


def _rows(sheet: Any, hidden: _Hidden) -> Iterator[list[str]]:
    cells = sheet.iter_rows(max_row=FURTHEST_ROW, max_col=FURTHEST_COLUMN)
    for number, row in enumerate(cells, 1):
        if number in hidden.rows:
            continue
        yield [_text(cell) for column, cell in enumerate(row, 1) if column not in hidden.columns]


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the empty cells to the right of the table and the empty lines below it."""
    width = max(column for row in rows for column, text in enumerate(row, 1) if text)
    last = max(number for number, row in enumerate(rows, 1) if any(row))
    return [row[:width] for row in rows[:last]]


def _text(cell: Any) -> str:
    """A cell as a person sees it in the sheet."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, cell.number_format or "")
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), cell.number_format or "")
    return str(value)


def _date(value: datetime.date, form: str) -> str:
    if "d" not in form.lower() and "m" in form.lower():
        return f"{value.year}年{value.month}月"
    return f"{value.year}-{value.month:02}-{value.day:02}"


def _number(value: Decimal, form: str) -> str:
    if match := PERCENT.search(form):
        decimals = len(match["decimals"] or "")
        return f"{write_number(value * 100, decimals)}%"
    rounded = Decimal(f"{value:.{SIGNIFICANT}g}")
    return f"{rounded:f}" if rounded == rounded.to_integral_value() else f"{rounded.normalize():f}"


def _remarks(title: str, sheets: int, hidden: _Hidden) -> list[str]:
    remarks = []
    if sheets > 1:
        remarks.append(
            _("文件里有%(count)d张表，读的是“%(title)s”。") % {"count": sheets, "title": title}
        )
    if hidden.rows:
        names = _named(map(str, sorted(hidden.rows)))
        remarks.append(_("隐藏的第%s行没有读入。") % names)
    if hidden.columns:
        names = _named(map(get_column_letter, sorted(hidden.columns)))
        remarks.append(_("隐藏的%s列没有读入。") % names)
    merged = [ref for ref in hidden.merged if not _is_title(ref)]
    if merged:
        remarks.append(_("合并的单元格 %s 只有左上角一格有内容，请核对。") % _named(merged))
    return remarks


def _is_title(ref: str) -> bool:
    """A line merged across the top is a title; nothing is lost with it."""
    left, top, right, bottom = range_boundaries(ref)
    return top == bottom and top <= 3 and left == 1 and right > left


def _named(names: Any) -> str:
    texts = list(names)
    return "、".join(texts[:5]) + ("等" if len(texts) > 5 else "")
