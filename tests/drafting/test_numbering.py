"""Numbers that Word and WPS make come out as they are printed (ECMA-376, 17.9)."""

import pytest

from drafting.numerals import numeral
from tests.drafting.docx import (
    Docx,
    abstract,
    cell,
    in_list,
    level,
    num,
    paragraph,
    run,
    start_at,
    style,
    styled,
    table,
)
from tests.drafting.reads import codes, flow_of, texts

ONE, TWO = level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）")
OPINION = abstract(0, ONE, TWO) + num(1, 0)
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


def made(*paragraphs, numbering=OPINION, styles=""):
    return Docx(list(paragraphs), numbering=numbering, styles=styles)


def item(text, place=0, num_id=1):
    return paragraph(text, in_list(num_id, place))


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("chineseCounting", "一 十 十一 二十 一〇一"),
        ("chineseCountingThousand", "一 十 十一 二十 一百零一"),
        ("taiwaneseCountingThousand", "一 十 十一 二十 一百零一"),
        ("taiwaneseCounting", "一 十 十一 二十 一○一"),
        ("japaneseCounting", "一 十 十一 二十 百一"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 壹佰零壹"),
        ("ideographLegalTraditional", "壹 壹拾 壹拾壹 貳拾 壹佰零壹"),
        ("ideographDigital", "一 一〇 一一 二〇 一〇一"),
        ("ideographTraditional", "甲 癸 11 20 101"),
        ("ideographZodiac", "子 酉 戌 20 101"),
        ("ideographEnclosedCircle", "㈠ ㈩ 11 20 101"),
        ("decimalEnclosedCircleChinese", "① ⑩ 11 20 101"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 101"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ 101"),
        ("decimalEnclosedFullstop", "⒈ ⒑ ⒒ ⒛ 101"),
        ("decimalFullWidth", "１ １０ １１ ２０ １０１"),
        ("decimal", "1 10 11 20 101"),
        ("decimalZero", "01 10 11 20 101"),
        ("upperLetter", "A J K T WWWW"),
        ("lowerRoman", "i x xi xx ci"),
        ("numberInDash", "- 1 -|- 10 -|- 11 -|- 20 -|- 101 -"),
    ],
)
def test_prints_a_format(number_format, expected):
    parted = expected.split("|" if "|" in expected else None)

    assert [numeral(count, number_format) for count in (1, 10, 11, 20, 101)] == parted


def test_a_deeper_level_begins_anew_under_the_next_one():
    flow = flow_of(made(item("甲"), item("子", 1), item("丑", 1), item("乙"), item("寅", 1)))

    assert texts(flow) == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅"]


def test_a_level_that_never_restarts_runs_on_through_chapters():
    article = level(1, "chineseCountingThousand", "第%2条", suffix="tab",
                    extra='<w:lvlRestart w:val="0"/>')  # fmt: skip
    numbering = abstract(0, level(0, "chineseCounting", "第%1章", suffix="tab"), article) + num(
        1, 0
    )

    flow = flow_of(
        made(item("总则"), item("子", 1), item("附则"), item("丑", 1), numbering=numbering)
    )

    assert texts(flow) == ["第一章　总则", "第一条　子", "第二章　附则", "第二条　丑"]


def test_a_level_restarts_only_after_the_level_that_it_names():
    third = level(2, "decimal", "%3.", extra='<w:lvlRestart w:val="1"/>')
    numbering = abstract(0, ONE, TWO, third) + num(1, 0)
    places = (0, 1, 2, 1, 2, 0, 2)

    flow = flow_of(made(*(item("x", place) for place in places), numbering=numbering))

    assert texts(flow) == ["一、x", "（一）x", "1.x", "（二）x", "2.x", "二、x", "1.x"]


def test_two_lists_of_one_form_run_on():
    numbering = OPINION + num(2, 0)

    assert texts(flow_of(made(item("甲"), item("乙", 0, 2), numbering=numbering))) == [
        "一、甲",
        "二、乙",
    ]


def test_a_start_of_its_own_begins_once():
    numbering = OPINION + num(2, 0, start_at(0, 5))

    flow = flow_of(
        made(item("甲"), item("乙", 0, 2), item("丙", 0, 2), item("丁"), numbering=numbering)
    )

    assert texts(flow) == ["一、甲", "五、乙", "六、丙", "七、丁"]


def test_a_list_may_replace_a_level():
    replaced = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1．")}</w:lvlOverride>'
    numbering = OPINION + num(2, 0, replaced)

    assert texts(flow_of(made(item("甲"), item("乙", 0, 2), numbering=numbering))) == [
        "一、甲",
        "2．乙",
    ]


def test_a_legal_level_prints_plain_digits_of_all_levels():
    second = level(1, "decimal", "%1.%2", suffix="tab", extra="<w:isLgl/>")
    numbering = abstract(0, ONE, second) + num(1, 0)

    assert texts(flow_of(made(item("甲"), item("子", 1), numbering=numbering))) == [
        "一、甲",
        "1.1　子",
    ]


