"""Releases of different kinds at the same moment: the set is whole, the loser is told (P1, P5)."""

import os
import random
import time
from collections import Counter

import pytest

from interpretations.models import (
    Departure,
    Edition,
    InterpretationPage,
    LedgerEntry,
    PolicyPage,
    Release,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Frozen, Incomplete, Refusal, Stale
from interpretations.releases.audit.public_state import violations
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.end import take_back
from interpretations.releases.review.sample import note_reading, sample_of
from interpretations.releases.scheduling.schedule import release_due
from tests.factories import (
    UserFactory,
    approve,
    edit,
    fresh,
    interpretations_of,
    make_interpretation,
    submit_kind,
)
from tests.support.effects import torn
from tests.support.illustrated import NOTE, READY, SUBMITTED, duty_officer, explain, public
from tests.support.threads import errors_in, together

pytestmark = pytest.mark.django_db(transaction=True)
# A night races thirty times as often, and decides on every kind: a day on those that are decided
# otherwise than the others (a sample, an act in an emergency), and on two of the others.
IS_A_DAY = float(os.environ.get("TEST_SCALE", "1")) <= 1
ROUNDS = 1 if IS_A_DAY else 2
OTHERWISE = ("first", "correction", "migration", "emergency_release", "emergency_withdrawal")
DECIDED = OTHERWISE if IS_A_DAY else [*SUBMITTED]
GROUPS = ["市住房和城乡建设局起草组", "部门负责人", "新闻办"]


def approved(world, policy, kind, **submission):
    return approve(world, submit_kind(world, policy, kind, **submission))


def growing_and_leaving(world):
    """A supplement and a withdrawal wait for one set."""
    policy = public(world)
    explain(world, policy)
    approved(world, policy, ReleaseKind.SUPPLEMENT)
    approved(world, policy, ReleaseKind.WITHDRAWAL)
    return policy


def losing_both(world):
    """A removal waits for each of the two interpretations."""
    policy = public(world, 2)
    for page in interpretations_of(policy):
        approved(world, policy, ReleaseKind.REMOVAL, page_ids=[page.pk])
    return policy


def explained_twice(world):
    """The removal of its own interpretation waits, and the withdrawal of the other set."""
    policy, other = public(world), public(world)
    explain(world, other, policy)
    execute(approved(world, other, ReleaseKind.SUPPLEMENT).pk)
    approved(world, policy, ReleaseKind.REMOVAL)
    approved(world, other, ReleaseKind.WITHDRAWAL)
    return policy


def executed(*releases):
    """Execute all at once; return the refusals."""
    results = together(*[lambda pk=release.pk: execute(pk) for release in releases])
    assert torn(Release.objects.all()) == []
    assert list(violations()) == []
    return errors_in(results)


def is_whole(policy):
    """The document and its interpretations are public, or none of them is."""
    public_ids = set(InterpretationPage.objects.public().child_of(policy).values_list("pk"))
    return PolicyPage.objects.public().filter(pk=policy.pk).exists() is bool(public_ids)


def test_several_schedulers_release_every_kind_exactly_once(world, record_property):
    """Of a day every third kind, beginning anywhere."""
    every = 3 if IS_A_DAY else 1
    waiting = {READY[kind](world).pk for kind in [*READY][random.randrange(every) :: every]}
    before = Edition.current()
    record_property("n", len(waiting))

    def scheduler():
        for _ in range(100):
            release_due()
            if not Release.objects.filter(state="approved").exists():
                return
            time.sleep(0.01)

    results = together(*[scheduler] * 3)

    assert errors_in(results) == []
    entries = LedgerEntry.objects.filter(event="released", release__in=waiting)
    assert Counter(entries.values_list("release", flat=True)) == Counter(waiting)
    editions = set(Release.objects.filter(pk__in=waiting).values_list("edition", flat=True))
    assert len(editions) == len(waiting)
    assert min(editions) == before + 1
    assert torn(Release.objects.all()) == []


@pytest.mark.parametrize("kind", DECIDED)
def test_of_two_people_deciding_at_once_one_decides_and_one_is_told(world, kind):
    release = SUBMITTED[kind](world)
    if release.emergency:
        execute(release.pk)
    step = release.steps.order_by("position").first()
    people = [UserFactory(groups=GROUPS), UserFactory(groups=GROUPS)]
    for user in people:
        assert may_decide(user).filter(pk=step.pk).exists()
        for item in sample_of(release):
            note_reading(item, user)

    results = together(*[lambda user=user: decide(step.pk, user, "approve") for user in people])

    assert [type(error) for error in errors_in(results)] == [Stale]
    assert LedgerEntry.objects.filter(event="approved", release=release).count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_supplement_and_a_withdrawal_at_once_are_one_of_the_two(begin, turn):
    policy = begin(growing_and_leaving)

    refusals = executed(*Release.objects.open())

    assert [type(error) for error in refusals] == [Incomplete]
    assert is_whole(policy)
    assert Release.objects.exclude(failure="").count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_two_removals_that_would_leave_nothing_one_is_refused(begin, turn):
    policy = begin(losing_both)

    refusals = executed(*Release.objects.open())

    assert [type(error) for error in refusals] == [Incomplete]
    assert InterpretationPage.objects.public().child_of(policy).count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_document_keeps_one_of_two_explanations_that_leave_at_once(begin, turn):
    """Its own interpretation is removed while the other set that explains it is withdrawn."""
    policy = begin(explained_twice)

    refusals = executed(*Release.objects.open())

    assert [type(error) for error in refusals] == [Incomplete]
    assert policy in PolicyPage.objects.public()


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize(
    "other", [ReleaseKind.CORRECTION, ReleaseKind.TRANSFER, ReleaseKind.FEATURE]
)
def test_of_two_kinds_submitted_at_once_for_one_page_one_is_refused(world, begin, other, turn):
    policy = begin(public)
    edit(policy, world.drafter, recipients="各县（市、区）人民政府")
    more = {"target_department": world.other_department.pk} if other == "transfer" else {}

    results = together(
        lambda: submit_kind(world, policy, ReleaseKind.WITHDRAWAL),
        lambda: submit_kind(world, policy, other, **more),
    )

    (refusal,) = errors_in(results)
    assert isinstance(refusal, Incomplete | Frozen)
    assert Release.objects.open().count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_correction_saved_while_it_is_submitted_is_pinned_or_refused(world, begin, turn):
    policy = begin(public)
    (page,) = interpretations_of(policy)
    edit(page, world.drafter, summary="第一稿更正。")
    late = fresh(page).get_latest_revision_as_object()
    late.summary = "赶在送审前改的一句话。"

    release, saved = together(
        lambda: submit_kind(world, policy, ReleaseKind.CORRECTION),
        lambda: late.save_revision(user=world.drafter),
    )

    pinned = release.items.get(page_id=page.pk)
    if isinstance(saved, Exception):
        assert isinstance(saved, Frozen)
        assert pinned.revision.content["summary"] == "第一稿更正。"
    else:
        assert pinned.revision_id == saved.pk


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("kind", ["correction", "withdrawal", "transfer", "feature"])
def test_taking_back_at_the_instant_of_release_is_one_of_the_two(world, begin, kind, turn):
    release = begin(READY[kind])

    results = together(
        lambda: execute(release.pk), lambda: take_back(release.pk, world.drafter, "还要改。")
    )

    assert [type(error) for error in errors_in(results)] == [Stale]
    assert torn([Release.objects.get(pk=release.pk)]) == []


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("kind", ["correction", "supplement", "removal", "transfer", "feature"])
def test_an_emergency_withdrawal_takes_the_set_off_whatever_goes_out(world, begin, kind, turn):
    release = begin(READY[kind])
    policy, duty = release.policy, duty_officer()
    if kind != "transfer":  # which lets no other release of its set begin
        page = make_interpretation(policy, world.drafter)
        submit_kind(world, policy, ReleaseKind.SUPPLEMENT, page_ids=[page.pk])

    results = together(
        lambda: execute(release.pk),
        lambda: act_in_emergency(policy.pk, duty, ReleaseKind.WITHDRAWAL, "山洪预警", NOTE),
    )

    assert all(isinstance(error, Stale) for error in errors_in(results[:1])), results
    assert not isinstance(results[1], Exception), results[1]
    assert Departure.objects.filter(page=policy.pk).exists()
    assert not InterpretationPage.objects.public().descendant_of(fresh(policy)).exists()
    assert not Release.objects.open().exists()
    assert torn(Release.objects.all()) == []
    assert list(violations()) == []


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_emergencies_at_once_take_the_set_off_once(begin, turn):
    policy = begin(public)
    people = [duty_officer() for _ in range(2)]

    results = together(
        *[
            lambda user=user: act_in_emergency(
                policy.pk, user, ReleaseKind.WITHDRAWAL, "山洪预警", NOTE
            )
            for user in people
        ]
    )

    (refusal,) = errors_in(results)
    assert isinstance(refusal, Refusal), refusal
    assert Release.objects.filter(kind="withdrawal", state="released").count() == 1
    assert not PolicyPage.objects.public().exists()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_an_emergency_release_and_a_scheduled_one_are_one_release(begin, turn):
    release = begin(READY["first"])
    policy, duty = release.policy, duty_officer()

    results = together(
        lambda: execute(release.pk),
        lambda: act_in_emergency(policy.pk, duty, ReleaseKind.FIRST, "山洪预警"),
    )

    (refusal,) = errors_in(results)
    assert isinstance(refusal, Refusal), refusal
    assert Release.objects.filter(state="released").count() == 1
    assert is_whole(policy)
    assert PolicyPage.objects.public().count() == 1
