"""A deputy decides the steps of the person for whom they stand in, and never their own (P4)."""

import datetime
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from interpretations.models import Deputation, LedgerEntry
from interpretations.models.refusals import NotYours
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide, why_not_decide
from interpretations.releases.review.deciders import (
    deciders,
    may_decide,
    steps_in_hands,
    steps_without_reviewers,
)
from tests.factories import UserFactory, make_set, submit_set

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def stand_in(principal, deputy, *, starts=0, ends=7):
    today = timezone.localdate()
    return Deputation.objects.create(
        principal=principal, deputy=deputy, starts=today + starts * DAY, ends=today + ends * DAY
    )


@pytest.fixture
def deputy(world):
    return UserFactory(username="deputy")


@pytest.fixture(scope="module")
def built(shared_world):
    return submit_set(shared_world, make_set(shared_world))


@pytest.fixture
def release(world, built):
    return deepcopy(built)


def first_step(release):
    return release.steps.first()


def test_a_deputy_decides_for_the_principal(world, deputy, release):
    stand_in(world.leader, deputy)

    decide(first_step(release).pk, deputy, "approve", "同意")

    step = first_step(release)
    assert (step.decided_by, step.on_behalf_of) == (deputy, world.leader)
    line = LedgerEntry.objects.get(release=release, event="approved")
    assert line.who == f"{deputy.get_full_name()}（代{world.leader.get_full_name()}）"


def test_what_deputies_approved_is_released(world, deputy, release):
    stand_in(world.leader, deputy)
    decide(first_step(release).pk, deputy, "approve", "同意")
    decide(release.steps.last().pk, world.editor, "approve", "同意")

    assert execute(release.pk).state == "released"


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (-3, -1)])
def test_nobody_stands_in_before_or_after_the_time(world, deputy, release, starts, ends):
    stand_in(world.leader, deputy, starts=starts, ends=ends)

    assert not may_decide(deputy).exists()
    assert deputy not in deciders(release)


def test_a_deputy_is_told_and_shown_what_the_principal_would_be(world, deputy, release):
    stand_in(world.leader, deputy)

    assert deputy in deciders(release)
    assert steps_in_hands(deputy).filter(release=release).exists()


def test_a_deputy_of_an_author_does_not_decide(world, deputy):
    release = submit_set(world, make_set(world, user=world.leader))
    stand_in(world.leader, deputy)

    with pytest.raises(NotYours, match="您代理的"):
        decide(first_step(release).pk, deputy, "approve", "同意")


def test_an_author_does_not_decide_as_a_deputy(world, release):
    stand_in(world.leader, world.drafter)

    with pytest.raises(NotYours, match="您是送审人"):
        decide(first_step(release).pk, world.drafter, "approve", "同意")


def test_a_deputy_who_decided_for_another_decides_no_step_of_their_own(world, release):
    stand_in(world.leader, world.editor)
    decide(first_step(release).pk, world.editor, "approve", "同意")

    with pytest.raises(NotYours, match="已审过"):
        decide(release.steps.last().pk, world.editor, "approve", "同意")


def test_a_principal_for_whom_somebody_decided_decides_no_other_step(world, deputy, release):
    stand_in(world.leader, deputy)
    decide(first_step(release).pk, deputy, "approve", "同意")
    world.leader.groups.add(*world.editor.groups.all())

    with pytest.raises(NotYours, match="已审过"):
        decide(release.steps.last().pk, world.leader, "approve", "同意")


def test_two_deputies_do_not_decide_two_steps_for_one_person(world, deputy, release):
    world.leader.groups.add(*world.editor.groups.all())
    other = UserFactory(username="deputy2")
    stand_in(world.leader, deputy)
    stand_in(world.leader, other)
    decide(first_step(release).pk, deputy, "approve", "同意")

    assert not may_decide(other).exists()


def test_somebody_with_the_right_decides_in_their_own_name(world, release):
    colleague = UserFactory(groups=["部门负责人"])
    colleague.groups.add(*world.leader.groups.all())
    stand_in(world.leader, colleague)

    decide(first_step(release).pk, colleague, "approve", "同意")

    assert first_step(release).on_behalf_of is None


def test_a_person_who_is_gone_neither_stands_in_nor_is_stood_in_for(world, deputy, release):
    stand_in(world.leader, deputy)
    world.leader.is_active = False
    world.leader.save()

    assert not may_decide(deputy).exists()
    assert steps_without_reviewers(release) == [first_step(release).label]


def test_a_step_with_a_deputy_at_hand_does_not_lack_a_reviewer(world, deputy):
    release = submit_set(world, make_set(world))
    stand_in(world.leader, deputy)

    assert steps_without_reviewers(release) == []


def test_a_refusal_names_who_can_act_instead(world, release):
    step = first_step(release)

    assert world.leader.get_full_name() in str(why_not_decide(release, step, world.drafter))


def test_nobody_is_their_own_deputy(world):
    with pytest.raises(ValidationError, match="另外一个人"):
        Deputation(
            principal=world.leader, deputy=world.leader, ends=timezone.localdate()
        ).full_clean()
