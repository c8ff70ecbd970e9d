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
from tests.factories import fresh, make_set, submit_set

pytestmark = pytest.mark.django_db


PREPARED = {
    "draft": make_set,
    "in_review": lambda world: submit_set(world, make_set(world)).policy,
    "public": public_set,
    "changed": changed_set,
    "withdrawn": withdrawn_set,
}


@pytest.fixture(scope="module")
def built(shared_world):
    """State -> a set that stands in it."""
    return {state: prepare(shared_world) for state, prepare in PREPARED.items()}


@pytest.fixture
def sets(world, built):
    return {state: fresh(policy) for state, policy in built.items()}


@pytest.fixture
def draft(sets):
    return sets["draft"]


@pytest.fixture
def public(sets):
    return sets["public"]


@pytest.fixture
def in_review(sets):
    return sets["in_review"]


def begun(sets):
    """The drafts of documents beside the sets of this module."""
    there = [policy.pk for policy in sets.values()]
    return PolicyPage.objects.filter(live=False).exclude(pk__in=there)


def set_page(user, policy):
    return text_of(as_user(user).get(page_of("set", policy.pk)))


@pytest.mark.parametrize("who", ["drafter", "leader", "editor", "admin"])
def test_everybody_with_a_part_in_the_set_opens_its_page(world, in_review, who):
    response = as_user(getattr(world, who)).get(page_of("set", in_review.pk))

    assert response.status_code == 200
    assert in_review.title in text_of(response)


def test_a_stranger_does_not_learn_that_the_set_exists(world, draft):
    for pk in (draft.pk, 999999, int("9" * 18)):
        assert as_user(world.drafter2).get(page_of("set", pk)).status_code == 404
    assert as_user(world.editor).get(page_of("set", draft.pk)).status_code == 404
    assert Client().get(page_of("set", draft.pk)).status_code == 302


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "草稿"), ("public", "已公开"), ("changed", "另有没送审的修改"),
     ("withdrawn", "已撤下，不再公开")],
)  # fmt: skip
def test_each_member_says_where_it_stands(world, sets, state, words):
    assert words in set_page(world.drafter, sets[state])


def test_a_frozen_member_leads_to_its_release(world, in_review):
    text = set_page(world.drafter, in_review)

    assert "审核中，不能修改" in text
    assert page_of("detail", in_review.open_release_id) in text


@pytest.mark.parametrize("kind", ["supplement", "correction", "removal"])
def test_what_cannot_be_done_now_says_why_instead_of_a_button(world, public, kind):
    text = set_page(world.drafter, public)

    assert page_of("act", public.pk, kind) not in text
    assert str(WORDS[ReleaseKind(kind)].entry) in text
    assert {
        "supplement": "还没有新的解读",
        "correction": "公开的内容没有改动",
        "removal": "只有一份解读",
    }[kind] in text


@pytest.mark.parametrize("kind", ["withdrawal", "feature", "transfer"])
def test_what_can_be_done_has_its_own_entry(world, public, kind):
    assert page_of("act", public.pk, kind) in set_page(world.drafter, public)


def test_a_reviewer_reads_the_page_and_finds_no_act(world, public):
    text = set_page(world.editor, public)

    assert 'id="acts-section"' not in text
    assert page_of("ledger", public.pk) in text


def test_the_releases_so_far_are_listed_with_their_kind(world, sets):
    policy = sets["withdrawn"]

    text = set_page(world.drafter, policy)

    for release in policy.releases.all():
        assert page_of("detail", release.pk) in text
        assert release.get_kind_display() in text


def test_repealing_begins_a_draft_that_names_the_old_document(world, sets, public):
    response = as_user(world.drafter).post(page_of("repeal", public.pk))

    draft = begun(sets).get()
    relation = draft.relations.get()
    assert (relation.kind, relation.target_id) == (PolicyRelation.Kind.REPEALS, public.pk)
    assert response.url == f"/admin/pages/{draft.pk}/edit/"


def test_the_draft_of_a_repeal_has_its_title_in_the_language_of_readers(world, sets, public):
    UserProfile.objects.create(user=world.drafter, preferred_language="en")

    as_user(world.drafter).post(page_of("repeal", public.pk))

    assert begun(sets).get().title == f"关于废止《{public.title}》的通知"


def test_pressing_repeal_twice_begins_one_draft(world, sets, public):
    client = as_user(world.drafter)

    answers = {client.post(page_of("repeal", public.pk)).url for _ in range(2)}

    assert len(answers) == 1
    assert begun(sets).count() == 1


def test_looking_at_the_repeal_address_changes_nothing(world, sets, public):
    assert as_user(world.drafter).get(page_of("repeal", public.pk)).status_code == 405
    assert not begun(sets).exists()


