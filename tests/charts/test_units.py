"""Units that count in hundreds or more already are not made smaller or larger once more."""

import pytest

from media.charts.table import read_table
from media.charts.units import is_multiple


@pytest.mark.parametrize(
    "unit",
    ["万", "万元", "亿元/年", "百万吨", "千人", "百元/人", "千", "万标箱", "亿千瓦时", "千亿元"],
)
def test_what_stands_before_a_unit_counts_already(unit):
    assert is_multiple(unit)


@pytest.mark.parametrize(
    "unit", ["", "元", "千克", "千瓦时/人", "百分点", "千伏安", "千卡", "百帕", "千焦/克", "十堰"]
)
def test_units_that_only_begin_like_a_count_are_units_of_their_own(unit):
    assert not is_multiple(unit)


def test_ten_thousands_of_a_unit_of_its_own_are_read():
    assert read_table("单位：千伏安\n项\t容量\n甲\t5万").columns[0].values == (50_000,)
