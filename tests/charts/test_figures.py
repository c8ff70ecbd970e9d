"""What is drawn: the kind that the data suggest, numbers as readers see them."""

import pytest

from media.charts.describe import describe
from media.charts.figures import ChartOptions, figures_of
from media.charts.grid import TableRefused
from media.charts.kinds import propose
from media.charts.table import read_table
from tests.charts.tables import COUNTIES, EMPLOYMENT, OF_KIND, SHARES, WAYS

BIG = "年份\t补贴（元）\n2023年\t12345678\n2024年\t23456789\n2025年\t45678901"
BIGGER = BIG.replace("45678901", "456789012")


def texts(text, **options):
    return figures_of(text, ChartOptions(**options)).series[0].texts


def refusal(text, kind):
    with pytest.raises(TableRefused) as refused:
        figures_of(text, ChartOptions(kind=kind))
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (EMPLOYMENT, "column"),
        (OF_KIND["line"], "line"),
        (WAYS, "ring"),
        (SHARES, "stacked"),
        (OF_KIND["combined"], "combined"),
        (OF_KIND["bar"], "bar"),
        ("项\t数\n甲\t1\n乙\t2", "tiles"),
        (COUNTIES, "column"),
    ],
)
def test_a_kind_is_proposed_from_the_data_with_a_reason(text, kind):
    proposal = propose(read_table(text))

    assert proposal.kind == kind
    assert proposal.reason.endswith("。")


def test_large_numbers_are_counted_in_ten_thousands():
    figures = figures_of(BIG, ChartOptions())

    assert figures.unit == "万元"
    assert figures.series[0].texts == ("1,234.57", "2,345.68", "4,567.89")


def test_very_large_numbers_are_counted_in_hundred_millions():
    assert figures_of(BIGGER, ChartOptions()).unit == "亿元"


def test_numbers_stay_as_they_are_where_that_is_wished():
    assert texts(BIG, scale="none")[0] == "12,345,678"


def test_a_unit_that_counts_in_ten_thousands_is_not_divided_again():
    figures = figures_of("项\t人口（万人）\n甲\t123456\n乙\t2\n丙\t3", ChartOptions())

    assert (figures.unit, figures.series[0].texts[0]) == ("万人", "123,456")


def test_decimals_are_as_many_as_wished():
    assert texts(EMPLOYMENT, decimals="0")[0] == "8"
    assert texts(EMPLOYMENT, decimals="1")[:2] == ("8.1", "7.9")


def test_percent_signs_stand_at_the_numbers():
    assert texts(WAYS) == ("68.2%", "21.3%", "7.5%", "3.0%")


def test_a_name_to_highlight_that_is_not_in_the_table_is_refused():
    with pytest.raises(TableRefused, match="要突出的“2030年”不在表里"):
        figures_of(EMPLOYMENT, ChartOptions(highlight="2030年"))


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("项\t数\n甲\t-1\n乙\t2", "pie", "“甲”没有数据或是负数"),
        ("项\t数\n甲\t0\n乙\t0", "ring", "所有数字都是0"),
        (COUNTIES, "pie", "只能画一列数字"),
        (EMPLOYMENT, "stacked", "至少要有两列数字"),
        ("项\ta\tb\n甲\t1\t-2\n乙\t1\t2", "stacked", "“甲”的“b”是负数"),
        ("项\t数\n甲\t1", "line", "连不成线"),
        (OF_KIND["combined"], "column", "几列的单位不同"),
        ("项\t数\n" + "\n".join(f"n{n}\t1" for n in range(9)), "tiles", "最多8张"),
        ("项\t数\n" + "\n".join(f"n{n}\t1" for n in range(32)), "column", "柱形图最多31行"),
    ],
)
def test_what_a_kind_cannot_show_is_refused_with_another_way(text, kind, sentence):
    assert sentence in refusal(text, kind)


def test_the_description_is_made_from_the_numbers():
    figures = figures_of(EMPLOYMENT, ChartOptions())

    assert describe(figures) == (
        "柱形图。新增就业（万人）：2021年 8.12，2022年 7.90，2023年 9.35，"
        "2024年 9.80，2025年 10.21。"
    )


def test_of_a_long_course_the_description_says_ends_and_extremes():
    description = describe(figures_of(OF_KIND["line"], ChartOptions()))

    assert "1月 460.7，12月 468.4，最高 12月 468.4，最低 1月 460.7" in description
