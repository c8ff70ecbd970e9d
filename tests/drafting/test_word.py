"""What survives of a Word document, and what a person is told about the rest."""

import pytest

from drafting.flow import Kind
from tests.drafting.docx import (
    PNG,
    Docx,
    box,
    cell,
    field,
    paragraph,
    picture,
    run,
    style,
    styled,
    table,
)
from tests.drafting.reads import codes, flow_of, texts


def one(content, **parts):
    """The only paragraph of a document with this content."""
    (only,) = flow_of(Docx([paragraph(content)], **parts)).paragraphs
    return only


def test_a_heading_is_known_by_its_level():
    styles = style("H", "我的标题", paragraph='<w:outlineLvl w:val="1"/>') + style("2", "heading 3")
    flow = flow_of(
        Docx([paragraph("甲", styled("H")), paragraph("乙", styled("2"))], styles=styles)
    )

    assert [(p.kind, p.level) for p in flow.paragraphs] == [(Kind.HEADING, 2), (Kind.HEADING, 3)]


def test_a_title_may_have_several_lines():
    body = [
        paragraph("九江市人民政府文件"),
        paragraph(run("关于印发") + "<w:r><w:br/></w:r>" + run("办法的"), styled("T")),
        paragraph("通知", styled("T")),
        paragraph("正文"),
    ]

    assert flow_of(Docx(body, styles=style("T", "Title"))).title_lines == [
        "关于印发",
        "办法的",
        "通知",
    ]


def test_a_field_that_counts_without_a_result_is_told():
    content = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> LISTNUM </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert codes(flow_of(Docx([paragraph(content + run("甲"))]))) == ["number_field"]


def test_bold_words_stay_bold():
    assert [(r.text, r.bold) for r in one(run("甲", "<w:b/>") + run("乙")).runs] == [
        ("甲", True),
        ("乙", False),
    ]


def test_bold_of_a_style_of_words_stays():
    styles = style("S", "强调", run="<w:b/>", kind="character")

    assert one(run("甲", '<w:rStyle w:val="S"/>'), styles=styles).runs[0].bold


def test_pieces_of_a_line_are_joined():
    assert len(one(run("第") + run("一") + run("条")).runs) == 1


def test_a_break_of_a_line_stays():
    assert one(run("甲") + "<w:r><w:br/></w:r>" + run("乙")).text == "甲\n乙"


def test_a_break_of_a_page_is_no_text():
    assert one(run("甲") + '<w:r><w:br w:type="page"/></w:r>' + run("乙")).text == "甲乙"


def test_blanks_that_indent_are_no_text():
    assert one(run("　　甲 乙　")).text == "甲 乙"


def test_a_tab_is_a_gap_and_a_soft_hyphen_is_nothing():
    content = run("图5") + "<w:r><w:tab/></w:r>" + run("图\u00ad6") + "<w:r><w:softHyphen/></w:r>"

    assert one(content).text == "图5　图6"


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ("https://www.jiujiang.gov.cn/", "https://www.jiujiang.gov.cn/"),
        ("mailto:a@jiujiang.gov.cn", "mailto:a@jiujiang.gov.cn"),
        ("javascript:alert(1)", ""),
        ("file:///C:/secret.doc", ""),
    ],
)
def test_links_of_the_web_and_of_mail_stay(target, link):
    content = f'<w:hyperlink r:id="h">{run("链接")}</w:hyperlink>'
    flow = flow_of(Docx([paragraph(content)], links={"h": target}))

    assert flow.paragraphs[0].runs[0].link == link
    assert ("link_dropped" in codes(flow)) is not bool(link)


def test_a_field_shows_its_result_and_keeps_its_link():
    content = field('HYPERLINK "https://www.gov.cn/"', run("国务院")) + field("PAGE", run("3"))

    assert [(r.text, r.link) for r in one(content).runs] == [
        ("国务院", "https://www.gov.cn/"),
        ("3", ""),
    ]


