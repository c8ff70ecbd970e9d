"""What stands around the clauses, and where everything is."""

from clauses import Kind, Paragraph, Role, Span, Trouble
from clauses.splitting.split import split
from tests.clauses.written import tree_of

NOTICE = """九江市人民政府办公室关于印发
公共租赁住房管理办法的通知
九府办发﹝2019﹞12号
各县（市、区）人民政府：
《公共租赁住房管理办法》已经市政府同意，现印发给你们，请遵照执行。
附件：1.申请表
2.汇总表
九江市人民政府办公室
二〇一九年五月六日
（此件主动公开）
公共租赁住房管理办法
（2019年5月6日起施行）
第一条　制定本办法。"""


def roles(tree):
    return [(one.body, one.role, one.text) for one in tree.matter]


def test_the_matter_of_a_notice_is_named_line_by_line():
    assert roles(tree_of(NOTICE)) == [
        (1, Role.TITLE, "九江市人民政府办公室关于印发"),
        (1, Role.TITLE, "公共租赁住房管理办法的通知"),
        (1, Role.DOC_NUMBER, "九府办发﹝2019﹞12号"),
        (1, Role.RECIPIENTS, "各县（市、区）人民政府："),
        (1, Role.LEAD, "《公共租赁住房管理办法》已经市政府同意，现印发给你们，请遵照执行。"),
        (1, Role.ATTACHMENTS, "附件：1.申请表"),
        (1, Role.ATTACHMENTS, "2.汇总表"),
        (1, Role.SIGNATURE, "九江市人民政府办公室"),
        (1, Role.DATE, "二〇一九年五月六日"),
        (1, Role.NOTE, "（此件主动公开）"),
        (2, Role.TITLE, "公共租赁住房管理办法"),
        (2, Role.NOTE, "（2019年5月6日起施行）"),
    ]


def test_each_body_has_its_title():
    assert [body.title for body in tree_of(NOTICE).bodies] == [
        "九江市人民政府办公室关于印发公共租赁住房管理办法的通知",
        "公共租赁住房管理办法",
    ]


def test_a_table_belongs_to_the_clause_before_it():
    table = Paragraph("一、不是条款\t二、也不是", Kind.TABLE, key="table")

    tree = split([Paragraph("关于补贴的通知"), Paragraph("一、标准"), table, Paragraph("二、程序")])

    assert [clause.path for clause in tree.clauses] == ["一、", "二、"]
    assert [span.key for span in tree.clauses[0].spans] == [None, "table"]


def test_a_table_inside_an_article_is_no_paragraph_of_it():
    flow = [
        Paragraph("第一条　标准如下："),
        Paragraph("甲\t乙", Kind.TABLE),
        Paragraph("另有规定的除外。"),
    ]

    assert [c.path for c in split(flow).clauses] == ["第一条", "第一条/款2"]


def test_a_clause_hands_back_the_keys_of_its_places():
    flow = [Paragraph("一、标准", key=("block", 3)), Paragraph("每月100元。", key=("block", 4))]

    assert split(flow).clauses[0].spans == (
        Span(0, 0, 4, ("block", 3)),
        Span(1, 0, 7, ("block", 4)),
    )


def test_a_line_break_inside_a_paragraph_parts_clauses():
    tree = split([Paragraph("一、标准\n二、程序", key="one")])

    assert [c.spans for c in tree.clauses] == [(Span(0, 0, 4, "one"),), (Span(0, 5, 9, "one"),)]


def test_an_empty_flow_has_nothing():
    tree = split([])

    assert (tree.clauses, tree.bodies, tree.matter, tree.findings) == ((), (), (), ())


def test_a_gap_says_where_it_was_seen_and_what_is_missing():
    (gap,) = tree_of("一、甲\n四、丁").findings

    assert (gap.trouble, gap.number, gap.missing) == (Trouble.GAP, "四、", (2, 3))
    assert (gap.clause, gap.spans[0].paragraph) == ("四、", 1)


def test_two_clauses_of_one_number_have_two_ids_and_one_path():
    tree = tree_of("第一条　甲。\n第一条　乙。")

    assert [(c.id, c.path) for c in tree.clauses] == [("第一条", "第一条"), ("第一条~2", "第一条")]


def test_signs_that_nobody_sees_do_not_hide_a_number():
    assert [c.number for c in tree_of("\u200b一、甲\n\ufeff二、乙").clauses] == ["一、", "二、"]


def test_radicals_of_old_pdf_files_are_numerals():
    assert [c.values for c in tree_of("⼀、甲\n⼆、乙").clauses] == [(1,), (2,)]


def test_headings_and_fonts_make_no_clause():
    flow = [
        Paragraph("关于同意设立的函"),
        Paragraph("背景", Kind.HEADING, 1),
        Paragraph("现函复如下。"),
        Paragraph("同意设立。"),
    ]

    clauses = split(flow).clauses

    assert [(c.path, c.heading, c.number) for c in clauses] == [
        ("段1", "背景", ""),
        ("段2", "", ""),
    ]


def test_a_closing_paragraph_is_no_part_of_the_last_clause():
    text = "一、甲\n甲的事。\n二、乙\n乙的事。\n各部门要认真落实本通知。\n某局\n2020年1月1日"

    tree = tree_of(text)

    assert tree.clauses[-1].text == "乙\n乙的事。"
    assert (1, Role.CLOSING, "各部门要认真落实本通知。") in roles(tree)


def test_page_counters_join_what_they_tore_apart():
    tree = tree_of("1、一、甲事项要抓\n2、紧，二、乙事项也\n3、要抓紧(一)细项(二)他项")

    assert [c.path for c in tree.clauses] == ["一、", "二、", "二、/(一)", "二、/(二)"]
    assert sum(f.trouble is Trouble.PAGE_COUNTER for f in tree.findings) == 3


def test_a_numbered_list_of_whole_sentences_is_no_page_counter():
    tree = tree_of("1、甲事项要抓紧。\n2、乙事项也要抓紧。\n3、丙事项。")

    assert [c.path for c in tree.clauses] == ["1、", "2、", "3、"]


def test_five_thousand_clauses_are_split():
    lines = [f"{at}.第{at}项工作要求如下。" for at in range(1, 1000)] * 5

    assert len(tree_of("\n".join(lines)).clauses) == 4995
