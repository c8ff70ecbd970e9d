"""What a sentence cites: the grammar, and what each form means at its place."""

import pytest

from clauses.citing.cite import Context, cite
from clauses.citing.document import Document
from clauses.citing.names import short_names
from tests.clauses.written import tree_of

LAW = Document(
    tree_of(
        """九江市养犬管理办法
第一章　总则
第一条　甲。
第二条　乙。
第三条　丙一。
丙二：
（一）丙二一；
（二）丙二二；
（三）丙二三。
丙三。
第三条之一　丙之一。
第二章　管理
第四条　丁：
（一）丁一：
1.丁一一；
2.丁一二。
（二）丁二。
第五条　戊一。
戊二。
第六条　己。"""
    )
)
NOTICE = Document(
    tree_of(
        "九江市人民政府关于公开的意见\n一、甲\n（一）甲一。\n1.甲一一。\n二、乙\n（二）乙二。\n（三）乙三。\n三、丙"
    )
)


def cited(text, document=LAW, here=None, names=None):
    """`text → ids`, then `other title` or `?` for what is not there."""
    return [
        (c.text, c.elsewhere or ("?" if c.missing else "several" if c.several else [*c.clauses]))
        for c in cite(text, Context(document, here, names or {}))
    ]


WITHOUT_A_PLACE = {
    "按照第五条办理": [("第五条", ["第五条"])],
    "第三条至第五条": [("第三条至第五条", ["第三条", "第三条之一", "第四条", "第五条"])],
    "第三条、第五条第二款": [("第三条", ["第三条"]), ("第五条第二款", ["第五条/款2"])],
    "第三条第一款": [("第三条第一款", ["第三条"])],
    "第三条第二款第（三）项": [("第三条第二款第（三）项", ["第三条/款2/（三）"])],
    "第三条第二款第三项": [("第三条第二款第三项", ["第三条/款2/（三）"])],
    "第三条第（二）项": [("第三条第（二）项", ["第三条/款2/（二）"])],
    "第三条第二款第（一）至（三）项": [
        (
            "第三条第二款第（一）至（三）项",
            ["第三条/款2/（一）", "第三条/款2/（二）", "第三条/款2/（三）"],
        )
    ],
    "第三条第二款第（一）项、第（三）项": [
        ("第三条第二款第（一）项", ["第三条/款2/（一）"]),
        ("第（三）项", ["第三条/款2/（三）"]),
    ],
    "第三条第二款、第三款": [("第三条第二款", ["第三条/款2"]), ("第三款", ["第三条/款3"])],
    "第四条第（一）项第二目": [("第四条第（一）项第二目", ["第四条/（一）/2."])],
    "第三、五条": [("第三、五条", ["第三条", "第五条"])],
    "第三条之一规定": [("第三条之一", ["第三条之一"])],
    "第3条和第５条": [("第3条", ["第三条"]), ("第５条", ["第五条"])],
    "第二章规定": [("第二章", ["第二章"])],
    "第一章第二条": [("第一章第二条", ["第二条"])],
    "第九条": [("第九条", "?")],
    "第五条第九款": [("第五条第九款", "?")],
    "本办法第六条": [("第六条", ["第六条"])],
    "《九江市养犬管理办法》第六条": [("第六条", ["第六条"])],
    "《办法》第四条第二项": [("第四条第二项", ["第四条/（二）"])],
    "《中华人民共和国行政许可法》第三条、第五条": [
        ("第三条", "中华人民共和国行政许可法"),
        ("第五条", "中华人民共和国行政许可法"),
    ],
    "依照行政处罚法第三条规定": [("第三条", "行政处罚法")],
    "前款所称": [],
    "第二款所称": [],
    "第三条生产线、第二节课、第一项工作": [],
    "本条例、本项目、前条件、上节能": [],
    "第一，加强领导；第二，落实责任": [],
}


@pytest.mark.parametrize(("text", "expected"), WITHOUT_A_PLACE.items(), ids=WITHOUT_A_PLACE)
def test_a_citation_means_these_clauses(text, expected):
    assert cited(text) == expected


