"""The page of a set: where each member stands, what can be done, who drafts along."""

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from interpretations.editorial.desk.kind_words import WORDS
from interpretations.editorial.desk.panel import next_act
from interpretations.models import InterpretationPage, JointDepartment, PolicyPage, PolicyRelation
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.submission.join import join
from tests.editorial.desk import (
    as_user,
    changed_set,
    children,
    duty_officer,
    page_of,
    public_set,
    supplemented_set,
    text_of,
    withdrawn_set,
)
from tests.factories import make_set, submit_set

pytestmark = pytest.mark.django_db


def set_page(user, policy):
    return text_of(as_user(user).get(page_of("set", policy.pk)))


@pytest.mark.parametrize("who", ["drafter", "leader", "editor", "admin"])
def test_everybody_with_a_part_in_the_set_opens_its_page(world, who):
    policy = submit_set(world, make_set(world)).policy

    response = as_user(getattr(world, who)).get(page_of("set", policy.pk))

    assert response.status_code == 200
    assert policy.title in text_of(response)


def test_a_stranger_does_not_learn_that_the_set_exists(world):
    policy = make_set(world)

    for pk in (policy.pk, 999999, int("9" * 18)):
        assert as_user(world.drafter2).get(page_of("set", pk)).status_code == 404
    assert as_user(world.editor).get(page_of("set", policy.pk)).status_code == 404
    assert Client().get(page_of("set", policy.pk)).status_code == 302


@pytest.mark.parametrize(
    ("prepare", "words"),
    [(make_set, "草稿"), (public_set, "已公开"), (changed_set, "另有没送审的修改"),
     (withdrawn_set, "已撤下，不再公开")],
)  # fmt: skip
def test_each_member_says_where_it_stands(world, prepare, words):
    policy = prepare(world)

    assert words in set_page(world.drafter, policy)


def test_a_frozen_member_leads_to_its_release(world):
    release = submit_set(world, make_set(world))

    text = set_page(world.drafter, release.policy)

    assert "审核中，不能修改" in text
    assert page_of("detail", release.pk) in text


@pytest.mark.parametrize("kind", ["supplement", "correction", "removal"])
def test_what_cannot_be_done_now_says_why_instead_of_a_button(world, kind):
    policy = public_set(world)

    text = set_page(world.drafter, policy)

    assert page_of("act", policy.pk, kind) not in text
    assert str(WORDS[ReleaseKind(kind)].entry) in text
    assert {
        "supplement": "还没有新的解读",
        "correction": "公开的内容没有改动",
        "removal": "只有一份解读",
    }[kind] in text


@pytest.mark.parametrize("kind", ["withdrawal", "feature", "transfer"])
def test_what_can_be_done_has_its_own_entry(world, kind):
    policy = public_set(world)

    assert page_of("act", policy.pk, kind) in set_page(world.drafter, policy)


def test_a_reviewer_reads_the_page_and_finds_no_act(world):
    policy = public_set(world)

    text = set_page(world.editor, policy)

    assert 'id="acts-section"' not in text
    assert page_of("ledger", policy.pk) in text


def test_the_releases_so_far_are_listed_with_their_kind(world):
    policy = withdrawn_set(world)

    text = set_page(world.drafter, policy)

    for release in policy.releases.all():
        assert page_of("detail", release.pk) in text
        assert release.get_kind_display() in text


def test_repealing_begins_a_draft_that_names_the_old_document(world):
    policy = public_set(world)

    response = as_user(world.drafter).post(page_of("repeal", policy.pk))

    draft = PolicyPage.objects.get(live=False)
    relation = draft.relations.get()
    assert (relation.kind, relation.target_id) == (PolicyRelation.Kind.REPEALS, policy.pk)
    assert response.url == f"/admin/pages/{draft.pk}/edit/"


def test_the_draft_of_a_repeal_has_its_title_in_the_language_of_readers(world):
    policy = public_set(world)
    UserProfile.objects.create(user=world.drafter, preferred_language="en")

    as_user(world.drafter).post(page_of("repeal", policy.pk))

    assert PolicyPage.objects.get(live=False).title == f"关于废止《{policy.title}》的通知"


def test_pressing_repeal_twice_begins_one_draft(world):
    policy = public_set(world)
    client = as_user(world.drafter)

    answers = {client.post(page_of("repeal", policy.pk)).url for _ in range(2)}

    assert len(answers) == 1
    assert PolicyPage.objects.filter(live=False).count() == 1


def test_looking_at_the_repeal_address_changes_nothing(world):
    policy = public_set(world)

    assert as_user(world.drafter).get(page_of("repeal", policy.pk)).status_code == 405
    assert not PolicyPage.objects.filter(live=False).exists()


