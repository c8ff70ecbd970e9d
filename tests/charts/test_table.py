"""Tables as people paste them: understood, or refused with the cell named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.charts.grid import TableRefused, decode
from media.charts.numbers import write_number
from media.charts.table import MOST_ROWS, read_table
from media.examine.sheets import as_text

NAMES = st.text(st.characters(categories=("Lo", "Lu", "Ll", "Nd")), min_size=1, max_size=12).filter(
    str.isprintable
)
VALUES = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def values(text, column=0, **options):
    return [v and float(v) for v in read_table(text, **options).columns[column].values]


def refusal(text, **options):
    with pytest.raises(TableRefused) as refused:
        read_table(text, **options)
    return str(refused.value)


def test_a_table_from_a_spreadsheet_is_understood():
    table = read_table("年份\t人数（万人）\n2024\t1,234.5\n2025\t１２３")

    assert table.labels == ("2024", "2025")
    assert (table.columns[0].label, table.columns[0].unit) == ("人数", "万人")
    assert table.columns[0].values == (Decimal("1234.5"), Decimal("123"))


@pytest.mark.parametrize(
    ("header", "label", "unit"),
    [
        ("人数（万人）", "人数", "万人"),
        ("增速(%)", "增速", "%"),
        ("金额/亿元", "金额", "亿元"),
        ("人均收入（元/月）", "人均收入", "元/月"),
        ("产值【单位：亿元】", "产值", "亿元"),
        ("人数（预计）", "人数（预计）", ""),
        ("城镇/农村", "城镇/农村", ""),
        ("占比（％）", "占比", "%"),
    ],
)
def test_a_unit_in_a_header_is_told_from_a_remark(header, label, unit):
    column = read_table(f"项\t{header}\n甲\t1\n乙\t2").columns[0]

    assert (column.label, column.unit) == (label, unit)


@pytest.mark.parametrize(
    "text", ["项,数\n甲,1\n乙,2", "项;数\n甲;1\n乙;2", '"项","数"\n甲,"1"\n乙,2']
)
def test_other_separators_are_understood(text):
    assert values(text) == [1, 2]


def test_thousands_in_quotes_are_one_number():
    assert values('项,数\n甲,"1,234"\n乙,"12,345,678"') == [1234, 12345678]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_are_read_in_every_encoding_of_a_spreadsheet(encoding):
    assert decode("项,人数\n浔阳区,1\n".encode(encoding)) == "项,人数\n浔阳区,1\n"


def test_a_file_that_is_no_text_is_refused():
    with pytest.raises(TableRefused):
        decode(b"PK\x03\x04\x00\x00\xff\xff")


def test_title_unit_source_and_notes_around_the_table_are_understood():
    table = read_table(
        "九江市就业情况\t\t\n单位：万人\t\t\n年份\t城镇\t农村\n2024\t1\t2\n2025\t3\t4\n"
        "注：初步统计数\t\t\n资料来源：市统计局\t\t"
    )

    assert (table.title, table.source, table.notes) == ("九江市就业情况", "市统计局", "初步统计数")
    assert {column.unit for column in table.columns} == {"万人"}
    assert table.labels == ("2024", "2025")


def test_a_unit_behind_every_number_is_the_columns():
    assert read_table("项\t数\n甲\t12人\n乙\t0\n丙\t1.2万人").columns[0].unit == "人"


def test_rows_and_columns_may_change_places():
    table = read_table("\t2024年\t2025年\n城镇\t1\t2\n农村\t3\t4", transposed=True)

    assert table.labels == ("2024年", "2025年")
    assert [column.label for column in table.columns] == ["城镇", "农村"]


def test_missing_numbers_are_left_open_and_said():
    table = read_table("项\t数\n甲\t—\n乙\t2\n丙")

    assert table.columns[0].values == (None, Decimal(2), None)
    assert "“数”有2格没有数据，图上留空。" in table.remarks
    assert "第4行比表头少1格，按没有数据处理。" in table.remarks


def test_lines_inside_a_quoted_cell_become_blanks():
    assert read_table('项\t数\n"浔阳\n区"\t1\n乙\t2').labels[0] == "浔阳 区"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "至少要有两行两列：第一行是表头，第一列是名称，其余是数字。"),
        ("人数", "至少要有两行两列：第一行是表头，第一列是名称，其余是数字。"),
        ("年\t人数\n2024\t1\n2025\t12O", "第3行“人数”的“12O”不是数字。"),
        ("年\t人数\t备注\n2024\t1\t试点", "第2行“备注”的“试点”不是数字。"),
        ("项\t\t数\n甲\t1\t2", "第1行第2格的表头是空的。合并的表头请先拆开。"),
        ("项\t数\n甲\t1\n\t2", "第3行没有名称。合并的单元格请先拆开，每行都写上名称。"),
        ("项\t数\n甲\t1\t9", "第2行第3格“9”上面没有表头。"),
        ("项\t数\n甲\t1\n甲\t2", "第2行和第3行都叫“甲”，分不清。"),
        ("项\t数\t数\n甲\t1\t2", "第1行有两列都叫“数”，分不清。"),
        ("甲\t1\n乙\t2", "第1行应该是表头，“1”却是数字。请在最上面加一行，写明每列是什么。"),
        ("项\t比重\n甲\t12%\n乙\t13", "第3行“比重”的“13”和同列其他格的单位“%”不一致。"),
        ("项\t金额（万元）\n甲\t12元", "第2行“金额”的“12元”和表头的单位“万元”不一致。"),
        ("项\t人数（万人）\n甲\t1.2万", "第2行“人数”的“1.2万”已带万或亿，单位“万人”又带了倍数。"),
        ("项\t数(千人)\n甲\t5万", "第2行“数”的“5万”已带万或亿，单位“千人”又带了倍数。"),
        ("项\t数(百元/人)\n甲\t5万", "第2行“数”的“5万”已带万或亿，单位“百元/人”又带了倍数。"),
        ("单位：千\n项\t数\n甲\t5万", "第3行“数”的“5万”已带万或亿，单位“千”又带了倍数。"),
        ("项\t数\n甲\t9999999999999999",
         "第2行“数”的“9999999999999999”太大，画不下。请改用万或亿作单位。"),
        ("项\t数\n甲\t—\n乙\t", "“数”这一列没有数字。"),
        ("项\ta\tb\tc\td\te\tf\tg\n甲\t1\t1\t1\t1\t1\t1\t1",
         "这张表有7列数字，图表最多6列：请删去“g”起的，或试试行列互换。"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_with_the_cell_named(text, sentence):
    assert refusal(text) == sentence


def test_ten_thousand_rows_are_refused_with_the_row_named():
    text = "项\t数\n" + "\n".join(f"第{n}项\t{n}" for n in range(10_000))

    assert f"第{MOST_ROWS + 2}行" in refusal(text)


def test_a_refusal_knows_its_place():
    with pytest.raises(TableRefused) as refused:
        read_table("年\t人数\n2024\t1\n\n2025\t12O")

    assert (refused.value.row, refused.value.column) == (4, 2)


@given(st.data())
def test_a_table_that_is_written_reads_as_the_same_table(data):
    labels = data.draw(st.lists(NAMES, min_size=1, max_size=8, unique=True))
    heads = data.draw(st.lists(NAMES.filter(_is_word), min_size=1, max_size=5, unique=True))
    grid = [[data.draw(VALUES) for _head in heads] for _label in labels]
    rows = [["项", *heads]]
    rows += [[f"n{label}", *(write_number(v, 2) for v in line)]
             for label, line in zip(labels, grid, strict=True)]  # fmt: skip

    table = read_table(as_text(rows))

    assert [list(line) for line in zip(*(c.values for c in table.columns), strict=True)] == grid
    assert table.labels == tuple(f"n{label}" for label in labels)


def _is_word(text):
    return not any(c.isnumeric() for c in text)


@given(st.text(), st.booleans())
def test_any_text_is_a_table_or_refused(text, transposed):
    try:
        read_table(text, transposed)
    except TableRefused as refused:
        assert str(refused)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "甲", "1", "1,2", "—", "%", '"', "单位：元", "\n", "12%"]),
            max_size=5,
        )
    ),
    st.sampled_from(["\t", ",", ";"]),
)
def test_any_grid_is_a_table_or_refused(rows, separator):
    text = "\n".join(separator.join(row) for row in rows)
    try:
        read_table(text)
    except TableRefused as refused:
        assert str(refused)
