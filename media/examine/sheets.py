"""A workbook that is to become a chart: its first sheet as the text that pasting it would give.

Only what a person sees in the sheet is read; what is not as it looks is told. How much is read
is counted, for a small file may name one long text in every cell.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from media.examine.cell_texts import CellTexts, is_unseen
from media.examine.findings import MOST_NAMED, RefusedError, Report, named, printable
from media.examine.limits import MEGABYTE
from media.examine.number_formats import hides
from media.examine.office_parts import is_hidden_line

FURTHEST_ROW, FURTHEST_COLUMN = 560, 60
MOST_TEXT = 200_000  # characters of all cells
MOST_XML = 16 * MEGABYTE  # of one part, unpacked
LOOKED_AT = ("{*}row", "{*}col", "{*}mergeCell", "{*}c", "{*}cfRule")
UNTRUSTED = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}


@dataclass
class _Seen:
    """What values alone do not tell, as it is found."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    ruled: list[str] = field(default_factory=list)
    uncounted: str = ""
    cells: CellTexts = field(default_factory=CellTexts)


def examine(path: Path, into: Path) -> Report:
    """Write the sheet as text between tabs to `into`; raises `RefusedError`.

    The package has passed `zips.guarded`: nothing in it is larger than it says.
    """
    report = Report(type="xlsx")
    _refuse_large(path)
    with open(path, "rb") as source:
        workbook: Any = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            seen = _look_behind(workbook, sheet)
            rows = list(_rows(sheet, seen))
            if any(any(row) for row in rows):
                break
        else:
            raise RefusedError("empty")
    if seen.uncounted:
        raise RefusedError("sheet_uncounted", cell=seen.uncounted)
    if len(visible) > 1:
        report.tell("sheet_of_several", count=len(visible), title=printable(sheet.title))
    _tell(report, seen)
    into.write_text(as_text(_trimmed(rows)), encoding="utf-8")
    return report


def _refuse_large(path: Path) -> None:
    """Texts and formats are read as a whole, whichever sheet uses them."""
    with ZipFile(path) as package:
        if any(i.file_size > MOST_XML and i.filename.endswith(".xml") for i in package.infolist()):
            raise RefusedError("sheet_large")


def _tell(report: Report, seen: _Seen) -> None:
    if seen.rows:
        report.tell("sheet_rows_left", names=named([str(row) for row in sorted(seen.rows)]))
    if seen.columns:
        letters = [get_column_letter(column) for column in sorted(seen.columns)]
        report.tell("sheet_columns_left", names=named(letters))
    if seen.merged:
        report.tell("sheet_merged", names=named(seen.merged))
    seen.cells.tell(report)
    if seen.ruled:
        report.tell("sheet_rules", cells=named(sorted(set(seen.ruled))))


def _look_behind(workbook: Any, sheet: Any) -> _Seen:
    """Hidden rows and columns, merged cells, formulas that nobody has calculated."""
    seen = _Seen()
    with workbook._archive.open(sheet._worksheet_path) as source:
        for _event, element in etree.iterparse(source, tag=LOOKED_AT, **UNTRUSTED):
            tag = _local(element)
            if tag == "row":
                row = int(element.get("r", "0"))
                if is_hidden_line(element.attrib) and row <= FURTHEST_ROW:
                    seen.rows.add(row)
                _forget(element)
            elif tag == "col" and is_hidden_line(element.attrib):
                last = min(int(element.get("max", "0")), FURTHEST_COLUMN)
                seen.columns.update(range(int(element.get("min", "0")), last + 1))
            elif tag == "mergeCell":
                _see_merged(element.get("ref", ""), seen)
            elif tag == "cfRule" and _rule_hides(workbook, element.get("dxfId", "")):
                parent = element.getparent()
                seen.ruled.append(printable("" if parent is None else parent.get("sqref", "")))
            elif tag == "c" and not seen.uncounted:
                parts = {_local(child): child.text for child in element}
                if "f" in parts and not parts.get("v"):
                    seen.uncounted = printable(element.get("r", ""))
    return seen


def _rule_hides(workbook: Any, number: str) -> bool:
    """Whether a rule for cells gives what it finds a format or a colour that nobody sees."""
    styles = workbook._differential_styles.styles
    if not number.isdecimal() or int(number) >= len(styles):
        return False
    style = styles[int(number)]
    code = style.numFmt.formatCode if style.numFmt else ""
    return hides(code, Decimal(1)) or is_unseen(style.font, style.fill, code)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _forget(row: etree._Element) -> None:
    """Drop a row that was looked at, with the empty ones before it."""
    row.clear()
    parent = row.getparent()
    while parent is not None and row.getprevious() is not None:
        del parent[0]


def _see_merged(reference: str, seen: _Seen) -> None:
    """A line merged across the top is a title; nothing is lost with it."""
    if len(seen.merged) > MOST_NAMED:
        return
    left, top, right, bottom = range_boundaries(reference)
    if not (top == bottom and top <= 3 and left == 1 and right > left):
        seen.merged.append(reference)


def _rows(sheet: Any, seen: _Seen) -> Iterator[list[str]]:
    """Rows as texts, no more of them than a chart can hold."""
    length = 0
    cells = sheet.iter_rows(max_row=FURTHEST_ROW, max_col=FURTHEST_COLUMN)
    for number, row in enumerate(cells, 1):
        if number in seen.rows:
            continue
        texts = []
        for column, cell in enumerate(row, 1):
            if column not in seen.columns:
                texts.append(seen.cells.text(cell))
                length += len(texts[-1])
                if length > MOST_TEXT:
                    raise RefusedError("sheet_large")
        yield texts


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the empty cells to the right of the table and the empty lines below it."""
    width = max(column for row in rows for column, text in enumerate(row, 1) if text)
    last = max(number for number, row in enumerate(rows, 1) if any(row))
    return [row[:width] for row in rows[:last]]


def as_text(rows: list[list[str]]) -> str:
    """Write rows as a spreadsheet copies them: tabs, and quotes where they are needed."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerows(rows)
    return buffer.getvalue().rstrip("\n")