@pytest.mark.parametrize("who", ["drafter2", "editor"])
def test_nobody_repeals_a_document_of_another_department(world, who):
    policy = public_set(world)

    assert as_user(getattr(world, who)).post(page_of("repeal", policy.pk)).status_code == 404
    assert not PolicyPage.objects.filter(live=False).exists()


def test_a_draft_is_not_repealed(world):
    policy = make_set(world)

    assert as_user(world.drafter).post(page_of("repeal", policy.pk)).status_code == 404


def test_the_department_asks_others_to_draft_along_and_lets_them_go(world):
    policy = make_set(world)
    client = as_user(world.drafter)

    client.post(page_of("join", policy.pk), {"departments": [world.other_department.pk]})
    assert JointDepartment.objects.get().department_id == world.other_department.pk
    client.post(page_of("join", policy.pk), {})

    assert not JointDepartment.objects.exists()


@pytest.mark.parametrize("department", ["abc", "999999", "9" * 30])
def test_a_department_that_is_none_is_not_asked(world, department):
    policy = make_set(world)

    response = as_user(world.drafter).post(
        page_of("join", policy.pk), {"departments": department}, follow=True
    )

    assert response.status_code == 200
    assert not JointDepartment.objects.exists()


def test_a_joint_department_sees_who_drafts_along_and_cannot_change_it(world):
    policy = make_set(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    client = as_user(world.drafter2)

    text = text_of(client.get(page_of("set", policy.pk)))
    refused = client.post(page_of("join", policy.pk), {}, follow=True)

    assert page_of("join", policy.pk) not in text
    assert "只有负责这份文件的部门" in text_of(refused)
    assert JointDepartment.objects.exists()


def test_a_stranger_cannot_join_a_set_by_its_address(world):
    policy = make_set(world)
    data = {"departments": [world.other_department.pk]}

    assert as_user(world.drafter2).post(page_of("join", policy.pk), data).status_code == 404
    assert as_user(world.drafter).get(page_of("join", policy.pk)).status_code == 405
    assert not JointDepartment.objects.exists()


def test_a_set_under_review_changes_no_joint_departments(world):
    policy = submit_set(world, make_set(world)).policy
    data = {"departments": [world.other_department.pk]}

    response = as_user(world.drafter).post(page_of("join", policy.pk), data, follow=True)

    assert "正在审核" in text_of(response)
    assert not JointDepartment.objects.exists()


def test_the_desk_of_a_joint_department_names_the_document(world):
    policy = make_set(world)
    assert policy.title not in text_of(as_user(world.drafter2).get("/admin/"))

    join(policy.pk, world.drafter, [world.other_department.pk])

    assert page_of("set", policy.pk) in text_of(as_user(world.drafter2).get("/admin/"))


def test_a_joint_department_sees_the_release_of_the_set(world):
    policy = make_set(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    release = submit_set(world, policy)

    response = as_user(world.drafter2).get(page_of("detail", release.pk))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("prepare", "label", "name"),
    [
        (make_set, "送审这组内容…", "submit"),
        (withdrawn_set, "送审重新发布…", "submit"),
        (changed_set, "送审更正…", "act"),
        (public_set, "补充、撤下、撤回…", "set"),
    ],
)
def test_the_footer_of_the_editor_says_what_can_be_done_next(world, prepare, label, name):
    policy = prepare(world)
    kind = ["correction"] if name == "act" else []

    text = text_of(as_user(world.drafter).get(f"/admin/pages/{policy.pk}/edit/"))

    assert next_act(policy) == (label, page_of(name, policy.pk, *kind))
    assert label in text and f'href="{next_act(policy)[1]}"' in text


def test_the_footer_of_a_new_interpretation_leads_to_the_supplement(world):
    policy = supplemented_set(world)
    draft = children(policy, live=False)[0]

    assert next_act(draft)[1] == page_of("act", policy.pk, "supplement")


def test_the_footer_of_a_frozen_page_leads_to_its_release(world):
    release = submit_set(world, make_set(world))
    page = InterpretationPage.objects.child_of(release.policy).get()

    text = text_of(as_user(world.drafter).get(f"/admin/pages/{page.pk}/edit/"))

    assert next_act(page)[1] == page_of("detail", release.pk)
    assert next_act(page)[0] in text


def test_a_new_page_has_no_set_to_submit_yet(world):
    text = text_of(
        as_user(world.drafter).get(
            f"/admin/pages/add/interpretations/policypage/{world.department.pk}/"
        )
    )

    assert "送审这组内容" not in text


def test_the_duty_officer_opens_any_set_and_finds_the_emergency_alone(world):
    policy = make_set(world)

    text = set_page(duty_officer(), policy)

    assert page_of("emergency", policy.pk) in text
    assert page_of("act", policy.pk, "first") not in text
