"""Deciding: two people, in order, each once, on what they saw (P4)."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from interpretations.models import (
    ChainStep,
    LedgerEntry,
    OutboxMessage,
    Publication,
    Release,
    ReviewStep,
)
from interpretations.models.refusals import Changed, Incomplete, NotYours, Refusal, Stale
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide, may_decide
from tests.factories import UserFactory, approve, make_policy, make_set, submit_set
from tests.factories import make_interpretation as interpret
from tests.support.behind import behind_the_guard
from tests.support.state import traces_of_submission

pytestmark = pytest.mark.django_db
MINE, LEADERS, NEWS = "市住房和城乡建设局起草组", "部门负责人", "新闻办"


@pytest.fixture(scope="module")
def built(shared_world):
    return submit_set(shared_world, make_set(shared_world))


@pytest.fixture
def release(world, built):
    return deepcopy(built)


def step_of(release, position=1):
    return release.steps.get(position=position)


def refused(step, user, *, kind=NotYours, decision="approve", opinion=""):
    """Try to decide; return the sentence, having seen that nothing was written."""
    before = traces_of_submission()
    with pytest.raises(kind) as caught:
        decide(step.pk, user, decision, opinion)
    assert traces_of_submission() == before
    assert "。" in str(caught.value)
    return str(caught.value)


def test_every_step_approved_leaves_the_release_waiting_for_its_time(world, release):
    approve(world, release)

    assert (release.state, release.due_at) == ("approved", release.approved_at)
    assert [s.decided_by_id for s in release.steps.all()] == [world.leader.pk, world.editor.pk]


def test_a_decision_carries_person_time_opinion_and_seal(world, release):
    decide(step_of(release).pk, world.leader, "approve", " 同意发布 ")

    step = step_of(release)
    assert (step.decided_by_name, step.opinion) == (world.leader.get_full_name(), "同意发布")
    assert step.seal == release.seal
    assert step.decided_at is not None


def test_the_first_approval_does_not_release(world, release):
    decide(step_of(release).pk, world.leader, "approve")

    release.refresh_from_db()
    assert (release.state, release.due_at) == ("in_review", None)


def test_each_decision_is_written_into_the_ledger_and_told(world, release):
    approve(world, release)

    events = LedgerEntry.objects.filter(release=release).values_list("event", "who")
    assert list(events)[1:] == [
        ("approved", world.leader.get_full_name()),
        ("approved", world.editor.get_full_name()),
    ]
    notices = OutboxMessage.objects.filter(payload__release=release.pk)
    assert [m.payload["event"] for m in notices] == ["your_turn", "your_turn"]


def test_the_submitter_decides_nothing(world):
    user = UserFactory(groups=[MINE, LEADERS])
    release = submit_set(world, make_set(world), user=user)

    assert "送审人" in refused(step_of(release), user)


def test_an_author_decides_nothing_even_when_somebody_else_submits(world):
    release = submit_set(world, make_set(world, user=world.leader))

    assert "参与了起草" in refused(step_of(release), world.leader)


def test_an_author_of_one_interpretation_decides_nothing(world):
    policy = make_policy(world)
    interpret(policy, world.editor)
    release = submit_set(world, policy)
    decide(step_of(release).pk, world.leader, "approve")

    assert "参与了起草" in refused(step_of(release, 2), world.editor)


def test_who_wrote_only_what_was_left_out_may_decide(world):
    policy = make_set(world)
    left_out = interpret(policy, world.leader)
    chosen = [p.pk for p in (policy, *policy.get_children()) if p.pk != left_out.pk]

    release = submit_set(world, policy, page_ids=chosen)

    assert decide(step_of(release).pk, world.leader, "approve").state == "in_review"


def test_who_wrote_an_earlier_draft_that_was_overwritten_by_others_is_an_author(world):
    policy = make_set(world)
    policy.recipients = "负责人写的"
    policy.save_revision(user=world.leader)
    policy.recipients = "起草人又改掉了"
    policy.save_revision(user=world.drafter)

    assert "参与了起草" in refused(step_of(submit_set(world, policy)), world.leader)


def test_nobody_decides_two_steps(world, release):
    both = UserFactory(groups=[MINE, LEADERS, NEWS])
    decide(step_of(release).pk, both, "approve")

    assert "不能再审另一步" in refused(step_of(release, 2), both)


def test_the_database_refuses_a_second_decision_of_one_person(world, release):
    decide(step_of(release).pk, world.leader, "approve")

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewStep.objects.filter(pk=step_of(release, 2).pk).update(
            decision="approve", decided_by=world.leader
        )


@pytest.mark.parametrize(
    "groups",
    [["市人力资源和社会保障局起草组", LEADERS], [MINE], [NEWS], [LEADERS], []],
    ids=["leader_elsewhere", "drafter_only", "later_step", "no_department", "no_group"],
)
def test_the_departments_step_is_for_its_own_leader(release, groups):
    assert "部门负责人" in refused(step_of(release), UserFactory(groups=groups))


def test_being_superuser_changes_nothing(world, release):
    refused(step_of(release), world.admin)


def test_a_superuser_who_is_a_leader_of_another_department_decides_nothing(release):
    user = UserFactory(is_superuser=True, groups=["市人力资源和社会保障局起草组", LEADERS])

    refused(step_of(release), user)


def test_a_deactivated_leader_decides_nothing(world, release):
    world.leader.is_active = False
    world.leader.save()

    refused(step_of(release), world.leader)


def test_steps_go_in_order(world, release):
    assert "还没有轮到" in refused(step_of(release, 2), world.editor)


def test_a_second_click_is_told_who_decided(world, release):
    step = step_of(release)
    decide(step.pk, world.leader, "approve")

    sentence = refused(step, world.leader, kind=Stale)

    assert world.leader.get_full_name() in sentence
    assert "同意" in sentence


def test_a_stale_form_of_a_returned_release_decides_nothing(world, release):
    later = step_of(release, 2)
    decide(step_of(release).pk, world.leader, "return", "请改。")

    refused(later, world.editor, kind=Stale)


def test_a_form_of_an_earlier_release_does_not_decide_the_new_one(world, release):
    old = step_of(release)
    decide(old.pk, world.leader, "return", "请改。")
    again = submit_set(world, release.policy)

    refused(old, world.leader, kind=Stale)

    assert step_of(again).decision == ""


@pytest.mark.parametrize("opinion", ["", "   ", "\n"])
def test_a_return_needs_a_reason(world, release, opinion):
    refused(step_of(release), world.leader, kind=Incomplete, decision="return", opinion=opinion)


@pytest.mark.parametrize("decision", ["", "publish", "APPROVE"])
def test_an_unknown_decision_is_none(world, release, decision):
    refused(step_of(release), world.leader, kind=Incomplete, decision=decision)


def test_queue_and_verb_give_the_same_answer(world, release):
    for user in world.people:
        offered = may_decide(user).filter(release=release).exists()
        try:
            with transaction.atomic():
                decide(step_of(release).pk, user, "approve")
                transaction.set_rollback(True)
            taken = True
        except Refusal:
            taken = False
        assert offered is taken, user.username


@pytest.mark.parametrize("edit", ["dropped_step", "other_group", "relabelled", "deleted"])
def test_an_edited_chain_changes_nothing_under_review(world, release, edit):
    last = ChainStep.objects.order_by("sort_order").last()
    if edit == "dropped_step":
        last.delete()
    elif edit == "deleted":
        last.chain.delete()
    else:
        last.groups.set([Group.objects.get(name=LEADERS)])
        last.label = "改名的步骤" if edit == "relabelled" else last.label
        last.save()

    approve(world, release)

    assert execute(release.pk).state == "released"


def test_a_renamed_group_changes_nothing_under_review(world, release):
    Group.objects.filter(name=NEWS).update(name="市政府新闻办公室")

    approve(world, release)

    assert execute(release.pk).state == "released"


@pytest.mark.violates
@pytest.mark.parametrize("column", ["digest", "url_path", "revision_id"])
def test_a_pin_that_was_altered_is_not_approved(world, release, column):
    item = release.items.first()
    other = release.items.last().revision_id
    with behind_the_guard():
        value = other if column == "revision_id" else "x"
        release.items.filter(pk=item.pk).update(**{column: value})

    refused(step_of(release), world.leader, kind=Changed)


@pytest.mark.violates
def test_an_author_taken_off_the_list_breaks_the_seal(world, release):
    release.authors.clear()

    refused(step_of(release), world.leader, kind=Changed)


@pytest.mark.violates
def test_another_group_slipped_into_a_step_breaks_the_seal(world, release):
    step_of(release, 2).groups.add(Group.objects.get(name=LEADERS))

    refused(step_of(release), world.leader, kind=Changed)


@pytest.mark.parametrize("field", ["decision", "decided_by_name", "opinion", "seal"])
def test_a_decided_step_cannot_be_altered(world, release, field):
    decide(step_of(release).pk, world.leader, "approve")

    with pytest.raises(IntegrityError, match="guard:append_only"), transaction.atomic():
        ReviewStep.objects.filter(pk=step_of(release).pk).update(**{field: ""})


@pytest.mark.parametrize("field", ["label", "position", "own_department"])
def test_an_undecided_step_keeps_its_shape(release, field):
    values = {"label": "x", "position": 9, "own_department": False}

    with pytest.raises(IntegrityError, match="guard:append_only"), transaction.atomic():
        ReviewStep.objects.filter(pk=step_of(release).pk).update(**{field: values[field]})


def test_a_step_is_never_deleted(release):
    with pytest.raises(IntegrityError, match="guard:append_only"), transaction.atomic():
        ReviewStep.objects.filter(release=release)._raw_delete("default")


@pytest.mark.violates
def test_approval_written_into_the_release_itself_releases_nothing(world, release):
    Release.objects.filter(pk=release.pk).update(state="approved", due_at=release.submitted_at)

    with pytest.raises(Refusal):
        execute(release.pk)

    assert not Publication.objects.exists()
