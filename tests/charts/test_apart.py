"""What is no data is not drawn without a word: numbers of rows, totals, marks of spreadsheets."""

import pytest

from media.charts.grid import TableRefused, cells_of
from media.charts.table import read_table


def texts(text):
    return [[cell.text for cell in row] for row in cells_of(text)]


@pytest.mark.parametrize(
    "heading", ["序号", "编号", "序", "No.", "NO", "＃", "项次", "排名", "ID", "行", ""]
)
def test_the_numbers_of_rows_are_left_out_and_said(heading):
    table = read_table(f"{heading},县区,户数\n1,柴桑区,10\n2,濂溪区,20")

    assert (table.corner, table.labels) == ("县区", ("柴桑区", "濂溪区"))
    assert [column.values for column in table.columns] == [(10, 20)]
    assert "给各行编号，没有画" in table.remarks[0]


@pytest.mark.parametrize("heading", ["邮编", "电话", "联系电话", "行政区划代码", "ID"])
def test_numbers_by_which_things_are_called_are_no_data_behind_their_names(heading):
    table = read_table(f"县区\t{heading}\tGDP\n柴桑区\t332100\t10\n濂溪区\t332005\t20")

    assert [column.label for column in table.columns] == ["GDP"]
    assert f"“{heading}”这一列只是给各行编号" in table.remarks[0]


def test_ranks_behind_the_names_are_no_data():
    table = read_table("县区\t排名\tGDP\n柴桑区\t2\t10\n濂溪区\t1\t20")

    assert [column.label for column in table.columns] == ["GDP"]


def test_numbers_before_the_names_are_blamed_and_not_the_names():
    with pytest.raises(TableRefused, match="第一列“组别”都是数字，名称在第二列“县区”"):
        read_table("组别\t县区\t户数\n3\t柴桑区\t10\n5\t濂溪区\t20")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("县区\t户数\n甲\t10\n乙\t20\n全市\t30", "“全市”这一行是其他各项的合计"),
        ("县区\t比重(%)\n甲\t1.5\n乙\t2.5\n平均\t2", "“平均”这一行是其他各项的平均数"),
        ("年份\t城镇\t农村\t全市\n2024\t1\t2\t3\n2025\t3\t4\t7", "“全市”这一列是其他各项的合计"),
        ("项\t户数\n甲\t10\n乙\t20\n总户数\t30", "“总户数”这一行是其他各项的合计"),
        ("项\t户数\n甲\t10\n乙\t20\n总量\t30", "“总量”这一行是其他各项的合计"),
        ("年\t甲\t乙\t总额\n2024\t1\t2\t3\n2025\t3\t4\t7", "“总额”这一列是其他各项的合计"),
        ("项\t户数\n甲\t10\n其中：乙\t2", "“其中：乙”这一行是别的项的一部分"),
        ("时间\t数\n1月\t3\n1-2月\t7\n1-3月\t12", "“1-2月”这一行是从年初起的累计数"),
    ],
)
def test_what_holds_others_is_told(table, said):
    assert [said in remark for remark in read_table(table).doubts] == [True]


@pytest.mark.parametrize(
    "table",
    [
        "县区\t户数\n甲\t10\n乙\t20\n全市\t35",
        "县区\t户数\n甲\t10\n乙\t20\n平均\t18",
        "县区\t户数\n甲\t10\n全市\t10",
        "月份\t户数\n1月\t10\n12月\t20",
        "年份\t总量\t增速（%）\n2024\t100\t5\n2025\t110\t10",
        "年份\t总额\t人均\t增速（%）\n2024\t100\t9\t5\n2025\t110\t8\t10",
    ],
)
def test_what_holds_no_others_is_not_told(table):
    assert read_table(table).doubts == ()


def test_decimals_that_are_not_drawn_are_told():
    table = read_table("项\t数\n甲\t0.1234567891234\n乙\t0.5")

    assert table.remarks == ("“数”的小数超过8位，只画到第8位，例如 0.12345679。",)


def test_numbers_of_rows_in_the_middle_are_left_out_too():
    table = read_table("县区\t序号\t户数\n柴桑区\t1\t10\n濂溪区\t2\t20")

    assert [column.label for column in table.columns] == ["户数"]


def test_years_are_names_behind_numbers_of_rows():
    assert read_table("序号\t年份\t户数\n1\t2024\t10\n2\t2025\t20").labels == ("2024", "2025")


@pytest.mark.parametrize(
    "text", ["序号\t户数\n1\t10\n2\t20", "编号\t户数\t面积\n1\t10\t7\n2\t20\t8"]
)
def test_numbers_of_rows_stay_where_nothing_else_names_them(text):
    assert read_table(text).labels == ("1", "2")


def test_a_total_that_spans_number_and_name_keeps_its_name():
    table = read_table("序号\t县区\t户数\n1\t柴桑区\t10\n2\t濂溪区\t20\n合计\t\t30")

    assert table.labels == ("柴桑区", "濂溪区", "合计")
    assert len(table.remarks) == 2


