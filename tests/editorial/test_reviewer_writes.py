"""A reviewer who opens the editor is asked first, is not autosaved, and can undo (P4)."""

import pytest
from django.urls import reverse

from interpretations.models import Contribution
from interpretations.releases.review.decide import decide
from tests.doors.forms import policy_form
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import (
    MINE,
    OTHER,
    UserFactory,
    edit,
    interpretations_of,
    make_policy,
    make_set,
    submit_set,
)
from tests.releases.test_deputies import stand_in

ASKED = "我要修改，之后不能再审这一组"
AUTOSAVE = "w-autosave#save"


@pytest.fixture
def policy(world):
    return make_set(world)


@pytest.fixture
def leader(world):
    return as_user(world.leader)


def editor(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def wrote(world, user):
    return Contribution.objects.filter(user=user).exists()


def changed_form(title="改过的标题"):
    return policy_form(title=title)


def autosave(client, page):
    return client.post(editor(page), changed_form(), headers={"accept": "application/json"})


def choose(client, page):
    return client.post(page_of("write", page.pk), {"next": editor(page)})


@pytest.mark.parametrize("which", ["document", "interpretation"])
def test_a_reviewer_is_asked_before_the_editor_opens(policy, leader, which):
    page = policy if which == "document" else interpretations_of(policy)[0]

    text = text_of(leader.get(editor(page)))

    assert ASKED in text
    assert "data-edit-form" not in text


def test_looking_leads_to_the_draft(policy, leader):
    text = text_of(leader.get(editor(policy)))

    assert reverse("wagtailadmin_pages:view_draft", args=[policy.pk]) in text


def test_a_reviewer_is_asked_before_another_interpretation_is_begun(policy, leader):
    address = ("interpretations", "interpretationpage", policy.pk)

    assert ASKED in text_of(leader.get(reverse("wagtailadmin_pages:add", args=address)))


def test_a_reviewer_is_asked_before_an_old_draft_is_brought_back(policy, leader):
    address = [policy.pk, policy.revisions.first().pk]

    text = text_of(leader.get(reverse("wagtailadmin_pages:revisions_revert", args=address)))

    assert ASKED in text


def test_a_deputy_is_asked_as_well(world, policy):
    deputy = UserFactory(groups=[f"{MINE}起草组"])
    stand_in(world.leader, deputy)

    assert ASKED in text_of(as_user(deputy).get(editor(policy)))


@pytest.mark.parametrize("who", ["drafter", "admin"])
def test_whoever_reviews_nothing_is_not_asked(world, policy, who):
    text = text_of(as_user(getattr(world, who)).get(editor(policy)))

    assert ASKED not in text
    assert AUTOSAVE in text


def test_the_leader_of_another_department_is_not_asked(world):
    policy = make_policy(world, department=world.other_department, user=world.drafter2)
    colleague = UserFactory(groups=[f"{MINE}起草组", f"{OTHER}起草组"])

    assert ASKED not in text_of(as_user(colleague).get(editor(policy)))


def test_nothing_is_saved_by_itself_before_they_chose(world, policy, leader):
    response = autosave(leader, policy)

    assert response.status_code == 409
    assert "没有自动保存" in response.json()["error_message"]
    assert not wrote(world, world.leader)


def test_who_chose_to_write_gets_the_editor_without_autosave(policy, leader):
    assert choose(leader, policy).url == editor(policy)

    text = text_of(leader.get(editor(policy)))

    assert "data-edit-form" in text
    assert AUTOSAVE not in text
    assert "这里不自动保存" in text


def test_who_chose_to_write_is_not_saved_before_they_press_the_button(world, policy, leader):
    choose(leader, policy)

    assert autosave(leader, policy).status_code == 409
    assert not wrote(world, world.leader)


def test_who_wrote_is_told_at_once_and_can_undo(policy, leader):
    choose(leader, policy)

    text = text_of(leader.post(editor(policy), changed_form(), follow=True))

    assert "现在不能审这组内容" in text
    assert page_of("undo", policy.pk) in text


def test_who_undid_it_may_review_and_is_asked_again(world, policy, leader):
    choose(leader, policy)
    leader.post(editor(policy), changed_form())

    text = text_of(leader.post(page_of("undo", policy.pk), follow=True))

    assert "您写的已经撤销，可以审这组内容了" in text
    assert ASKED in text_of(leader.get(editor(policy)))
    release = submit_set(world, policy)
    assert decide(release.steps.first().pk, world.leader, "approve")


def test_who_wrote_in_two_pages_is_led_to_the_other(world, policy, leader):
    page = interpretations_of(policy)[0]
    edit(policy, world.leader, recipients="各单位")
    edit(page, world.leader, contact="12345")

    response = leader.post(page_of("undo", policy.pk))

    assert response.url == editor(page)
    assert "您还写过" in text_of(leader.get(editor(page)))


def test_what_cannot_be_undone_is_said(world, policy, leader):
    edit(policy, world.leader, recipients="各单位")
    edit(policy, world.drafter, recipients="各单位、各县")

    text = text_of(leader.post(page_of("undo", policy.pk), follow=True))

    assert "别人接着改过" in text


def test_a_leader_who_drafts_a_set_is_not_asked_in_it(world, leader):
    policy = make_set(world, user=world.leader)

    text = text_of(leader.get(editor(policy)))

    assert ASKED not in text
    assert AUTOSAVE in text


@pytest.mark.parametrize("what", ["write", "undo"])
def test_of_what_one_may_not_write_nothing_is_told(world, policy, what):
    stranger = as_user(world.drafter2)

    assert stranger.post(page_of(what, policy.pk)).status_code == 404
    assert stranger.post(page_of(what, 987654)).status_code == 404
