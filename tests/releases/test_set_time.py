"""A signer sets and changes the time until the set is out, without a new round (P5)."""

import datetime
from copy import deepcopy

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interpretations.editorial.desk import notices  # noqa: F401 - registers what the outbox delivers
from interpretations.models import LedgerEntry, Release
from interpretations.models.kinds import EmergencyState, ReleaseState
from interpretations.models.refusals import Incomplete, NotYours, Stale
from interpretations.releases.audit.public_state import violations
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.records import outbox
from interpretations.releases.scheduling.schedule import hold_overdue, release_due
from interpretations.releases.scheduling.times import set_time, why_not_set_time
from interpretations.releases.submission.submit import NotReady, Submission, candidates, submit
from tests.factories import UserFactory, approve, make_set, submit_set
from tests.support.behind import behind_the_guard
from tests.support.times import due_at

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def test_an_emergency_that_failed_is_given_no_time(world):
    release = Release(
        state=ReleaseState.APPROVED,
        emergency=EmergencyState.UNREVIEWED,
        failed_at=timezone.now(),
    )

    assert "紧急处置不等时间" in str(why_not_set_time(release, world.editor))


def submit_with(world, **times):
    policy = make_set(world)
    ids = frozenset(page.pk for page in candidates(policy))
    return submit(policy.pk, world.drafter, Submission(ids, **times))


@pytest.fixture(scope="module")
def built(shared_world):
    release = submit_set(shared_world, make_set(shared_world))
    waiting = submit_set(shared_world, make_set(shared_world), scheduled_for=tomorrow())
    return release, approve(shared_world, waiting)


@pytest.fixture
def sets(world, built):
    return deepcopy(built)


@pytest.fixture
def in_review(sets):
    return sets[0]


@pytest.fixture
def approved(sets):
    return sets[1]


def tomorrow():
    return timezone.now().replace(microsecond=0) + 24 * HOUR


def deliver_all():
    while outbox.deliver_waiting():
        pass


def problems():
    return {violation.problem for violation in violations()}


def test_a_signer_sets_the_time_of_what_is_still_in_review(world, in_review):
    moment, seal = tomorrow(), in_review.seal

    release = approve(world, set_time(in_review.pk, world.editor, moment))

    assert (release.due_at, release.seal, seal_of(release)) == (moment, seal, seal)


def test_a_signer_changes_the_time_of_what_is_approved(world, approved):
    later = approved.due_at + HOUR

    release = set_time(approved.pk, world.editor, later)

    assert (release.due_at, release.state) == (later, ReleaseState.APPROVED)
    assert release_due() == []


def test_at_once_is_a_time_too(world, approved):
    set_time(approved.pk, world.editor, None)

    assert [release.pk for release in release_due()] == [approved.pk]


@pytest.mark.parametrize("who", ["drafter", "leader", "drafter2", "admin"])
def test_nobody_else_sets_the_time_and_is_told_who_does(world, in_review, who):
    with pytest.raises(NotYours, match=world.editor.name):
        set_time(in_review.pk, getattr(world, who), tomorrow())


def test_a_signer_who_wrote_the_set_does_not_set_its_time(world):
    world.drafter.groups.add(*world.editor.groups.all())
    release = submit_set(world, make_set(world))

    with pytest.raises(NotYours):
        set_time(release.pk, world.drafter, tomorrow())


def test_another_signer_of_the_same_group_may_change_what_one_has_set(world, approved):
    colleague = UserFactory(groups=[group.name for group in world.editor.groups.all()])

    assert set_time(approved.pk, colleague, tomorrow() + HOUR).due_at == tomorrow() + HOUR


def test_setting_the_time_is_a_line_in_the_ledger(world, approved):
    later = approved.due_at + HOUR

    set_time(approved.pk, world.editor, later, "领导出差")

    line = LedgerEntry.objects.filter(event="rescheduled").last()
    assert (line.who, line.why) == (world.editor.name, "领导出差")
    assert datetime.datetime.fromisoformat(line.data["due_at"]) == later


def test_submitter_and_earlier_approvers_are_told(world, approved, mailoutbox):
    deliver_all()
    mailoutbox.clear()

    set_time(approved.pk, world.editor, approved.due_at + HOUR)
    deliver_all()

    told = {address for mail in mailoutbox for address in mail.to}
    assert {world.drafter.email, world.leader.email} <= told
    assert "不用重新审" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (lambda: timezone.now() - HOUR, "已经过去"),
        (lambda: timezone.now() + datetime.timedelta(days=9999), "核对年份"),
        (lambda: datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC), "核对年份"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(world, approved, moment, sentence):
    with pytest.raises(Incomplete, match=sentence):
        set_time(approved.pk, world.editor, moment())


@pytest.mark.parametrize("field", ["scheduled_for", "not_before"])
def test_a_year_that_cannot_be_meant_is_not_submitted(world, field):
    absurd = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)

    with pytest.raises(NotReady, match="核对年份"):
        submit_with(world, **{field: absurd})


def test_no_time_before_what_the_submitter_insists_on_can_be_set(world):
    release = submit_with(world, not_before=tomorrow())

    with pytest.raises(Incomplete, match="不早于"):
        set_time(release.pk, world.editor, tomorrow() - HOUR)


def test_at_once_means_not_before_the_time_that_was_asked_for(world):
    release = approve(world, submit_with(world, not_before=tomorrow()))

    assert release.due_at == release.not_before
    assert release_due() == []


def test_the_database_refuses_a_time_before_it(world):
    release = approve(world, submit_with(world, not_before=tomorrow()))

    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(due_at=timezone.now())


def test_a_wish_before_it_is_not_submitted(world):
    with pytest.raises(NotReady, match="不早于"):
        submit_with(world, not_before=tomorrow(), scheduled_for=tomorrow() - HOUR)


def test_what_is_out_has_no_time_to_set(world, approved):
    due_at(approved, timezone.now())
    release_due()

    with pytest.raises(Stale, match="已经结束"):
        set_time(approved.pk, world.editor, tomorrow())


def test_another_time_confirms_what_was_held_for_being_overdue(world, approved):
    due_at(approved, timezone.now() - 24 * HOUR)
    hold_overdue(timezone.now())

    release = set_time(approved.pk, world.editor, tomorrow())

    assert (release.held_at, release.due_at) == (None, tomorrow())


def test_the_time_that_stands_already_is_no_change(world, approved):
    with pytest.raises(Incomplete, match="没有改"):
        set_time(approved.pk, world.editor, approved.scheduled_for)


@pytest.mark.violates
@pytest.mark.parametrize("column", ["due_at", "scheduled_for"])
def test_the_audit_tells_a_time_that_no_signer_set(approved, column):
    with behind_the_guard():
        Release.objects.filter(pk=approved.pk).update(**{column: tomorrow() + 9 * HOUR})

    assert "time is not the one in the ledger" in problems()


@pytest.mark.violates
def test_the_audit_tells_what_went_out_before_its_time(approved):
    due_at(approved, timezone.now())
    (release,) = release_due()
    with behind_the_guard():
        Release.objects.filter(pk=release.pk).update(released_at=release.due_at - HOUR)

    assert "released before it was due" in problems()
