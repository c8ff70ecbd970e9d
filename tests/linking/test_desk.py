"""The editors: proposals with reasons, one click that confirms or drops, clauses and states."""

import re

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from interpretations.models import FurtherPolicy, PolicyPage
from interpretations.models.clause_fields import (
    EVIDENT,
    LONGEST_TYPED,
    MOST_TYPED,
    NO,
    OPEN,
    SHOWN,
    TYPED,
    YES,
    name_of,
)
from interpretations.models.clause_links import Link
from interpretations.models.kinds import ReleaseKind
from tests.doors.forms import page_form
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import (
    edit,
    fresh,
    make_interpretation,
    make_policy,
    release_kind,
    submit_set,
    withdraw,
)
from tests.linking.sets import (
    ARTICLES,
    MISQUOTED,
    citing,
    document,
    draft,
    explain,
    explain_elsewhere,
    identity,
    link_set,
    links_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    """A draft document, and one that cites its 第三条 and quotes it not quite word for word."""
    policy = document(shared_world)
    return policy, citing(shared_world, policy, MISQUOTED)


@pytest.fixture
def policy(world, built):
    return fresh(built[0])


@pytest.fixture
def page(world, built):
    return fresh(built[1])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def link(policy, label, block="key_points"):
    return Link(block, policy.pk, identity(policy, label))


def shown(client, page):
    return text_of(client.get(edit_url(page)))


def choice(text, link, answer):
    """Whether the editor shows a choice about a link, and this answer taken."""
    name = re.escape(name_of(link))
    found = re.search(rf'<input type="radio" name="{name}" value="{answer}"( checked)?>', text)
    return found and bool(found[1])


def form_of(page):
    """What the editor sends where nobody changed the words that these tests are about."""
    if isinstance(page, PolicyPage):
        lines = "".join(f"<p>{line}</p>" for line in ARTICLES)
        return page_form(page, body=streamfield([("text", rich_text(lines))]))
    return page_form(page, key_points=rich_text(MISQUOTED))


def save(client, page, **fields):
    response = client.post(edit_url(page), form_of(page) | {SHOWN: "1"} | fields)
    assert response.status_code in (200, 302), response.status_code
    return response


def test_the_editor_proposes_a_clause_and_says_why(world, policy, page):
    text = shown(as_user(world.drafter), page)
    assert choice(text, link(policy, "第三条"), OPEN) is True
    assert "写明了：" in text and "第三条" in text


def test_the_heading_of_a_block_is_found_among_its_paragraphs(world):
    lines = ("一、明确责任", "物业公司是责任单位。", "二、加强检查", "各地每年查一次。")
    policy = document(world, *lines)
    said = RichText("<h3>（一）明确责任</h3><p>电梯坏了，先打物业的电话。</p>")
    page = make_interpretation(policy, world.drafter, body=[("text", said)])

    text = shown(as_user(world.drafter), page)

    own = link(policy, "一", draft(page).body[0].id)
    assert choice(text, own, OPEN) is True
    assert "标题相同：" in text


def test_a_quotation_that_is_not_word_for_word_is_told_with_both_wordings(world, page):
    text = shown(as_user(world.drafter), page)
    assert "和原文不是一字不差。" in text
    assert "原文是“日”" in text


def test_one_click_confirms(world, policy, page):
    client = as_user(world.drafter)
    save(client, page, **{name_of(link(policy, "第三条")): YES})
    assert links_of(page) == [link(policy, "第三条")]
    assert choice(shown(client, page), link(policy, "第三条"), YES) is True


def test_what_was_dropped_stays_dropped(world, policy, page):
    client = as_user(world.drafter)
    save(client, page, **{name_of(link(policy, "第三条")): NO})
    text = shown(client, page)
    assert links_of(page) == []
    assert choice(text, link(policy, "第三条"), NO) is True
    assert choice(text, link(policy, "第三条"), OPEN) is None


def test_a_form_without_the_panel_leaves_links_as_they_are(world, policy):
    page = explain(world, policy, "第二条")
    as_user(world.drafter).post(edit_url(page), page_form(page) | {"summary": "别的"})
    assert draft(page).summary == "别的"
    assert links_of(page) == [link(policy, "第二条")]


def test_a_browser_without_scripts_confirms_links_and_leaves_the_body(world, policy):
    """Wagtail's editor shows bodies by script alone, and sends none without."""
    body = [("text", RichText("<p>第三条规定：申请人应当在三十日内提交材料。</p>"))]
    page = citing(world, policy, MISQUOTED, body=body)
    own = link(policy, "第三条", draft(page).body[0].id)
    form = {name: value for name, value in form_of(page).items() if not name.startswith("body-")}

    as_user(world.drafter).post(edit_url(page), form | {SHOWN: "1", name_of(own): YES})

    assert links_of(page) == [own]
    assert draft(page).body == page.body


def test_clauses_are_typed_as_people_cite_them(world, policy, page):
    save(as_user(world.drafter), page, **{f"{TYPED}:key_points": "第一条至第二条、第四条"})
    assert set(links_of(page)) == {link(policy, one) for one in ("第一条", "第二条", "第四条")}


def test_a_clause_that_is_not_there_is_told_and_stays_typed(world, page):
    text = text_of(save(as_user(world.drafter), page, **{f"{TYPED}:key_points": "第九十九条"}))
    assert "文件里没有找到「第九十九条」" in text
    assert 'value="第九十九条"' in text
    assert links_of(page) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({f"{TYPED}:key_points": "第一条" + "、第一条" * LONGEST_TYPED}, "一格最多写 200 个字"),
        ({f"{TYPED}:{n}": "第一条" for n in range(MOST_TYPED + 1)}, "一次最多给 100 块填写条款"),
    ],
)
def test_more_than_a_person_types_is_not_looked_up_and_told_once(world, policy, page, typed, told):
    response = save(as_user(world.drafter), page, **typed)
    assert text_of(response).count(told) == 1
    assert links_of(page) == []


