"""「用文件替换正文」: what a person is told before they confirm, and after."""

import pytest
from wagtail.rich_text import RichText

from interpretations.models.clause_links import stored
from tests.editorial.drops import DOCUMENT, EXPLAINED, NUMBER, upload
from tests.editorial.replaced import PAID, confirmed, explaining, latest, offered
from tests.factories import edit, make_image, make_interpretation, make_policy
from tests.media.shown import picture

pytestmark = pytest.mark.django_db


def test_what_becomes_of_the_clauses_is_said_before(desk, world):
    lines = "<p>一、明确责任</p><p>物业公司是责任单位。</p><p>二、原来的第二件事，要各地抓紧。</p>"
    policy = make_policy(world, body=[("text", RichText(lines))])

    page = desk.get(offered(desk, policy)).content.decode()

    assert "条款的变化" in page and "没有了" in page


def test_a_picture_that_no_file_has_is_named_before_it_goes(desk, world):
    policy = make_policy(world, body=[("text", RichText("<p>旧</p>")), picture(make_image(world))])

    page = desk.get(offered(desk, policy)).content.decode()

    assert "会去掉的：第 2 块「图片」。" in page


def test_what_of_the_file_no_column_holds_is_said_before(desk, world):
    policy = make_policy(world)
    lines = DOCUMENT.replace(NUMBER, f"{NUMBER}\n主题分类：电梯事务")

    page = desk.get(offered(desk, policy, upload("新.txt", lines))).content.decode()

    assert "主题分类“电梯事务”不在本站的清单里" in page


def test_an_interpretation_over_the_text_of_a_document_is_said_before(desk, world):
    page = desk.get(offered(desk, make_policy(world), upload("解读.txt", EXPLAINED)))

    assert "看起来像解读，会换掉政策文件的正文" in page.content.decode()


def test_a_document_over_the_text_of_an_interpretation_is_said_before(desk, world):
    interpretation = make_interpretation(make_policy(world), world.drafter)

    page = desk.get(offered(desk, interpretation, upload("文件.txt", DOCUMENT)))

    assert "看起来像政策文件，会换掉解读的正文" in page.content.decode()


def test_a_clause_that_goes_though_it_is_explained_is_named_before(desk, world):
    lines = "<p>第一条　物业公司是电梯的责任单位。</p><p>第二条　各地每年至少检查一次。</p>"
    policy = make_policy(world, body=[("text", RichText(lines))])
    page, links = explaining(world, policy, PAID)
    edit(page, world.drafter, clause_links=stored(links))
    without = "关于电梯的规定\n第一条　各地每年至少检查一次。"

    shown = desk.get(offered(desk, policy, upload("新.txt", without))).content.decode()

    assert "有解读讲着它们：第一条。" in shown


def test_what_became_of_the_blocks_is_said_once_more_when_it_is_done(desk, world):
    policy = make_policy(world, body=[("text", RichText("<p>旧</p>")), picture(make_image(world))])

    response = confirmed(desk, offered(desk, policy))

    assert "会去掉的：第 2 块「图片」。" in desk.get(response["Location"]).content.decode()


def test_a_line_that_replacing_takes_nowhere_stays_in_the_text(desk, world):
    policy = make_policy(world)
    lines = DOCUMENT.replace(NUMBER, f"{NUMBER}\n主题词：电梯　{'长' * 101}")

    confirmed(desk, offered(desk, policy, upload("新.txt", lines)))

    assert "主题词：电梯" in latest(policy).body[0].value.source


def _keywords(policy):
    return {word.name for word in latest(policy).keywords.all()}


def _with_keywords(desk, policy):
    lines = DOCUMENT.replace(NUMBER, f"{NUMBER}\n主题词：电梯　安全")
    return offered(desk, policy, upload("新.txt", lines))


def test_keywords_of_the_file_fill_a_draft_that_has_none(desk, world):
    policy = make_policy(world)

    confirmed(desk, _with_keywords(desk, policy))

    assert _keywords(policy) == {"电梯", "安全"}
    assert "主题词：电梯" not in latest(policy).body[0].value.source


@pytest.fixture
def worded(world):
    """A draft with a keyword that somebody chose."""
    policy = make_policy(world)
    draft = latest(policy)
    draft.keywords.add("房屋")
    draft.save_revision(user=world.drafter)
    return policy


def test_keywords_that_somebody_chose_stay_and_those_of_the_file_are_offered(desk, worded):
    address = _with_keywords(desk, worded)
    shown = desk.get(address).content.decode()

    assert 'value="keywords">' in shown and "房屋" in shown and "电梯、安全" in shown
    confirmed(desk, address)
    assert _keywords(worded) == {"房屋"}


def test_keywords_of_the_file_are_taken_where_a_person_says_so(desk, worded):
    confirmed(desk, _with_keywords(desk, worded), taken=["keywords"])

    assert _keywords(worded) == {"电梯", "安全"}


def test_the_same_keywords_in_another_order_are_no_difference(desk, world):
    policy = make_policy(world)
    draft = latest(policy)
    draft.keywords.add("安全", "电梯")
    draft.save_revision(user=world.drafter)

    assert 'value="keywords"' not in desk.get(_with_keywords(desk, policy)).content.decode()
