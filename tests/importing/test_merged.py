"""Merged cells kept as signs in a table's text: what they are on the page and in search."""

import pytest

from interpretations.blocks import PolicyBody, TableBlock
from interpretations.blocks.merged import MergedCell, merged, pasted
from interpretations.blocks.table import TableValue

ROWS = [
    [("项目", 2, 1), ("金额", 1, 2)],
    [("甲", 1, 2), ("一", 1, 1)],
    [("二\n三", 1, 1), ('"引"', 1, 1)],
]
GRID = [["项目", "<<", "金额"], ["甲", "一", "^^"], ["^^", "二\n三", '"引"']]


def value(text):
    return TableBlock().to_python({"caption": "", "cells": text})


def test_merged_cells_come_back_from_the_text_that_keeps_them():
    assert value(pasted(ROWS)).grid == GRID
    shown = [[(one.text, one.colspan, one.rowspan) for one in row] for row in merged(GRID)]
    assert shown == ROWS


def test_the_header_reaches_as_far_down_as_its_cells():
    head, body = value(pasted(ROWS)).shown

    assert (len(head), len(body)) == (2, 1)


def test_marks_that_make_no_rectangle_are_empty_cells():
    grid = [["甲", "<<"], ["^^", "乙"]]

    assert merged(grid) == [
        [MergedCell("甲", 0), MergedCell("", 1)],
        [MergedCell("", 0), MergedCell("乙", 1)],
    ]


def test_a_mark_with_nothing_beside_it_is_an_empty_cell():
    assert merged([["<<", "甲"]]) == [[MergedCell("", 0), MergedCell("甲", 1)]]


def test_a_page_shows_merged_cells_with_their_room():
    html = TableBlock().render(value(pasted(ROWS)))

    assert '<th scope="colgroup" colspan="2">项目</th>' in html
    assert 'rowspan="2"' in html and "二<br>三" in html
    assert "&lt;&lt;" not in html and "^^" not in html


def test_search_does_not_find_the_marks():
    _caption, text = TableBlock().get_searchable_content(value(pasted(ROWS)))

    assert "<<" not in text and "^^" not in text and "金额" in text


@pytest.mark.parametrize("text", ["甲\t乙\n1\t2", "甲\t<\n1\t^"])
def test_a_table_without_marks_is_what_it_was(text):
    found = value(text)

    assert isinstance(found, TableValue)
    assert TableBlock().get_searchable_content(found) == ["", text]
    assert [[cell.text for cell in row] for row in merged(found.grid)] == found.grid


def test_a_document_shows_its_notes_with_their_marks():
    body = PolicyBody().to_python(
        [{"type": "notes", "value": [{"mark": "①", "text": "见第一条。"}]}]
    )
    html = PolicyBody().render(body)

    assert '<span class="document-notes__mark">①</span> 见第一条。' in html