WITH_A_PLACE = [
    ("第三条/款3", "前款规定", [("前款", ["第三条/款2"])]),
    ("第三条/款3", "前两款规定", [("前两款", ["第三条", "第三条/款2"])]),
    ("第三条/款2", "前款规定", [("前款", ["第三条"])]),
    ("第三条/款2/（二）", "前项规定", [("前项", ["第三条/款2/（一）"])]),
    ("第三条/款2/（二）", "前款规定", [("前款", ["第三条"])]),
    ("第三条/款3", "本条第一款", [("本条第一款", ["第三条"])]),
    ("第三条/款3", "本条第二款第（三）项", [("本条第二款第（三）项", ["第三条/款2/（三）"])]),
    ("第三条/款3", "第二款规定", [("第二款", ["第三条/款2"])]),
    ("第三条/款2/（三）", "除第一项所列", [("第一项", ["第三条/款2/（一）"])]),
    ("第四条/（二）", "前条规定", [("前条", ["第三条之一"])]),
    ("第四条/（二）", "上一条规定", [("上一条", ["第三条之一"])]),
    ("第五条", "本章规定", [("本章", ["第二章"])]),
    ("第三条", "前款规定", [("前款", "?")]),
    ("第一条", "前条规定", [("前条", "?")]),
]


@pytest.mark.parametrize(("here", "text", "expected"), WITH_A_PLACE)
def test_a_citation_leans_on_its_place(here, text, expected):
    assert cited(text, here=here) == expected


POINTS = {
    "《意见》一、（一）要求": [("一、（一）", ["一、/（一）"])],
    "按照一、（一）1的要求": [("一、（一）1", ["一、/（一）/1."])],
    "第（三）条提出": [("第（三）条", ["二、/（三）"])],
    "第二部分提出": [("第二部分", ["二、"])],
    "第五部分": [("第五部分", "?")],
    "（一）指导思想": [],
    "十八届三中、四中全会": [],
}


@pytest.mark.parametrize(("text", "expected"), POINTS.items(), ids=POINTS)
def test_a_point_of_a_notice_is_cited_by_its_numbers(text, expected):
    assert cited(text, NOTICE) == expected


def test_a_short_name_is_known_by_what_the_text_said():
    text = "根据《中华人民共和国个人所得税法》（以下简称个人所得税法）规定"

    names = short_names(text)

    assert names == {"个人所得税法": "中华人民共和国个人所得税法"}
    assert cited("个人所得税法第三条", names=names) == [("第三条", "中华人民共和国个人所得税法")]


@pytest.mark.parametrize(
    "text",
    [
        "《九江市养犬管理办法》（九府发〔2019〕1号，以下简称《养犬办法》）",
        "《九江市养犬管理办法》（以下简称“养犬办法”）",
        "《九江市养犬管理办法》(以下称养犬办法)",
    ],
)
def test_a_short_name_of_this_document_means_this_document(text):
    assert cited("《养犬办法》第六条", names=short_names(text)) == [("第六条", ["第六条"])]


def test_that_document_is_the_one_named_last():
    assert cited("《行政许可法》已经修改，该法第三条") == [("第三条", "行政许可法")]


def test_a_number_that_several_attached_texts_have_is_not_guessed():
    two = Document(
        tree_of(
            "关于印发两个办法的通知\n各单位：\n现将《甲办法》《乙规定》印发给你们。\n某局\n2020年1月1日\n"
            "甲办法\n第一条　甲。\n乙规定\n第一条　乙。\n第二条　乙二。"
        )
    )

    assert cited("第一条", two) == [("第一条", "several")]
    assert cited("第二条", two) == [("第二条", ["body3/第二条"])]
    assert cited("《甲办法》第一条", two) == [("第一条", ["body2/第一条"])]
    assert cited("前文见本规定第一条", two) == [("第一条", ["body3/第一条"])]


def test_a_number_that_a_faulty_text_has_twice_is_not_guessed():
    faulty = Document(tree_of("第六条　甲。\n第六条　乙。\n第七条　丙。"))

    assert cited("第六条、第七条", faulty) == [("第六条", "several"), ("第七条", ["第七条"])]


def test_a_citation_says_where_it_stands():
    (citation,) = cite("依照 第五条 办理", Context(LAW))

    assert "依照 第五条 办理"[citation.start : citation.end] == "第五条"