@pytest.mark.parametrize(
    ("text", "suffix", "words", "printed"),
    [
        ("%1、", "tab", "甲", "1、甲"),
        ("第%1条", "tab", "甲", "第1条　甲"),
        ("第%1条", "space", "甲", "第1条 甲"),
        ("%1", "nothing", "甲", "1甲"),
        ("%1.", "tab", "5亿元", "1. 5亿元"),
        ("%1．", "tab", "甲", "1．甲"),
    ],
)
def test_what_parts_number_and_words(text, suffix, words, printed):
    numbering = abstract(0, level(0, "decimal", text, suffix=suffix)) + num(1, 0)

    assert texts(flow_of(made(item(words), numbering=numbering))) == [printed]


def test_a_style_numbers_its_paragraphs_at_the_level_that_names_it():
    two = level(1, "chineseCounting", "（%2）", extra='<w:pStyle w:val="B"/>')
    one = level(0, "chineseCounting", "%1、", extra='<w:pStyle w:val="A"/>')
    styles = style("A", "一级", paragraph=in_list(1)) + style(
        "B", "二级", based_on="A", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    numbering = abstract(0, one, two) + num(1, 0)

    flow = flow_of(
        made(
            paragraph("甲", styled("A")),
            paragraph("子", styled("B")),
            numbering=numbering,
            styles=styles,
        )
    )

    assert texts(flow) == ["一、甲", "（一）子"]


def test_a_style_inherits_its_number():
    styles = style("A", "一级", paragraph=in_list(1)) + style("B", "我的一级", based_on="A")

    assert texts(flow_of(made(paragraph("甲", styled("B")), styles=styles))) == ["一、甲"]


def test_the_number_zero_switches_a_style_off():
    styles = style("A", "一级", paragraph=in_list(1))

    flow = flow_of(
        made(
            paragraph("甲", styled("A")),
            paragraph("无号", styled("A") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            paragraph("乙", styled("A")),
            styles=styles,
        )
    )

    assert texts(flow) == ["一、甲", "无号", "二、乙"]


def test_a_list_that_only_names_a_style_has_the_levels_of_that_style():
    linked = abstract(1, extra='<w:numStyleLink w:val="L"/>') + num(2, 1)
    styles = style(
        "L", "列表", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"
    )
    numbering = OPINION + linked

    assert texts(flow_of(made(item("甲", 0, 2), numbering=numbering, styles=styles))) == ["一、甲"]


def test_a_circle_of_styles_ends():
    styles = style("A", "甲", based_on="B") + style("B", "乙", based_on="A", paragraph=in_list(1))

    assert texts(flow_of(made(paragraph("甲", styled("A")), styles=styles))) == ["一、甲"]


def test_a_hidden_paragraph_is_neither_printed_nor_counted():
    hidden = f"<w:p><w:pPr>{in_list(1)}{HIDDEN}</w:pPr>{run('藏', '<w:vanish/>')}</w:p>"

    flow = flow_of(made(item("甲"), hidden, item("乙")))

    assert (texts(flow), codes(flow)) == (["一、甲", "二、乙"], ["hidden"])


def test_an_empty_paragraph_of_a_list_is_counted():
    assert texts(flow_of(made(item("甲"), item(""), item("丙")))) == ["一、甲", "二、", "三、丙"]


def test_paragraphs_in_tables_are_counted_where_they_stand():
    rows = table([cell(item("格一")), cell(item("格二"))])

    flow = flow_of(made(item("甲"), rows, item("乙")))

    assert texts(flow) == ["一、甲", "四、乙"]
    assert [one.text for one in flow.tables[0].rows[0]] == ["二、格一", "三、格二"]


def test_a_bullet_of_a_symbol_font_is_what_it_looks_like():
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    numbering = abstract(0, level(0, "bullet", "\uf06c", suffix="tab", after=font)) + num(1, 0)

    assert texts(flow_of(made(item("甲"), numbering=numbering))) == ["● 甲"]


def test_a_format_of_ones_own_keeps_its_zeros():
    choice = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:suff w:val="space"/><w:lvlText w:val="%1"/></w:lvl>'
    )

    assert texts(flow_of(made(item("甲"), numbering=abstract(0, choice) + num(1, 0)))) == ["001 甲"]


def test_an_unknown_format_is_told():
    numbering = abstract(0, level(0, "thaiCounting", "%1.")) + num(1, 0)

    flow = flow_of(made(item("甲"), numbering=numbering))

    assert (texts(flow), codes(flow)) == (["1.甲"], ["number_format"])


def test_a_list_that_is_not_there_gives_no_number():
    assert texts(flow_of(made(item("甲", 0, 99), item("乙", 8)))) == ["甲", "乙"]
