"""XLSX files: what a person sees in the sheet, and what is told about the rest."""

import datetime
import io
import tempfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE, NumberFormat

from media.charts.table import read_table
from media.examine import sheets
from media.examine.findings import RefusedError
from media.intake import sentences


def workbook(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    return data


class Read:
    """What the examination makes of these rows, in this process."""

    def __init__(self, *rows, change=None):
        with tempfile.TemporaryDirectory() as folder:
            source, into = Path(folder, "a.xlsx"), Path(folder, "cleaned")
            source.write_bytes(workbook(*rows, change=change).getvalue())
            told = sheets.examine(source, into).told
            self.text, self.remarks = into.read_text(), sentences.told(told)


def read(*rows, change=None):
    return Read(*rows, change=change)


def shown(value, number_format):
    """A number as it is read under this format, with the remarks."""

    def set_format(sheet):
        sheet["B2"].number_format = number_format

    sheet = read(["项", "数"], ["甲", value], change=set_format)
    return sheet.text.rsplit("\t", 1)[1], sheet.remarks


def test_a_sheet_becomes_the_text_that_pasting_it_would_give():
    sheet = read(["年份", "人数"], [2024, 12.5], ["2025年", 0.1 + 0.2])

    assert sheet.text == "年份\t人数\n2024\t12.5\n2025年\t0.3"
    assert sheet.remarks == []


def test_percent_cells_are_read_as_they_look():
    def percent(sheet):
        sheet["B2"].number_format = "0.0%"

    assert read(["项", "比重"], ["甲", 0.1234], change=percent).text.endswith("12.3%")


def test_dates_are_read_as_dates():
    def months(sheet):
        sheet["A2"].number_format = 'yyyy"年"m"月"'

    rows = ["月", "数"], [datetime.date(2026, 11, 1), 1], [datetime.date(2026, 11, 9), 2]
    assert read(*rows, change=months).text == "月\t数\n2026年11月\t1\n2026-11-09\t2"


def test_hidden_rows_and_columns_are_left_out_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    sheet = read(["项", "数", "密"], ["甲", 1, 9], ["乙", 2, 9], ["丙", 3, 9], change=hide)

    assert sheet.text == "项\t数\n甲\t1\n丙\t3"
    assert sheet.remarks == ["隐藏的第3行没有读入。", "隐藏的C列没有读入。"]


def test_rows_and_columns_narrower_than_a_point_are_hidden():
    def squeeze(sheet):
        sheet.row_dimensions[3].height = 0.3
        sheet.row_dimensions[4].height = 6
        sheet.column_dimensions["C"].width = 0.05
        sheet.column_dimensions["B"].width = 1

    sheet = read(["项", "数", "密"], ["甲", 1, 9], ["乙", 2, 9], ["丙", 3, 9], change=squeeze)

    assert sheet.text == "项\t数\n甲\t1\n丙\t3"


def test_values_that_their_format_hides_are_left_out_and_told():
    def hide(sheet):
        sheet["B3"].number_format = ";;;"
        sheet["A4"].number_format = ";;;"

    sheet = read(["项", "数"], ["甲", 1], ["乙", 2], ["丙", 3], change=hide)

    assert sheet.text == "项\t数\n甲\t1\n乙\t\n\t3"
    assert sheet.remarks == ["单元格 B3、A4 的值被格式隐藏，没有读入。"]


def test_merged_cells_are_told_unless_they_are_the_title():
    def merge(sheet):
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")

    rows = ["就业情况", None, None], ["区", "类", "数"], ["甲", "城", 1], [None, "乡", 2]
    assert read(*rows, change=merge).remarks == [
        "合并的单元格 A3:A4 只有左上角一格有内容，请核对。"
    ]


def test_a_formula_that_nobody_has_calculated_is_named():
    with pytest.raises(RefusedError) as caught:
        read(["项", "数"], ["甲", 1], ["合计", "=SUM(B2:B2)"])

    assert (caught.value.code, caught.value.facts) == ("sheet_uncounted", {"cell": "B3"})


def test_the_first_visible_sheet_is_read_and_named():
    def more(sheet):
        sheet.title = "就业"
        sheet.parent.create_sheet("草稿")

    assert read(["项", "数"], ["甲", 1], change=more).remarks == ["文件里有2张表，读的是“就业”。"]


def test_a_hidden_sheet_is_never_read():
    def hide(sheet):
        sheet.sheet_state = "hidden"
        shown = sheet.parent.create_sheet("公开")
        shown.append(["项", "数"])
        shown.append(["乙", 2])

    assert "乙" in read(["项", "数"], ["甲", 1], change=hide).text


@pytest.mark.parametrize(
    ("number_format", "value", "text"),
    [
        ('0!.0,"万"', 123_456, "12.3万"),
        ('0!.0000"万"', 123_456, "12.3456万"),
        (r'0\.0,"万元"', -123_456, "-12.3万元"),
        ('0"."0,', 123_456, "12.3"),
        ('0!.00,,"亿"', 3_456_789_012, "34.57亿"),
        ('0.00,,"百万"', 3_456_789, "3.46百万"),
        ("#,##0,", 1_234_567, "1235"),
        ("#,##0.0,,", 1_234_567_890, "1234.6"),
        ("#,##0,;[Red](#,##0,)", -1_234_567, "-1235"),
        ('[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', 312_345_678, "3.12亿"),
        ('[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', 123_456, "12.3万"),
        ('[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', 1_234, "1234"),
        ("0.00%", 0.12345, "12.35%"),
        ('0.0"%"', 12.3, "12.3%"),
        ('0.0"万元"', 12.34, "12.3万元"),
        ("#,##0.00", 1234.567, "1234.57"),
        ("0.000000000000", 1e20, "100000000000000000000.000000000000"),
        ("0;0", -12, "12"),
        ("0;-0", -12, "-12"),
        ("@", 360_400, "360400"),
        ("0;@", -12, "-12"),
        ("General;-General", -12.5, "-12.5"),
        ("0;(0)", -12, "-12"),
        ("+0;-0;0", 12, "+12"),
        ('"-"0', 12, "-12"),
        ('"约"0', 12, "约12"),
        ('"≥"0', 12_345, "≥12345"),
        ('0;"减少"0', -12, "减少12"),
        ('"下降"0"%"', 12, "下降12%"),
        ("[$$-409]0", 12, "$12"),
        ("[$¥-804]0", 12, "12"),
        ("¥#,##0", 1234, "1234"),
        ("0.00E+00", 12_345, "12345"),
        ('General"万"', 12.5, "12.5万"),
        ('[Red]General"万元"', 12.5, "12.5万元"),
        ("General", 12.5, "12.5"),
        ('0"亿"0000', 300_001_234, "300001234"),
        ("000", 7, "007"),
        ("000.0", -7.25, "-007.3"),
        ("0.##", 12.5, "12.5"),
        ("#,##0", 1234, "1234"),
        ("(0)", 3, "3"),
        ('"("0")"', 2024, "2024"),
        ("（0）", 3, "3"),
        ("(0)", -3, "-3"),
        ("0;（0）", -3, "-3"),
        ("[<0](0);0", -3, "-3"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(number_format, value, text):
    assert shown(value, number_format)[0] == text


@pytest.mark.parametrize(
    ("number_format", "value", "said"),
    [
        ("0.0", 12.349, "B2 格的 12.349 读作 12.3。"),
        ("0;0", -12, "B2 格的 -12 读作 12。"),
        ("-0", 12, "B2 格的 12 读作 -12。"),
        ("0.0%", 0.1234, "B2 格的 0.1234 读作 12.3%。"),
    ],
)
def test_a_number_that_is_not_what_it_looks_like_is_told(number_format, value, said):
    assert shown(value, number_format)[1] == [f"有的数按单元格显示的样子读入，例如 {said}"]


@pytest.mark.parametrize(
    "number_format", ["0.0", "General", "0%", "#,##0.00", "0;-0", "@", "0;@", "(0)"]
)
def test_a_number_that_is_what_it_looks_like_is_not_told(number_format):
    assert shown(-0.5 if number_format in ("0.0", "General", "@") else 3, number_format)[1] == []


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (datetime.timedelta(hours=30), "[h]:mm", "30:00"),
        (datetime.time(8, 30), "hh:mm", "08:30"),
        (datetime.time(8, 5, 9), "h:mm:ss", "8:05:09"),
        (datetime.time(20, 30), '上午/下午h"点"mm"分"', "下午8点30分"),
        (datetime.datetime(2026, 11, 20, 15, 30), "yyyy-mm-dd hh:mm", "2026-11-20 15:30"),
        (datetime.date(2026, 11, 20), "yyyy/m/d", "2026-11-20"),
        (datetime.date(2026, 11, 20), 'm"月"d"日"', "11月20日"),
        (datetime.date(2026, 11, 20), 'yyyy"年"', "2026年"),
        (datetime.date(2026, 11, 20), '"截至"m"月"d"日"', "截至11月20日"),
        (
            datetime.date(2026, 11, 20),
            '[DBNum1][$-804]yyyy"年"m"月"d"日";@',
            "二〇二六年十一月二十日",
        ),
        (datetime.date(2026, 11, 20), "aaaa", "星期五"),
        (datetime.date(2026, 11, 20), "d-mmm", "20-Nov"),
    ],
)
def test_days_and_times_are_read_as_they_look(value, number_format, text):
    assert shown(value, number_format) == (text, [])


def test_formats_that_only_a_chinese_excel_has_are_known(monkeypatch):
    monkeypatch.setitem(BUILTIN_FORMATS_REVERSE, "as 58", 58)  # so that the file names it

    assert shown(46_346, "as 58")[0] == "11月20日"


def test_a_number_that_is_no_day_is_read_as_it_is():
    assert shown(99_999_999, "aaaa")[0] == "99999999"


def test_a_text_is_read_with_the_words_of_its_format():
    assert shown("三成", '"约"@')[0] == "约三成"


def test_values_that_are_struck_out_white_or_tiny_are_left_out_and_told():
    def change(sheet):
        sheet["B2"].font = Font(strike=True)
        sheet["B3"].font = Font(color="FFFFFFFF")
        sheet["B4"].font = Font(size=1)
        sheet["B5"].font = Font(color="FFFFFFFF")
        sheet["B5"].fill = PatternFill("solid", fgColor="FF003366")

    sheet = read(["项", "数"], ["甲", 1], ["乙", 2], ["丙", 3], ["丁", 4], change=change)

    assert sheet.text == "项\t数\n甲\t\n乙\t\n丙\t\n丁\t4"
    assert sheet.remarks == [
        "单元格 B3、B4 的值被格式隐藏，没有读入。",
        "单元格 B2 的值带删除线，没有读入。",
    ]


def test_rules_that_hide_values_are_told():
    def change(sheet):
        style = DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode=";;;"))
        rule = Rule(type="expression", dxf=style, formula=["B2>1"])
        sheet.conditional_formatting.add("B2:B3", rule)

    assert read(["项", "数"], ["甲", 1], change=change).remarks == [
        "B2:B3 的条件格式会隐藏一些值，请核对读入的数。"
    ]