def test_more_links_than_a_document_has_clauses_are_not_kept(world, policy, page, monkeypatch):
    monkeypatch.setattr("interpretations.models.clause_forms.MOST_LINKS", 2)
    told = text_of(save(as_user(world.drafter), page, **{f"{TYPED}:key_points": "第一条至第三条"}))
    assert "一篇解读最多连 2 条。" in told
    assert links_of(page) == []


@pytest.mark.parametrize(("before", "found"), [("", False), ("《另一份》", True)])
def test_a_further_document_is_meant_where_its_title_is_typed(world, policy, before, found):
    further = document(world, *ARTICLES, "第五条　本办法自公布之日起施行。", title="另一份")
    lines = [FurtherPolicy(policy=further)]
    page = make_interpretation(policy, world.drafter, further_policies=lines)
    typed = {f"{TYPED}:key_points": f"{before}第五条"}

    as_user(world.drafter).post(edit_url(page), page_form(page) | typed)

    assert links_of(page) == ([link(further, "第五条")] if found else [])


def test_a_save_keeps_links_to_a_document_that_is_withdrawn_just_now(world):
    release = release_kind(world, link_set(world, "第一条"), ReleaseKind.FIRST)
    page = explain_elsewhere(world, release.policy, "第四条")
    before = links_of(page)
    withdraw(world, fresh(release.policy))

    as_user(world.drafter2).post(edit_url(page), page_form(page) | {SHOWN: "1", "summary": "新"})

    assert (draft(page).summary, links_of(page)) == ("新", before)
    assert before


def test_what_no_panel_showed_is_not_believed(world, policy, page):
    other = make_policy(world)
    for made_up in (Link("key_points", policy.pk, "aaaaaaaaaa"), link(other, "第一条"),
                    Link("x" * 64, policy.pk, identity(policy, "第一条"))):  # fmt: skip
        save(as_user(world.drafter), page, **{name_of(made_up): YES})
    assert links_of(page) == []


def test_a_link_to_a_clause_that_is_gone_is_shown_as_such(world, policy):
    page = explain(world, policy, "第四条")
    edit(policy, world.drafter, body=[("text", RichText("<p>第一条　完全是另外的一句话。</p>"))])
    assert "文件里已经没有这一条" in shown(as_user(world.drafter), page)


def test_the_editor_of_the_document_shows_how_each_clause_stands(world, policy):
    explain(world, policy, "第二条")
    text = shown(as_user(world.drafter), policy)
    states = re.findall(r'clause-state--(\w+)">.*?<strong>(.*?)</strong>', text, re.S)
    assert states == [("open", "第一条"), ("explained", "第二条"), ("open", "第三条"),
                      ("open", "第四条")]  # fmt: skip


def test_a_tick_says_that_a_clause_explains_itself(world, policy):
    client = as_user(world.drafter)
    own = identity(policy, "第四条")
    save(client, policy, **{EVIDENT: [own]})
    assert draft(policy).clauses_self_evident == [own]
    assert f'value="{own}" checked' in shown(client, policy)
    save(client, policy)
    assert draft(policy).clauses_self_evident == []


def test_while_one_writes_the_server_proposes_anew_and_saves_nothing(world, policy, page):
    client = as_user(world.drafter)
    form = form_of(page) | {"title": "", "summary": "没有保存", SHOWN: "1"}
    answer = client.post(page_of("clauses", page.pk), form)
    assert answer.status_code == 200
    assert choice(answer.json()["html"], link(policy, "第三条"), OPEN) is True
    assert draft(page).summary != "没有保存"


def test_who_may_not_write_a_draft_is_told_nothing_of_its_clauses(world, policy, page):
    for number, status in ((page.pk, 404), (policy.pk, 404), (10**6, 404)):
        answer = as_user(world.drafter2).post(page_of("clauses", number), {})
        assert answer.status_code == status


def test_submission_and_review_show_what_is_not_explained(world, policy, page):
    explain(world, policy, "第二条")
    text = text_of(as_user(world.drafter).get(page_of("submit", policy.pk)))
    assert "条款解读了多少" in text and "未解读" in text
    release = submit_set(world, policy)
    text = text_of(as_user(world.leader).get(page_of("detail", release.pk)))
    assert "条款解读了多少" in text and "<strong>第三条</strong>" in text


def test_the_comparison_of_two_drafts_tells_links_in_words(world, policy, page):
    client = as_user(world.drafter)
    save(client, page, **{name_of(link(policy, "第三条")): YES})
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    assert f"主要内容：《{policy.title}》第三条" in text_of(client.get(address))
