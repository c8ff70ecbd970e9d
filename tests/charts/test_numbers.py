"""Numbers as people write them in tables."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.charts.numbers import (
    NotANumberError,
    Number,
    TooLargeError,
    read_number,
    write_number,
)

VALUES = st.decimals(
    min_value=-(10**14), max_value=10**14, places=4, allow_nan=False, allow_infinity=False
)
FULL_WIDTH = str.maketrans("0123456789.,-%()", "０１２３４５６７８９．，－％（）")


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("1,234.5", "1234.5", ""),
        ("１２３４", "1234", ""),
        ("1，234", "1234", ""),
        ("１，２３４．５", "1234.5", ""),
        ("12 345", "12345", ""),
        ("12%", "12", "%"),
        ("12.5％", "12.5", "%"),
        ("-3", "-3", ""),
        ("−3", "-3", ""),
        ("－3", "-3", ""),
        ("(1,234)", "-1234", ""),
        ("（12）", "-12", ""),
        ("￥1,200", "1200", "元"),
        ("¥-5", "-5", "元"),
        ("1.2万", "12000", ""),
        ("3亿", "300000000", ""),
        ("1.5万亿", "1500000000000", ""),
        ("2.3万人", "23000", "人"),
        ("35人", "35", "人"),
        ("1.5个百分点", "1.5", "个百分点"),
        ("1.2E+05", "120000", ""),
        (".5", "0.5", ""),
        ("+7", "7", ""),
        ("\u00a042\u3000", "42", ""),
    ],
)
def test_a_number_is_understood(written, value, unit):
    read = read_number(written)

    assert (read.value, read.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("written", ["", " ", "-", "—", "——", "－", "…", "/", "无", "空", "N/A"])
def test_nothing_is_missing(written):
    assert read_number(written) is None


@pytest.mark.parametrize(
    "written",
    ["12O", "l2", "1,23", "1,2345", "12-15", "约12", ">5", "十二", "1.2.3", "(12", "12)", "--5",
     "2026-11-09", "12kg", "½", "٣", "1e", "%", "#DIV/0!", "=A1", "-(5", "+-5"],
)  # fmt: skip
def test_what_is_no_number_is_refused(written):
    with pytest.raises(NotANumberError):
        read_number(written)


@pytest.mark.parametrize("written", ["9" * 16, "1e99", "9" * 5000, "99999万亿"])
def test_a_number_beyond_all_measure_is_refused(written):
    with pytest.raises(TooLargeError):
        read_number(written)


@given(VALUES)
def test_what_is_written_reads_as_the_same_number(value):
    assert read_number(write_number(value, 4)) == Number(value)


@given(VALUES)
def test_full_width_writing_reads_as_the_same_number(value):
    assert read_number(write_number(value, 4).translate(FULL_WIDTH)) == Number(value)


@given(VALUES, st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_half(value, decimals):
    read = read_number(write_number(value, decimals)).value

    assert abs(read - value) <= Decimal("0.5").scaleb(-decimals)


@given(st.text())
def test_any_text_is_a_number_or_missing_or_refused(text):
    with contextlib.suppress(NotANumberError):
        assert read_number(text) is None or isinstance(read_number(text), Number)