def test_what_a_format_made_smaller_is_told():
    assert shown(123_456, '0!.0,"万"')[1] == [
        "有的数按单元格的显示格式读入，例如 B2 格的 123456 读作 12.3万。请核对单位。"
    ]


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ("0-00", 123),
        ('#"/"##', 123),
        ("# ?/?", 0.25),
        ("0!,0", 20),
        ("000-0000-0000", 13_800_000_000),
        ("[DBNum1]0", 12),
        ('"约"@', 12),
        ('"第"0"号"00', 123),
    ],
)
def test_a_format_that_is_not_understood_is_told_with_its_cell(number_format, value):
    assert shown(value, number_format) == (
        str(value),
        ["单元格 B2 的数字格式没有看懂，读的是格子里的数，和显示的可能不同，请核对。"],
    )


@pytest.mark.parametrize("sign", ["*", "~", "①", "†"])
def test_a_mark_that_a_format_puts_behind_a_number_is_told(sign):
    text, remarks = shown(3, f'0"{sign}"')

    assert text == "3" and f"“{sign}”没有读入" in remarks[0]


@pytest.mark.parametrize(
    ("number_format", "said"),
    [
        ("0;-0;", []),
        ('0;-0;"-"', []),
        ("#,###", []),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', []),
        ('0;-0;"待定"', ["待定"]),
        ("0;-0;待定", ["待定"]),
    ],
)
def test_a_zero_that_is_not_shown_as_one_is_read_as_nothing(number_format, said):
    text, remarks = shown(0, number_format)

    assert (text, len(remarks)) == ("", len(said))
    assert all(word in remark for word, remark in zip(said, remarks, strict=True))


@pytest.mark.parametrize("number_format", ["0", "0;-0;0", "0.0%", "General", "# ?/?"])
def test_a_zero_that_is_shown_is_read(number_format):
    assert shown(0, number_format)[0].startswith("0")


def test_words_of_a_format_that_are_no_unit_are_told():
    text, remarks = shown(3, '0"kg"')

    assert text == "3" and "“kg”没有读入" in remarks[0]


def test_a_scaled_sheet_becomes_the_numbers_that_it_shows():
    def scale(sheet):
        sheet["B2"].number_format = sheet["B3"].number_format = '0!.0,"万"'

    text = read(["项", "数"], ["甲", 123_456], ["乙", 98_000], change=scale).text
    assert read_table(text).columns[0].values == (123_000, 98_000)
