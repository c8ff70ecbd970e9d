"""XLSX files: what a person sees in the sheet, and what is told about the rest."""

import datetime
import io

import pytest
from openpyxl import Workbook

from media.charts.grid import TableRefused
from media.charts.workbook import read_workbook


def workbook(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    return data


def read(*rows, change=None):
    return read_workbook(workbook(*rows, change=change))


def test_a_sheet_becomes_the_text_that_pasting_it_would_give():
    sheet = read(["年份", "人数"], [2024, 12.5], ["2025年", 0.1 + 0.2])

    assert sheet.text == "年份\t人数\n2024\t12.5\n2025年\t0.3"
    assert sheet.remarks == []


def test_percent_cells_are_read_as_they_look():
    def percent(sheet):
        sheet["B2"].number_format = "0.0%"

    assert read(["项", "比重"], ["甲", 0.1234], change=percent).text.endswith("12.3%")


def test_dates_are_read_as_dates():
    def months(sheet):
        sheet["A2"].number_format = 'yyyy"年"m"月"'

    rows = ["月", "数"], [datetime.date(2026, 11, 1), 1], [datetime.date(2026, 11, 9), 2]
    assert read(*rows, change=months).text == "月\t数\n2026年11月\t1\n2026-11-09\t2"


def test_hidden_rows_and_columns_are_left_out_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    sheet = read(["项", "数", "密"], ["甲", 1, 9], ["乙", 2, 9], ["丙", 3, 9], change=hide)

    assert sheet.text == "项\t数\n甲\t1\n丙\t3"
    assert sheet.remarks == ["隐藏的第3行没有读入。", "隐藏的C列没有读入。"]


def test_merged_cells_are_told_unless_they_are_the_title():
    def merge(sheet):
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")

    rows = ["就业情况", None, None], ["区", "类", "数"], ["甲", "城", 1], [None, "乡", 2]
    assert read(*rows, change=merge).remarks == [
        "合并的单元格 A3:A4 只有左上角一格有内容，请核对。"
    ]


def test_a_formula_that_nobody_has_calculated_is_named():
    with pytest.raises(TableRefused, match="B3 格是公式"):
        read(["项", "数"], ["甲", 1], ["合计", "=SUM(B2:B2)"])


def test_the_first_visible_sheet_is_read_and_named():
    def more(sheet):
        sheet.title = "就业"
        sheet.parent.create_sheet("草稿")

    assert read(["项", "数"], ["甲", 1], change=more).remarks == ["文件里有2张表，读的是“就业”。"]


def test_a_hidden_sheet_is_never_read():
    def hide(sheet):
        sheet.sheet_state = "hidden"
        shown = sheet.parent.create_sheet("公开")
        shown.append(["项", "数"])
        shown.append(["乙", 2])

    assert "乙" in read(["项", "数"], ["甲", 1], change=hide).text


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a workbook" * 100])
def test_what_is_no_workbook_is_refused_with_a_sentence(data):
    with pytest.raises(TableRefused, match="打不开"):
        read_workbook(io.BytesIO(data))


def test_a_workbook_cut_short_is_refused_with_a_sentence():
    whole = workbook(["项", "数"], ["甲", 1]).getvalue()

    with pytest.raises(TableRefused):
        read_workbook(io.BytesIO(whole[: len(whole) // 2]))
