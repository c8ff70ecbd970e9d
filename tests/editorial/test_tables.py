"""A pasted table: what it shows is what was pasted, or the writer is told."""

import pytest
from django.core.exceptions import ValidationError

from interpretations.blocks import TableBlock

BLOCK = TableBlock()


def cleaned(text):
    return BLOCK.clean(BLOCK.to_python({"caption": "", "cells": text}))


@pytest.mark.parametrize("indent", ["\u3000\u3000", "    ", "\u3000  "])
def test_an_indent_that_shows_rank_stays(indent):
    rows = cleaned(f"项目\t金额\n补贴\t15\n{indent}其中\t5").rows

    assert rows[1] == ["\u3000\u3000其中", "5"]
    assert "\u3000\u3000其中" in BLOCK.render(cleaned(f"项目\t金额\n{indent}其中\t5"))


def test_one_space_around_a_cell_shows_nothing():
    assert cleaned(" 项目 \t金额\n 补贴 \t 15 ").grid == [["项目", "金额"], ["补贴", "15"]]


@pytest.mark.parametrize("corner", ["", " ", "\n"])
def test_the_empty_corner_of_a_table_stays_where_it_is(corner):
    table = cleaned(f"{corner}\t原来\t现在\n户籍\t城区\t不限\n")

    assert table.header == ["", "原来", "现在"]
    assert table.rows == [["户籍", "城区", "不限"]]


def test_a_row_that_is_longer_than_the_header_is_told_with_its_line():
    with pytest.raises(ValidationError, match="第4行有3格，表头只有2格"):
        cleaned("项目\t金额\n补贴\t15\n\n补助\t5\t备注")


@pytest.mark.parametrize("row", ["补贴\t15\t", "补贴", "补贴\t15"])
def test_empty_cells_behind_a_row_are_no_cells_too_many(row):
    assert len(cleaned(f"项目\t金额\n{row}").header) == 2


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2", "项目，金额\n补贴，15", "a;b\n1;2", "a|b\n1|2", "项目  金额\n补贴  15",
     "项目，说明\n补贴，每户每年按照实际居住面积和家庭人口发放"],
)  # fmt: skip
def test_cells_that_are_not_divided_by_tabs_are_asked_about(text):
    with pytest.raises(ValidationError, match="只认出一列"):
        cleaned(text)


@pytest.mark.parametrize(
    "text",
    [
        "事项\n甲，乙\n丙",
        "事项\n\u3000\u3000甲\n\u3000\u3000乙",
        "a,b\t1\nc,d\t2",
        "申请人年满十八周岁以后，可以申请\n申请人有本市户籍，可以优先",
        "情形\n甲，乙\n丙，丁",
    ],
)
def test_a_table_that_is_none_of_these_is_taken(text):
    assert cleaned(text).rows
