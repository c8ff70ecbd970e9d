"""Who is told what by mail: the kind in the subject, the emergency to everybody it concerns."""

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from interpretations.editorial.desk import notices  # noqa: F401 - registers what is delivered
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.records.outbox import deliver_waiting
from interpretations.releases.review.decide import decide
from tests.editorial.desk import (
    ACTS,
    as_user,
    changed_set,
    duty_officer,
    newest,
    other_leader,
    public_set,
    ready_for,
    sign,
)
from tests.factories import UserFactory, make_set, submit_set

pytestmark = pytest.mark.django_db

WHY = "台风今晚登陆"


def post():
    """Deliver everything, also what notices put; return the mails that went out."""
    mail.outbox.clear()
    while deliver_waiting():
        pass
    return list(mail.outbox)


def mails_to(mails, user):
    return [mail for mail in mails if mail.to == [user.email]]


@pytest.mark.parametrize("kind", ACTS)
def test_the_subject_says_which_kind_is_to_be_reviewed(world, kind):
    _policy, url, data = ready_for(world, kind)
    post()
    as_user(world.drafter).post(url, data)

    (letter,) = mails_to(post(), world.leader)

    label = newest().get_kind_display()
    assert letter.subject == f"请审核（{label}）：{newest().title}"
    assert label in letter.body and "/admin/releases/" in letter.body


def test_those_who_had_a_part_are_told_that_a_withdrawal_took_effect(world):
    _policy, url, data = ready_for(world, ReleaseKind.WITHDRAWAL)
    as_user(world.drafter).post(url, data)
    sign(world, newest())

    letters = mails_to(post(), world.drafter)

    assert [letter.subject for letter in letters][-1] == f"已生效（撤回）：{newest().title}"
    assert "文件和解读都不再公开" in letters[-1].body


def test_both_departments_are_told_of_a_transfer(world):
    _policy, url, data = ready_for(world, ReleaseKind.TRANSFER)
    as_user(world.drafter).post(url, data)
    post()
    sign(world, newest())

    mails = post()

    for user in (world.drafter, world.drafter2):
        assert f"已生效（移交部门）：{newest().title}" in [m.subject for m in mails_to(mails, user)]
    assert world.other_department.title in mails_to(mails, world.drafter2)[-1].body


def test_reviewers_are_told_after_an_emergency_that_it_is_their_turn(world, policy):
    act_in_emergency(policy.pk, duty_officer(), ReleaseKind.FIRST, WHY)

    (letter,) = mails_to(post(), world.editor)

    assert letter.subject == f"请事后审核（紧急首次发布）：{policy.title}"
    assert WHY in letter.body and "轮到您事后审核" in letter.body


def test_the_department_is_told_of_an_emergency_with_its_set(world):
    policy = public_set(world)
    colleague = UserFactory(groups=[f"{world.department.title}起草组"])
    post()
    act_in_emergency(policy.pk, duty_officer(), ReleaseKind.WITHDRAWAL, WHY, "核对中")

    mails = post()

    (letter,) = mails_to(mails, colleague)
    assert letter.subject.startswith("紧急处置，已生效（撤回）")
    assert WHY in letter.body
    assert not mails_to(mails, world.drafter2)


def test_nobody_switches_off_what_is_told_of_an_emergency(world, policy):
    profile = UserProfile.get_for_user(world.drafter)
    profile.approved_notifications = False
    profile.save()

    act_in_emergency(policy.pk, duty_officer(), ReleaseKind.FIRST, WHY)

    assert mails_to(post(), world.drafter)


def test_whose_review_an_emergency_ended_is_told_so(world, policy):
    release = submit_set(world, policy)
    post()
    act_in_emergency(release.policy_id, duty_officer(), ReleaseKind.FIRST, WHY)

    letters = mails_to(post(), world.drafter)

    assert f"已退回（首次发布）：{release.title}" in [letter.subject for letter in letters]
    assert any(WHY in letter.body for letter in letters)


def test_an_objection_is_told_with_its_reason_to_who_can_put_it_right(world):
    policy = changed_set(world)
    release = act_in_emergency(policy.pk, duty_officer(), ReleaseKind.WITHDRAWAL, WHY, "核对中")
    post()
    decide(release.steps.first().pk, world.editor, "return", "没有错，不该撤")

    letters = mails_to(post(), world.drafter)

    assert [letter.subject for letter in letters] == [f"事后审核不同意（紧急撤回）：{policy.title}"]
    assert "没有错，不该撤" in letters[0].body


def test_a_return_says_its_reason(world, policy):
    release = submit_set(world, policy)
    post()
    decide(release.steps.first().pk, world.leader, "return", "数字不对")

    (letter,) = mails_to(post(), world.drafter)

    assert letter.subject == f"已退回（首次发布）：{release.title}"
    assert "数字不对" in letter.body


def test_whoever_has_left_is_told_nothing(world, policy):
    gone = other_leader(world)
    gone.groups.add(*world.drafter.groups.all())
    gone.is_active = False
    gone.save()

    act_in_emergency(policy.pk, duty_officer(), ReleaseKind.FIRST, WHY)

    assert not mails_to(post(), gone)


def test_a_title_of_two_lines_makes_no_second_header(world):
    policy = make_set(world, title="关于便民\n措施的通知")
    submit_set(world, policy)

    (letter,) = mails_to(post(), world.leader)

    assert "\n" not in letter.subject
