"""Stored rich text as lines: what begins one, and where in the HTML a sign of it stands."""

import pytest

from clauses import Kind
from interpretations.clauses.body import flow_of
from interpretations.clauses.rich_text import lines_of


def test_paragraphs_headings_and_entries_of_lists_are_lines():
    html = "<h3>第一章</h3><p>甲</p><ul><li>乙<ol><li>丙</li></ol></li></ul>丁"

    found = [(line.text, line.kind, line.level) for line in lines_of(html)]

    assert found == [
        ("第一章", Kind.HEADING, 3), ("甲", Kind.TEXT, 0), ("乙", Kind.LIST_ITEM, 0),
        ("丙", Kind.LIST_ITEM, 0), ("丁", Kind.TEXT, 0),
    ]  # fmt: skip


def test_a_line_break_stays_in_its_line():
    assert [line.text for line in lines_of("<p>第一条　甲<br/>第二条　乙</p>")] == [
        "第一条　甲\n第二条　乙"
    ]


def test_empty_paragraphs_are_none():
    assert list(lines_of('<p data-block-key="x"> </p><p></p><hr/>')) == []


def test_bold_and_links_run_on_in_their_line():
    (line,) = lines_of('<p>见<a href="/a>b?x=1&amp;y">第一条</a><b>规定</b></p>')

    assert line.text == "见第一条规定"


@pytest.mark.parametrize("word", ["甲", "乙", "丙"])
def test_a_sign_is_found_in_the_html(word):
    html = "<p>a &lt;b&gt; &amp; <b>甲</b><br>&nbsp;乙&#x4e19;丙</p>".replace("&#x4e19;", "")
    (line,) = lines_of(html)

    assert html[line.place_of(line.text.index(word))] == word


def test_an_attribute_can_be_put_behind_the_name_of_the_element():
    html = '<p class="a">甲</p>'
    (line,) = lines_of(html)

    assert html[: line.opening] + ' id="x"' + html[line.opening :] == '<p id="x" class="a">甲</p>'


def test_a_table_is_one_paragraph_and_pictures_and_notes_are_none():
    body = [
        {"type": "table", "id": "t", "value": {"caption": "表1", "cells": "甲\t<<\n乙\t丙"}},
        {"type": "picture", "id": "p", "value": {"caption": "图1"}},
        {"type": "notes", "id": "n", "value": []},
    ]

    assert [(one.text, one.kind, one.key.block) for one in flow_of(body)] == [
        ("表1\n甲\t\n乙\t丙", Kind.TABLE, "t")
    ]
