"""Numerals, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.numerals import chinese, value_of

KNOWN = {
    "一": 1, "十": 10, "十二": 12, "二十": 20, "三十五": 35, "一百": 100, "一百零三": 103,
    "一百一十二": 112, "一百二十": 120, "二〇一九": 2019, "两": 2, "12": 12, "③": 3, "㈢": 3,
    "一千二百六十": 1260, "二○": 20,
}  # fmt: skip


@pytest.mark.parametrize(("numeral", "value"), KNOWN.items())
def test_a_numeral_has_its_figure(numeral, value):
    assert value_of(numeral) == value


@given(st.integers(0, 9999))
def test_a_figure_is_read_back_from_its_numeral(value):
    assert value_of(chinese(value)) == value


def test_a_law_writes_one_hundred_and_twelve_in_full():
    assert chinese(112) == "一百一十二"


@pytest.mark.parametrize("text", ["", "章", "1a", "十x"])
def test_refuses_what_is_no_numeral(text):
    with pytest.raises(ValueError, match="not a numeral"):
        value_of(text)