@pytest.mark.parametrize("who", ["drafter2", "editor"])
def test_nobody_repeals_a_document_of_another_department(world, sets, public, who):
    assert as_user(getattr(world, who)).post(page_of("repeal", public.pk)).status_code == 404
    assert not begun(sets).exists()


def test_a_draft_is_not_repealed(world, draft):
    assert as_user(world.drafter).post(page_of("repeal", draft.pk)).status_code == 404


def test_the_department_asks_others_to_draft_along_and_lets_them_go(world, draft):
    client = as_user(world.drafter)

    client.post(page_of("join", draft.pk), {"departments": [world.other_department.pk]})
    assert JointDepartment.objects.get().department_id == world.other_department.pk
    client.post(page_of("join", draft.pk), {})

    assert not JointDepartment.objects.exists()


@pytest.mark.parametrize("department", ["abc", "999999", "9" * 30])
def test_a_department_that_is_none_is_not_asked(world, draft, department):
    response = as_user(world.drafter).post(
        page_of("join", draft.pk), {"departments": department}, follow=True
    )

    assert response.status_code == 200
    assert not JointDepartment.objects.exists()


def test_a_joint_department_sees_who_drafts_along_and_cannot_change_it(world, draft):
    join(draft.pk, world.drafter, [world.other_department.pk])
    client = as_user(world.drafter2)

    text = text_of(client.get(page_of("set", draft.pk)))
    refused = client.post(page_of("join", draft.pk), {}, follow=True)

    assert page_of("join", draft.pk) not in text
    assert "只有负责这份文件的部门" in text_of(refused)
    assert JointDepartment.objects.exists()


def test_a_stranger_cannot_join_a_set_by_its_address(world, draft):
    data = {"departments": [world.other_department.pk]}

    assert as_user(world.drafter2).post(page_of("join", draft.pk), data).status_code == 404
    assert as_user(world.drafter).get(page_of("join", draft.pk)).status_code == 405
    assert not JointDepartment.objects.exists()


def test_a_set_under_review_changes_no_joint_departments(world, in_review):
    data = {"departments": [world.other_department.pk]}

    response = as_user(world.drafter).post(page_of("join", in_review.pk), data, follow=True)

    assert "正在审核" in text_of(response)
    assert not JointDepartment.objects.exists()


def test_the_desk_of_a_joint_department_names_the_document(world, draft):
    assert draft.title not in text_of(as_user(world.drafter2).get("/admin/"))

    join(draft.pk, world.drafter, [world.other_department.pk])

    assert page_of("set", draft.pk) in text_of(as_user(world.drafter2).get("/admin/"))


def test_a_joint_department_sees_the_release_of_the_set(world, draft):
    join(draft.pk, world.drafter, [world.other_department.pk])
    release = submit_set(world, draft)

    response = as_user(world.drafter2).get(page_of("detail", release.pk))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("state", "label", "name"),
    [
        ("draft", "送审这组内容…", "submit"),
        ("withdrawn", "送审重新发布…", "submit"),
        ("changed", "送审更正…", "act"),
        ("public", "补充、撤下、撤回…", "set"),
    ],
)
def test_the_footer_of_the_editor_says_what_can_be_done_next(world, sets, state, label, name):
    policy = sets[state]
    kind = ["correction"] if name == "act" else []

    text = text_of(as_user(world.drafter).get(f"/admin/pages/{policy.pk}/edit/"))

    assert next_act(policy) == (label, page_of(name, policy.pk, *kind))
    assert label in text and f'href="{next_act(policy)[1]}"' in text


def test_the_footer_of_a_new_interpretation_leads_to_the_supplement(world):
    policy = supplemented_set(world)
    draft = children(policy, live=False)[0]

    assert next_act(draft)[1] == page_of("act", policy.pk, "supplement")


def test_the_footer_of_a_frozen_page_leads_to_its_release(world, in_review):
    page = InterpretationPage.objects.child_of(in_review).get()

    text = text_of(as_user(world.drafter).get(f"/admin/pages/{page.pk}/edit/"))

    assert next_act(page)[1] == page_of("detail", in_review.open_release_id)
    assert next_act(page)[0] in text


def test_a_new_page_has_no_set_to_submit_yet(world):
    text = text_of(
        as_user(world.drafter).get(
            f"/admin/pages/add/interpretations/policypage/{world.department.pk}/"
        )
    )

    assert "送审这组内容" not in text


def test_the_duty_officer_opens_any_set_and_finds_the_emergency_alone(draft):
    text = set_page(duty_officer(), draft)

    assert page_of("emergency", draft.pk) in text
    assert page_of("act", draft.pk, "first") not in text
