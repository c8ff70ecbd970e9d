"""Quotations find their clause and say whether they are word for word."""

import pytest

from clauses.citing.document import Document
from clauses.proposing.quotations import Difference, quotations
from tests.clauses.written import tree_of

LAW = Document(
    tree_of(
        "某办法\n"
        "第一条　申请人应当在十日内提交书面申请，并附身份证明；逾期不交的，视为放弃。\n"
        "第二条　主管部门应当自收到申请之日起二十个工作日内作出决定。\n"
        "第三条　放管服改革。"
    )
)


def found(text):
    return [(q.clause, q.verbatim) for q in quotations(text, LAW)]


@pytest.mark.parametrize(
    "text",
    [
        "办法规定“申请人应当在十日内提交书面申请”。",
        "办法规定「申请人应当在十日内提交书面申请」。",
        "办法规定“申请人应当在十日内提交书面申请。”",
        "办法规定“申请人 应当在十日内提交书面申请,并附身份证明”。",
        "办法规定“申请人应当在十日内提交书面申请……逾期不交的，视为放弃”。",
        "“第一条　申请人应当在十日内提交书面申请”",
    ],
)
def test_a_quotation_is_word_for_word(text):
    assert found(text) == [("第一条", True)]


def test_a_changed_quotation_says_what_was_changed():
    (quotation,) = quotations("“申请人应当在三十日内提交书面申请，并附身份证明”", LAW)

    assert not quotation.verbatim
    assert quotation.differences == (Difference("三", ""),)


def test_words_left_out_in_disorder_are_not_word_for_word():
    assert ("第一条", True) not in found("“逾期不交的，视为放弃……申请人应当在十日内提交书面申请”")


def test_each_quotation_finds_its_own_clause():
    text = (
        "“申请人应当在十日内提交书面申请”，而“主管部门应当自收到申请之日起二十个工作日内作出决定”"
    )

    assert found(text) == [("第一条", True), ("第二条", True)]


@pytest.mark.parametrize(
    "text", ["“放管服”", "“一带一路倡议和高质量发展”", "没有引用", "“没有结束的引用"]
)
def test_what_is_no_quotation_of_the_document_is_left_alone(text):
    assert found(text) == []


def test_a_quotation_says_where_it_stands():
    text = "见“主管部门应当自收到申请之日起二十个工作日内作出决定”。"

    (quotation,) = quotations(text, LAW)

    assert text[quotation.start : quotation.end] == quotation.text
