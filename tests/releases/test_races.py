"""Several people and schedulers at once: one outcome, one clear message (P4, P5)."""

import datetime
import itertools
import os
import time

import pytest
from django.db import OperationalError
from django.utils import timezone

from interpretations.models import Edition, InterpretationPage, LedgerEntry, PolicyPage, Release
from interpretations.models.refusals import Frozen, NotYours, Refusal, Stale
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide
from interpretations.releases.review.end import take_back
from interpretations.releases.scheduling.schedule import hold_overdue, release_due
from interpretations.releases.submission.submit import NotReady, Submission, candidates, submit
from tests.factories import (
    UserFactory,
    approve,
    approved_set,
    make_set,
    submit_set,
)
from tests.support.threads import errors_in, together
from tests.support.times import due_at

pytestmark = pytest.mark.django_db(transaction=True)
# A night races thirty times as often.
ROUNDS = 1 if float(os.environ.get("TEST_SCALE", "1")) <= 1 else 2
LEADERS = ["市住房和城乡建设局起草组", "部门负责人"]


def submitted(world):
    return submit_set(world, make_set(world))


def released_in_order():
    entries = LedgerEntry.objects.filter(event="released").order_by("pk")
    return list(entries.values_list("release", flat=True))


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_two_people_submitting_at_once_one_succeeds(world, turn):
    policy = make_set(world)
    submission = Submission(frozenset(page.pk for page in candidates(policy)))
    people = [world.drafter, UserFactory(groups=[LEADERS[0]])]

    results = together(*[lambda user=user: submit(policy.pk, user, submission) for user in people])

    (refusal,) = errors_in(results)
    assert isinstance(refusal, NotReady | Frozen)
    assert "送审" in str(refusal)
    assert Release.objects.get().items.count() == 2


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_two_people_deciding_at_once_one_decides_and_one_is_told(world, begin, turn):
    release = begin(submitted)
    step = release.steps.get(position=1)
    people = [world.leader, UserFactory(groups=LEADERS)]

    results = together(*[lambda user=user: decide(step.pk, user, "approve") for user in people])

    (refusal,) = errors_in(results)
    assert isinstance(refusal, Stale)
    assert "已由" in str(refusal)
    assert LedgerEntry.objects.filter(event="approved").count() == 1


def test_a_double_click_decides_once(world, begin):
    release = begin(submitted)
    step = release.steps.get(position=1)

    results = together(*[lambda: decide(step.pk, world.leader, "approve")] * 3)

    assert [type(error) for error in errors_in(results)] == [Stale, Stale]


def test_one_person_in_two_windows_takes_one_step(begin):
    release = begin(submitted)
    both = UserFactory(groups=[*LEADERS, "新闻办"])
    first, second = release.steps.order_by("position")

    results = together(
        lambda: decide(first.pk, both, "approve"), lambda: decide(second.pk, both, "approve")
    )

    assert [type(error) for error in errors_in(results)] == [NotYours]


def test_approving_and_returning_at_once_is_one_of_the_two(world, begin):
    release = begin(submitted)
    step = release.steps.get(position=1)
    other = UserFactory(groups=LEADERS)

    results = together(
        lambda: decide(step.pk, world.leader, "approve"),
        lambda: decide(step.pk, other, "return", "请改。"),
    )

    assert [type(error) for error in errors_in(results)] == [Stale]
    release.refresh_from_db()
    step.refresh_from_db()
    assert (step.decision, release.state) in {("approve", "in_review"), ("return", "returned")}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_taking_back_at_the_instant_of_release_is_one_of_the_two(world, begin, turn):
    release = begin(approved_set)

    results = together(
        lambda: execute(release.pk), lambda: take_back(release.pk, world.drafter, "还要改。")
    )

    assert [type(error) for error in errors_in(results)] == [Stale]
    release.refresh_from_db()
    public = PolicyPage.objects.public().exists()
    assert public is (release.state == "released")
    assert list(violations()) == []


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_draft_saved_while_the_set_is_submitted_is_pinned_or_refused(world, turn):
    policy = make_set(world)
    page = InterpretationPage.objects.child_of(policy).get()
    page.summary = "赶在送审前改的一句话。"

    submitted, saved = together(
        lambda: submit_set(world, policy), lambda: page.save_revision(user=world.drafter)
    )

    pinned = submitted.items.get(page_id=page.pk)
    if isinstance(saved, Exception):
        assert isinstance(saved, Frozen)
        assert pinned.revision.content["summary"] != page.summary
    else:
        assert pinned.revision_id == saved.pk


def test_several_schedulers_release_each_set_exactly_once(world, scale):
    waiting = [approved_set(world).pk for _ in range(8 if scale <= 1 else 21)]
    before = Edition.current()
    seen = []

    def scheduler():
        for _ in range(60):
            seen.extend(release.pk for release in release_due())
            if not Release.objects.filter(state="approved").exists():
                return
            time.sleep(0.01)

    results = together(*[scheduler] * 3)

    assert errors_in(results) == []
    assert sorted(released_in_order()) == sorted(waiting)
    assert len(seen) == len(waiting)
    assert Edition.current() == before + len(waiting)


def test_two_attempts_at_one_release_are_one_release(begin):
    release = begin(approved_set)

    results = together(*[lambda: execute(release.pk)] * 4)

    assert [type(error) for error in errors_in(results)] == [Stale] * 3
    assert released_in_order() == [release.pk]


def test_editions_and_times_rise_in_the_order_of_release(world):
    for _ in range(6):
        approved_set(world)

    together(*[release_due] * 3)

    rows = Release.objects.order_by("edition").values_list("edition", "released_at")
    editions, times = zip(*rows, strict=True)
    assert len(set(editions)) == 6
    assert list(times) == sorted(times)


def test_two_schedulers_hold_an_overdue_release_once(begin):
    release = begin(approved_set)
    due_at(release, timezone.now() - datetime.timedelta(days=2))

    together(*[lambda: hold_overdue(timezone.now())] * 3)

    assert LedgerEntry.objects.filter(event="held").count() == 1


def test_releasing_and_reviewing_go_on_side_by_side(world):
    waiting = [approved_set(world).pk for _ in range(3)]
    reviewed = [submit_set(world, make_set(world)) for _ in range(3)]

    def review():
        for release in reviewed:
            approve(world, release)

    def schedule():
        for _ in range(5):
            release_due()

    results = together(review, schedule)

    assert errors_in(results) == []
    assert set(waiting) <= set(released_in_order())


def test_a_busy_database_is_no_failure_of_the_release(begin, monkeypatch):
    release = begin(approved_set)
    busy = itertools.chain([True], itertools.repeat(False))
    raise_number = Edition.raise_number

    def sometimes():
        if next(busy):
            raise OperationalError("database is locked")
        return raise_number()

    monkeypatch.setattr(Edition, "raise_number", sometimes)

    assert release_due() == []
    assert [released.pk for released in release_due()] == [release.pk]


def test_every_refusal_of_a_race_is_a_sentence(begin):
    release = begin(approved_set)

    results = together(*[lambda: execute(release.pk)] * 2)

    (refusal,) = errors_in(results)
    assert isinstance(refusal, Refusal)
    assert str(refusal).endswith("。")