@pytest.mark.parametrize(
    "name",
    [
        "合计", "合 计", "总计", "小计", "全市合计", "总数", "Total", "累计", "∑", "总",
        "城乡合计", "以上合计", "三县合计", "全部合计", "年度合计", "本级合计", "市本级合计",
        "合计（全口径）", "合计*", "合计①", "合计[1]", "(合计)", "【合计】", "1.合计",
        "一、合计", "（一）合计", "*合计", "合计：", "Grand Total", "TOTAL:", "九江市（合计）",
        "1—6月累计",
    ],
)  # fmt: skip
def test_a_row_that_sums_up_is_drawn_and_said(name):
    table = read_table(f"县区\t户数\n柴桑区\t10\n濂溪区\t20\n{name}\t30")

    assert name in table.labels
    assert f"“{name}”这一行也画成了一项" in table.remarks[0]


def test_a_column_that_sums_up_is_drawn_and_said():
    table = read_table("年份\t城镇\t农村\t合计（万人）\n2024\t1\t2\t3\n2025\t3\t4\t7")

    assert "“合计”这一列也画出来了" in table.remarks[0]


@pytest.mark.parametrize("name", ["累计", "1-6月累计", "本年累计", "累计完成"])
def test_what_has_come_together_since_january_sums_up_too(name):
    table = read_table(f"月份\t当月\t{name}\n1月\t10\t10\n2月\t20\t30")

    assert f"“{name}”这一列也画出来了" in table.remarks[0]


def test_a_total_that_stands_alone_dwarfs_nothing():
    assert read_table("县区\t合计\n柴桑区\t10\n濂溪区\t20").remarks == ()
    assert read_table("项\t城镇\t农村\n合计\t10\t20").remarks == ()


@pytest.mark.parametrize("heading", ["项目编号", "企业代码", "编码"])
def test_numbers_by_which_a_list_calls_its_lines_are_not_drawn(heading):
    table = read_table(f"{heading}\t项目\t投资\n3601\t甲\t10\n3604\t乙\t20")

    assert [column.label for column in table.columns] == ["投资"]
    assert f"“{heading}”这一列只是给各行编号" in table.remarks[0]


@pytest.mark.parametrize(
    "name", ["统计局", "合计划", "会计师", "累计者", "总人口", "合肥市", "（一）濂溪区", "totally"]
)
def test_other_names_are_no_totals(name):
    assert read_table(f"县区\t户数\n柴桑区\t10\n{name}\t30").remarks == ()


def test_a_total_of_some_is_not_compared_with_the_sum_of_all():
    table = read_table("县\t户数\n甲\t10\n乙\t20\n丙\t40\n两县合计\t50")

    assert ["两县合计" in doubt and "加起来" not in doubt for doubt in table.doubts] == [True]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["一季度", "二季度", "上半年"], ["上半年"]),
        (["第三季度", "第四季度", "下半年"], ["下半年"]),
        (["一季度", "二季度", "上半年", "三季度", "四季度", "全年"], ["上半年", "全年"]),
        (["1月", "2月", "3月", "一季度"], ["一季度"]),
        (["2025年一季度", "2025年上半年", "2024年上半年"], ["2025年上半年"]),
        (["2024年", "2025年", "2025年1季度"], ["2025年"]),
        (["一季度", "二季度", "前三季度"], ["前三季度"]),
        (["Q1", "Q2", "上半年"], ["上半年"]),
        (["1月", "2月", "3月"], []),
        (["2024年", "2025年", "2026年"], []),
        (["上半年", "下半年"], []),
        (["一季度", "三季度", "四季度"], []),
        (["2024年一季度", "2025年上半年"], []),
    ],
)
@pytest.mark.parametrize("is_column", [True, False])
def test_a_time_that_holds_others_is_told(names, told, is_column):
    numbers = [str(7 * 5**place) for place in range(len(names))]
    if is_column:
        text = "\n".join(["项\t" + "\t".join(names), "甲\t" + "\t".join(numbers)])
    else:
        rows = zip(names, numbers, strict=True)
        text = "\n".join(["时间\t数", *("\t".join(row) for row in rows)])

    assert [doubt.split("“")[1].split("”")[0] for doubt in read_table(text).doubts] == told


@pytest.mark.parametrize("sign", [",", ";", "|", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_that_tells_a_spreadsheet_its_sign_is_no_title(sign, end):
    lines = [f"sep={sign}", f"年份{sign}户数", f"2022{sign}1200"]
    table = read_table(end.join(lines))

    assert (table.title, table.labels) == ("", ("2022",))
    assert cells_of(end.join(lines))[0][0].row == 2


@pytest.mark.parametrize(
    ("typed", "read"),
    [("'1200", "1200"), ("'2022年", "2022年"), ("'-3.5%", "-3.5%"), ('="00123"', "00123"),
     ("'十四五'", "'十四五'"), ("'24届", "'24届"), ("5'", "5'")],
)  # fmt: skip
def test_the_mark_of_a_text_is_no_part_of_it(typed, read):
    assert texts(f"项\t{typed}") == [["项", read]]
