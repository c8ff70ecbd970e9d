"""What a person may not see of a document's draft is not told, and nobody names it (P7)."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text

from interpretations.models import FurtherPolicy
from interpretations.models.clause_fields import NO, SHOWN, TYPED, YES, name_of
from interpretations.models.clause_links import Link, stored
from interpretations.models.explaining import links_told
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.submission.join import join
from tests.doors.forms import page_form
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import edit, fresh, make_interpretation, release_kind
from tests.linking.sets import ARTICLES, body, document, draft, identity, link_set, links_of

pytestmark = pytest.mark.django_db
SECRET = "第五条　每平方米另补八百八十八元。"
SAID = f"<p>“{SECRET[4:]}”</p>"


def correction_of_a_public_document(world):
    """Another title, and one more clause; neither is released."""
    policy = release_kind(world, link_set(world, "第一条"), ReleaseKind.FIRST).policy
    edit(policy, world.drafter, title="没有公开的新题目", body=body(*ARTICLES, SECRET))
    return fresh(policy)


def explained_by_both_departments(world, secret):
    """An interpretation that both departments write; it explains `secret` too."""
    home = document(world, "第一条　另一份文件。", title="另一份文件")
    join(home.pk, world.drafter, [world.other_department.pk])
    further = [FurtherPolicy(policy=secret)]
    return make_interpretation(home, world.drafter, further_policies=further, key_points=SAID)


@pytest.fixture(scope="module")
def built(shared_world):
    secret = correction_of_a_public_document(shared_world)
    return secret, explained_by_both_departments(shared_world, secret)


@pytest.fixture
def secret(world, built):
    return deepcopy(built[0])


@pytest.fixture
def page(world, built):
    return deepcopy(built[1])


@pytest.fixture
def hidden(secret):
    return Link("key_points", secret.pk, identity(secret, "第五条"))


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page, **fields):
    (row,) = page.further_policies.all()
    line = {"id": row.pk, "policy": row.policy_id, "ORDER": "1", "DELETE": ""}
    lines = inline_formset([line], initial=1)
    form = page_form(page, key_points=rich_text(SAID), further_policies=lines)
    return form | {SHOWN: "1"} | fields


def discloses(text, hidden):
    return [word for word in ("第五条", "没有公开的新题目", hidden.clause) if word in text]


def test_the_editor_shows_a_joint_department_nothing_of_an_unreleased_correction(
    world, page, hidden
):
    text = text_of(as_user(world.drafter2).get(edit_url(page)))
    assert "《" in text and discloses(text, hidden) == []


def test_whoever_writes_the_correction_is_shown_its_clauses(world, page, hidden):
    assert name_of(hidden) in text_of(as_user(world.drafter).get(edit_url(page)))


def test_the_panel_that_is_listed_anew_shows_nothing_of_it(world, page, hidden):
    answer = as_user(world.drafter2).post(page_of("clauses", page.pk), form_of(page))
    assert answer.status_code == 200
    assert discloses(answer.json()["html"], hidden) == []


def test_a_draft_that_is_not_public_at_all_is_not_shown_either(world, page, hidden):
    unreleased = document(world, "第一条　还没有公开的办法。", title="还没有公开")
    edit(page, world.drafter, further_policies=[FurtherPolicy(policy=unreleased)])
    assert "《还没有公开》" not in text_of(as_user(world.drafter2).get(edit_url(page)))


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("how", ["chosen", "typed", "typed by its new title"])
def test_a_save_does_not_take_a_link_to_what_its_writer_may_not_see(
    world, secret, page, hidden, how, accept
):
    sent = {
        "chosen": {name_of(hidden): YES},
        "typed": {f"{TYPED}:key_points": f"《{secret.title}》第五条"},
        "typed by its new title": {f"{TYPED}:key_points": "《没有公开的新题目》第五条"},
    }[how]
    as_user(world.drafter2).post(edit_url(page), form_of(page, **sent), headers={"accept": accept})
    assert links_of(page) == []


def test_nothing_of_it_is_refused_either(world, page, hidden):
    as_user(world.drafter2).post(edit_url(page), form_of(page, **{name_of(hidden): NO}))
    assert draft(page).clause_links_dropped == []


def test_a_link_of_whoever_may_see_it_stays_when_others_save(world, page, hidden):
    edit(page, world.drafter, clause_links=stored([hidden]))
    as_user(world.drafter2).post(
        edit_url(page), form_of(page, **{name_of(hidden): YES, "summary": "新的一句。"})
    )
    assert (draft(page).summary, links_of(page)) == ("新的一句。", [hidden])


def test_the_comparison_of_two_drafts_tells_each_only_what_they_may_see(world, page, hidden):
    edit(page, world.drafter, clause_links=stored([hidden]))
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    assert "没有公开的新题目" in text_of(as_user(world.drafter).get(address))
    text = text_of(as_user(world.drafter2).get(address))
    assert "现在没有的条款" in text and discloses(text, hidden) == []


def test_lost_links_are_told_each_only_as_they_may_see_them(world, page, hidden):
    edit(page, world.drafter, clause_links=stored([hidden]))
    (told,) = links_told(draft(page), [hidden], world.drafter2)
    assert discloses(told, hidden) == []


def test_an_older_draft_that_is_put_back_does_not_bring_its_link_to_who_may_not_see_it(
    world, page, hidden
):
    edit(page, world.drafter, clause_links=stored([hidden]))
    before = fresh(page).latest_revision
    edit(page, world.drafter, clause_links=[])
    text = text_of(
        as_user(world.drafter2).get(
            reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, before.pk])
        )
    )
    assert "第五条" not in text
    sent = form_of(page, **{name_of(hidden): YES, "revision": before.pk})
    as_user(world.drafter2).post(edit_url(page), sent)
    assert links_of(page) == []