def test_a_field_may_end_in_a_later_paragraph():
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = [
        paragraph(start + run("总则")),
        paragraph(run("附则") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        paragraph("正文"),
    ]

    assert texts(flow_of(Docx(body))) == ["总则", "附则", "正文"]


def test_a_character_in_a_circle_is_one():
    content = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \\o\\ac(○,12)'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert one(run("见") + content).text == "见⑫"


@pytest.mark.parametrize(
    ("height", "words", "shown", "told"),
    [
        ("superscript", "2", "m²", []),
        ("subscript", "2", "m₂", []),
        ("superscript", "注", "m注", ["signs"]),
    ],
)
def test_what_stands_high_or_low_is_kept_as_signs(height, words, shown, told):
    content = run("m") + run(words, f'<w:vertAlign w:val="{height}"/>')
    flow = flow_of(Docx([paragraph(content)]))

    assert (texts(flow), codes(flow)) == ([shown], told)


@pytest.mark.parametrize(
    ("words", "shown", "told"),
    [
        (run("10") + run("4", '<w:position w:val="10"/>') + run("元"), "10⁴元", []),
        (run("10") + run("4", '<w:position w:val="10pt"/>') + run("元"), "10⁴元", []),
        (run("H") + run("2", '<w:position w:val="-6"/>') + run("O"), "H₂O", []),
        (
            run("10", '<w:sz w:val="21"/>') + run("4", '<w:position w:val="3"/><w:sz w:val="14"/>'),
            "10⁴",
            [],
        ),
        (run("甲") + run("注", '<w:position w:val="8"/>'), "甲注", ["signs"]),
        # Word tunes lines, or words of one size in them, with the same setting.
        (run("10", '<w:position w:val="6"/>') + run("4", '<w:position w:val="6"/>'), "104", []),
        (run("10") + run("4", '<w:position w:val="2"/>'), "104", []),
    ],
)
def test_words_that_were_moved_up_or_down_are_kept_as_signs(words, shown, told):
    flow = flow_of(Docx([paragraph(words)]))

    assert (texts(flow), codes(flow)) == ([shown], told)


def test_a_style_may_move_words_up():
    moved = style("up", "升高", run='<w:position w:val="8"/>', kind="character")
    content = run("m") + run("2", '<w:rStyle w:val="up"/>')

    assert texts(flow_of(Docx([paragraph(content)], styles=moved))) == ["m²"]


@pytest.mark.parametrize(
    ("font", "char", "shown", "told"),
    [
        ("Wingdings", "F0FE", "☑", []),
        ("Wingdings 2", "F052", "☑", []),
        ("Symbol", "F0B4", "×", []),
        ("某公司符号", "F0AA", "〓", ["unknown_sign"]),
    ],
)
def test_a_sign_of_a_font_is_what_it_looks_like(font, char, shown, told):
    flow = flow_of(Docx([paragraph(f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>')]))

    assert (texts(flow), codes(flow)) == ([shown], told)


def test_ruby_says_how_it_is_read():
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('zhè')}</w:rt><w:rubyBase>{run('浙')}</w:rubyBase></w:ruby></w:r>"
    )

    assert one(ruby).text == "浙（zhè）"


def test_hidden_and_struck_words_are_left_out_and_told():
    flow = flow_of(
        Docx([paragraph(run("甲") + run("藏", "<w:vanish/>") + run("删", "<w:strike/>"))])
    )

    assert texts(flow) == ["甲"]
    assert [(f.code, f.facts["words"]) for f in flow.findings] == [
        ("hidden", "藏"),
        ("struck", "删"),
    ]


def test_a_control_shows_what_was_filled_in_and_no_hint():
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('九江')}</w:sdtContent></w:sdt>"
    empty = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    hint = f"<w:sdt>{empty}<w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>"
    whole = f"<w:sdt><w:sdtContent>{paragraph('整段')}</w:sdtContent></w:sdt>"
    flow = flow_of(Docx([paragraph(filled + hint), whole]))

    assert (texts(flow), codes(flow)) == (["九江", "整段"], ["placeholder"])


def test_a_text_box_is_read_once_behind_its_paragraph():
    flow = flow_of(Docx([paragraph(run("甲") + box(paragraph("框里"))), paragraph("乙")]))

    assert texts(flow) == ["甲", "框里", "乙"]
    assert [(f.code, str(f.place)) for f in flow.findings] == [("text_box", "第 1 段旁的文本框")]


def test_a_picture_stands_where_it_stood():
    made = Docx(
        [paragraph("甲"), paragraph(picture("p1", "九江夜景")), paragraph("乙")],
        pictures={"p1": PNG},
    )
    flow = flow_of(made)

    assert [type(item).__name__ for item in flow.items] == ["Paragraph", "Picture", "Paragraph"]
    assert (flow.pictures[0].data, flow.pictures[0].alt) == (PNG, "九江夜景")


def test_a_picture_that_is_not_in_the_file_is_told():
    flow = flow_of(Docx([paragraph(run("甲") + picture("p1"))], pictures={"p1": None}))

    assert (texts(flow), codes(flow)) == (["甲"], ["picture_missing"])


def test_merged_cells_take_more_room():
    rows = table(
        [cell("表头", span=2), cell("三", merge="restart")],
        [cell("甲"), cell("乙"), cell(merge="continue")],
        [cell("丙", span=2), cell("丁")],
    )
    (found,) = flow_of(Docx([rows])).tables

    assert [[(c.text, c.colspan, c.rowspan) for c in row] for row in found.rows] == [
        [("表头", 2, 1), ("三", 1, 2)],
        [("甲", 1, 1), ("乙", 1, 1)],
        [("丙", 2, 1), ("丁", 1, 1)],
    ]


def test_a_table_says_where_its_rows_are():
    flow = flow_of(
        Docx([table([cell("a"), cell("b")]), table([cell("c"), cell("d")], [cell("e"), cell("f")])])
    )

    assert str(flow.tables[1].rows[1][0].paragraphs[0].place) == "表 2 第 2 行"


def test_a_table_in_a_table_becomes_lines():
    inner = table([cell("x"), cell("y")], [cell("z"), cell("w")])
    flow = flow_of(Docx([table([cell("甲", inner, paragraph()), cell("乙")])]))

    assert flow.tables[0].rows[0][0].text == "甲\nx　y\nz　w"
    assert [(f.code, str(f.place)) for f in flow.findings] == [("nested_table", "表 1 第 1 行")]


def test_a_frame_of_one_cell_is_no_table():
    flow = flow_of(Docx([table([cell("甲", "乙")]), paragraph("丙")]))

    assert (texts(flow), flow.tables, codes(flow)) == (["甲", "乙", "丙"], [], ["frame_table"])


def test_footnotes_follow_the_text_in_its_order():
    notes = "".join(
        f'<w:footnote w:id="{key}">{paragraph(run(text))}</w:footnote>'
        for key, text in (("7", "第一注"), ("2", "第二注"), ("9", "没有人提到"))
    )
    content = run("甲") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run("乙")
    flow = flow_of(
        Docx(
            [paragraph(content), paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>')],
            footnotes=notes,
        )
    )

    assert texts(flow) == ["甲¹乙", "²"]
    assert [(n.mark, n.text, str(n.place)) for n in flow.notes] == [
        ("¹", "第一注", "脚注 1"),
        ("²", "第二注", "脚注 2"),
    ]


def test_a_note_without_content_is_told():
    flow = flow_of(Docx([paragraph(run("甲") + '<w:r><w:footnoteReference w:id="7"/></w:r>')]))

    assert codes(flow) == ["note_missing"]


def test_a_formula_is_its_text_and_is_told():
    flow = flow_of(Docx([paragraph(run("即") + "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")]))

    assert (texts(flow), codes(flow)) == (["即a+b"], ["formula"])


def test_places_count_paragraphs_with_words():
    flow = flow_of(
        Docx([paragraph("甲"), paragraph(), table([cell("x"), cell("y")]), paragraph("乙")])
    )

    assert [str(p.place) for p in flow.paragraphs] == ["第 1 段", "第 2 段"]


def test_lines_of_a_made_table_of_contents_are_told_apart():
    styles = style("T", "toc 1")

    assert one(run("总则"), styles=styles).kind is Kind.TEXT
    flow = flow_of(Docx([paragraph("总则", styled("T"))], styles=styles))
    assert flow.paragraphs[0].kind is Kind.CONTENTS
