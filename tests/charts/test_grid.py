"""Pasted tables, read by one parser: of charts and of tables in the text."""

import pytest
from django.core.exceptions import ValidationError

from interpretations.blocks import TableBlock
from media.charts.grid import TableRefused, cells_of, lines_of
from media.charts.table import read_table
from media.examine.sheets import as_text

PASTED = '事项\t材料\t时限\n公租房申请\t"1.身份证\n2.收入证明"\t20日'


def grid(text):
    return TableBlock().to_python({"cells": text}).grid


def test_a_cell_with_lines_stays_one_cell_of_a_table():
    assert grid(PASTED) == [
        ["事项", "材料", "时限"],
        ["公租房申请", "1.身份证\n2.收入证明", "20日"],
    ]


def test_a_chart_and_a_table_read_the_same_cells():
    chart = [[cell.text for cell in row] for row in cells_of(PASTED)]

    assert chart == [[" ".join(cell.split()) for cell in row] for row in grid(PASTED)]


@pytest.mark.parametrize("cell", ['"十四五"规划', '关于"一老一小"', '"十四五"', '5" 管', '"未完'])
def test_quotes_that_the_writer_typed_are_kept(cell):
    assert grid(f"名称\t数\n{cell}\t1\n乙\t2")[1] == [cell, "1"]


def test_doubled_quotes_inside_a_quoted_cell_are_one():
    assert grid('名称\t数\n"他说""好""\n再见"\t1')[1] == ['他说"好"\n再见', "1"]


def test_what_is_written_as_text_is_read_again():
    rows = [["甲", '"乙"'], ["一\n二", "a\tb"]]

    assert lines_of(as_text(rows)) == rows


def test_between_commas_quotes_belong_to_the_form():
    assert lines_of('"项","1,234"\n"a""b",2', ",") == [["项", "1,234"], ['a"b', "2"]]


def test_one_long_line_and_many_short_ones_are_refused_before_they_fill_the_memory():
    text = "h\t" * 40_000 + "x\n" + "a\tb\n" * 25_000

    with pytest.raises(TableRefused, match="表格太大"):
        read_table(text)
    with pytest.raises(ValidationError, match="表格太大"):
        TableBlock().clean(TableBlock().to_python({"cells": text}))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_parts_rows_and_empty_rows_are_left_out(end):
    assert grid(f"甲\t乙{end}\t{end}1\t2{end}") == [["甲", "乙"], ["1", "2"]]


@pytest.mark.parametrize("text", ['"\t' * 60_000, '"a""b\t' * 30_000, '"' * 199_999])
def test_quotes_without_end_are_read_in_one_pass(text):
    assert lines_of(text)
