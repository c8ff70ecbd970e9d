"""Tracked changes and comments: refused, with where they stand and which words they are about."""

import pytest

from drafting import sentences
from drafting.refusal import UnreadableError
from tests.drafting.docx import Docx, cell, paragraph, run, table
from tests.drafting.reads import flow_of

BY = 'w:id="1" w:author="张三" w:date="2026-01-01T00:00:00Z"'
INSERTED = f"<w:ins {BY}>{run('新增的话')}</w:ins>"
DELETED = f"<w:del {BY}><w:r><w:delText>旧的话</w:delText></w:r></w:del>"
REMARKED = (
    '<w:commentRangeStart w:id="5"/>' + run("这一句") + '<w:commentRangeEnd w:id="5"/>'
    '<w:r><w:commentReference w:id="5"/></w:r>'
)
COMMENTS = f'<w:comment w:id="5" w:author="李四">{paragraph("请核对")}</w:comment>'


def refusal(made):
    with pytest.raises(UnreadableError) as caught:
        flow_of(made)
    return caught.value


def test_changes_are_refused_with_place_and_words():
    body = [paragraph("第一段"), paragraph(run("甲") + INSERTED), paragraph(run("乙") + DELETED)]

    error = refusal(Docx(body))

    assert sentences.refusal(error.code, error.facts) == (
        "文件里有 2 处没有接受或拒绝的修订：第 2 段插入“新增的话”；第 3 段删除“旧的话”。"
        "请处理完，再选它。"
    )


def test_a_remark_is_refused_with_the_words_it_is_about():
    error = refusal(Docx([paragraph("甲"), paragraph(REMARKED)], comments=COMMENTS))

    assert sentences.refusal(error.code, error.facts) == (
        "文件里有 1 条批注：第 2 段批注“这一句”。请删除，再选它。"
    )


def test_a_remark_on_no_words_says_itself():
    body = [paragraph(run("甲") + '<w:r><w:commentReference w:id="5"/></w:r>')]

    assert refusal(Docx(body, comments=COMMENTS)).facts["places"][0]["words"] == "请核对"


def test_a_change_in_a_table_says_its_row():
    rows = table([cell("甲"), cell("乙")], [cell(paragraph(INSERTED)), cell("丁")])

    place = refusal(Docx([rows])).facts["places"][0]["place"]

    assert (place["table"], place["row"]) == (1, 2)


def test_a_change_of_looks_is_a_change():
    changed = (
        f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>粗</w:t></w:r>"
    )

    error = refusal(Docx([paragraph(changed)]))

    assert [(one["kind"], one["words"]) for one in error.facts["places"]] == [("formatted", "粗")]


def test_changes_and_remarks_are_both_named():
    error = refusal(Docx([paragraph(INSERTED), paragraph(REMARKED)], comments=COMMENTS))

    assert error.code == "changes_remarks"
    assert "第 1 段插入“新增的话”；第 2 段批注“这一句”" in sentences.refusal(
        error.code, error.facts
    )


def test_many_changes_name_the_first_ones():
    error = refusal(Docx([paragraph(INSERTED) for _ in range(30)]))

    assert error.facts["changes"] == 30
    assert sentences.refusal(error.code, error.facts).count("新增的话") == sentences.MOST_LISTED
