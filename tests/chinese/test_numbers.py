"""The normalized key of a file number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.numbers import asked_key, is_number, number_key

OPEN = st.sampled_from("〔[(（【﹝［「〈｢")
CLOSE = st.sampled_from("〕])）】﹞］」〉｣")
BLANK = st.sampled_from(["", " ", "　", "\n", "\u200b", "\u200d", "\u202e"])
PREFIX = st.sampled_from(["九府发", "国办发明电", "赣府厅字", "财税", "发改价格规"])
DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@given(PREFIX, OPEN, CLOSE, st.integers(1900, 2099), st.integers(1, 99999), st.data())
def test_gives_one_key_for_every_way_of_printing_a_number(prefix, first, last, year, serial, data):
    zeros, ordinal = data.draw(st.sampled_from(["", "0"])), data.draw(st.sampled_from(["", "第"]))
    parts = [prefix, first, str(year), last, ordinal, f"{zeros}{serial}", "号"]
    printed = "".join(part + data.draw(BLANK) for part in parts)
    if data.draw(st.booleans()):
        printed = printed.translate(DIGITS)

    assert number_key(printed) == f"{prefix}|{year}|{serial}"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("九府发〔2017〕1号", "九府发|2017|1"),
        ("九府发[2017]1号", "九府发|2017|1"),
        ("国办发明电〔2018〕15号", "国办发明电|2018|15"),
        ("國發〔2014〕40號", "国发|2014|40"),
        ("国发〔2014年〕40号", "国发|2014|40"),
        ("九府发〔2017〕1", "九府发|2017|1"),
        ("[2017]1号", "|2017|1"),
        ("国令第711号", "国令||711"),
        ("九江市人民政府令第12号", "九江市人民政府令||12"),
        ("国务院令 第 007 号", "国务院令||7"),
        ("国家税务总局公告2018年第12号", "国家税务总局公告|2018|12"),
        ("关于印发办法的通知（九府发〔2017〕1号）", "九府发|2017|1"),
    ],
)
def test_reads_the_number(printed, key):
    assert number_key(printed) == key


@pytest.mark.parametrize(
    "text", ["", "无", "1号", "第711号", "（2017）", "要点（2017）3个方面", "〔17〕1号", "五号令"]
)
def test_sees_no_number_where_there_is_none(text):
    assert number_key(text) == ""


def test_tells_the_same_serial_of_two_years_apart():
    assert number_key("九府发〔2017〕1号") != number_key("九府发〔2018〕1号")


@given(st.text())
def test_accepts_any_text_as_a_number(text):
    assert len(number_key(text)) <= 64


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("九府办发2026年31号", "九府办发|2026|31"),
        ("九府办发 2026 31 号", "九府办发|2026|31"),
        ("2026年第31号", "|2026|31"),
        ("2026-31", "|2026|31"),
        ("31", "||31"),
        ("第31号", "||31"),
        ("九府发〔2017〕1号", "九府发|2017|1"),
    ],
)
def test_reads_a_number_that_was_typed_without_brackets(typed, key):
    assert asked_key(typed) == key


@pytest.mark.parametrize("typed", ["2026", "2026年", "13800138000", "2026年工作要点", "", "号"])
def test_asks_for_no_file_by_other_numbers(typed):
    assert asked_key(typed) == ""


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("九府发〔2017〕1号", True),
        ("九府办发[ 2026 ]０31 号", True),
        ("国令第711号", True),
        ("国家税务总局公告2020年第5号", True),
        ("九府发〔2017〕1号文件", False),
        ("第711号", False),
        ("", False),
    ],
)
def test_a_line_is_a_number_only_when_nothing_else_stands_in_it(text, alone):
    assert is_number(text) is alone
