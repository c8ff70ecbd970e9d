"""A file's text in an interpretation that is there: its blocks stay themselves, links and all."""

import pytest
from wagtail.rich_text import RichText

from interpretations.importing.body import Cells, Line, Text
from interpretations.importing.renewing import renewal
from interpretations.models.clause_links import Link, stored
from tests.factories import edit, make_interpretation
from tests.linking.sets import document, draft, identity

pytestmark = pytest.mark.django_db
FIRST = "补贴发给首次购房的博士研究生，一次性二十万元。"
SECOND = "申请人应当在三十日内把材料交齐，过期要重新申请。"
THIRD = "本办法由市住房保障部门负责解释，有疑问可以打电话。"
QUOTED = ("quotation", {"text": "原文一句。", "source": "第二条"})
TABLE = "对象\t金额\n博士研究生\t二十万元\n硕士研究生\t十万元"


@pytest.fixture
def policy(world):
    return document(world)


@pytest.fixture
def interpretation(world, policy):
    """Makes a draft interpretation with this body, and its links of each block to 第二条."""

    def make(*body):
        page = make_interpretation(policy, world.drafter, body=list(body))
        clause = identity(policy, "第二条")
        links = [Link(block.id, policy.pk, clause) for block in draft(page).body]
        edit(page, world.drafter, clause_links=stored(links))
        return draft(page)

    return make


def text(*lines):
    return "text", RichText("".join(f"<p>{line}</p>" for line in lines))


def brought(*lines, opening=()):
    return Text(tuple(Line(f"<p>{line}</p>", opens=line in opening) for line in lines))


def found(page, *blocks):
    """The id of the draft's block, or None, and the words of each part of the new body."""
    parts = renewal(page, blocks, {}).parts
    return [(part.old.id if part.old else None, words(part)) for part in parts]


def words(part):
    if part.block is None:
        return part.old.block_type
    return part.block.html if isinstance(part.block, Text) else part.block.text


def ids(page):
    return [block.id for block in page.body]


def told(page, *blocks):
    return list(renewal(page, blocks, {}).told(page, None))


def test_a_text_that_is_lightly_edited_stays_the_same_block(interpretation):
    page = interpretation(text(FIRST, SECOND))
    changed = SECOND.replace("三十日", "六十日")
    assert [own for own, _words in found(page, brought(FIRST, changed))] == ids(page)


def test_running_text_is_cut_where_somebody_had_cut_it(interpretation):
    page = interpretation(text(FIRST), text(SECOND), text(THIRD))
    cut = found(page, brought(FIRST, SECOND, "三十日从收到通知那天算起。", THIRD))
    assert [own for own, _words in cut] == ids(page)
    assert "收到通知" in cut[1][1]


def test_a_new_section_becomes_a_block_of_its_own(interpretation):
    page = interpretation(text("一、补贴", FIRST), text("二、时间", SECOND))
    new = ["二、新增的事", "今年起可以在手机上办，不用再跑窗口排队。"]
    opening = ("一、补贴", "二、新增的事", "三、时间")
    cut = found(page, brought("一、补贴", FIRST, *new, "三、时间", SECOND, opening=opening))
    first, second = ids(page)
    assert [own for own, _words in cut] == [first, None, second]
    assert "三、时间" in cut[2][1]


def test_sections_that_change_places_take_their_blocks_with_them(interpretation):
    page = interpretation(text(FIRST), text(SECOND), text(THIRD))
    cut = found(page, brought(THIRD, FIRST, SECOND))
    assert [own for own, _words in cut] == [ids(page)[at] for at in (2, 0, 1)]


def test_what_somebody_left_in_one_block_stays_one(interpretation):
    page = interpretation(text("一、补贴", FIRST, "二、时间", SECOND))
    opening = ("一、补贴", "二、新增的事", "三、时间")
    new = ("一、补贴", FIRST, "二、新增的事", "可以在手机上办。", "三、时间", SECOND)
    assert [own for own, _words in found(page, brought(*new, opening=opening))] == ids(page)


def test_other_words_are_another_block(interpretation):
    page = interpretation(text(FIRST), text(SECOND))
    other = "市民可以在手机上查询办理进度，工作人员会打电话回访。"
    cut = found(page, brought(other, SECOND, opening=(SECOND,)))
    assert [own for own, _words in cut] == [None, ids(page)[1]]


def test_a_line_of_another_block_inside_a_block_takes_no_id_with_it(interpretation):
    page = interpretation(text(FIRST, SECOND), text(THIRD, "电话是 0792-8123456，工作日有人接。"))
    moved = "电话是 0792-8123456，工作日有人接。"
    cut = found(page, brought(FIRST, moved, SECOND, THIRD))
    assert [own for own, _words in cut] == ids(page)
    assert moved in cut[0][1]


def test_what_no_file_can_bring_stays_where_it_stood(interpretation):
    page = interpretation(QUOTED, text(FIRST), QUOTED, text(SECOND), QUOTED)
    cut = found(page, brought(FIRST, SECOND))
    assert [own for own, _words in cut] == ids(page)


def test_it_stands_at_the_end_where_nothing_around_it_is_left(interpretation):
    page = interpretation(text(FIRST), QUOTED)
    other = brought("市民可以在手机上查询办理进度，工作人员会打电话回访。")
    assert found(page, other)[-1] == (ids(page)[1], "quotation")


def test_a_table_stays_itself_with_the_caption_that_somebody_typed(interpretation):
    page = interpretation(("table", {"caption": "补多少钱", "cells": TABLE}), text(FIRST))
    cut = found(page, Cells(TABLE.replace("十万元\n", "十五万元\n")), brought(FIRST))
    assert [own for own, _words in cut] == ids(page)


def test_what_stays_goes_and_loses_its_link_is_told(interpretation):
    page = interpretation(("table", {"caption": "", "cells": TABLE}), text(FIRST), QUOTED)
    stays, goes, lost = told(page, brought("市民可以在手机上查询办理进度，不用再来窗口。"))
    assert "第 3 块「引用原文」" in stays
    assert "第 1 块「表格」" in goes and "第 2 块" not in goes
    assert "第 2 块「文字」：" in lost and "第二条" in lost


def test_nothing_is_told_where_everything_is_kept(interpretation):
    page = interpretation(text(FIRST), text(SECOND))
    assert told(page, brought(FIRST, SECOND)) == []
