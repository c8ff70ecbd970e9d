"""The calendar: on the second, in order, once; what is old or broken waits for a person (P5)."""

import datetime
import itertools
from copy import deepcopy
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError
from django.utils import timezone

from interpretations.models import (
    LedgerEntry,
    OutboxMessage,
    Release,
    ReleaseItem,
    SchedulerHeartbeat,
)
from interpretations.models.refusals import NotYours, Stale
from interpretations.releases.execution.execute import record_failure
from interpretations.releases.scheduling import schedule
from interpretations.releases.scheduling.schedule import (
    due_soon,
    hold_overdue,
    read_files,
    release_due,
    resume,
    seconds_to_next,
    why_not_resume,
)
from tests.factories import (
    UserFactory,
    approve,
    approved_set,
    make_document,
    make_set,
    released_set,
    submit_set,
)
from tests.support.behind import behind_the_guard, move_on

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)
LIMIT = datetime.timedelta(hours=settings.RELEASE_OVERDUE_HOURS)


def at(release, when, approved_at=None):
    """Move a release in the calendar; the columns are the engine's own, outside the seal."""
    changed = {"due_at": when, **({"approved_at": approved_at} if approved_at else {})}
    move_on(release, **changed)
    release.refresh_from_db()
    return release


def same_document(*releases):
    """Let several releases name one document, as corrections and supplements do."""
    with behind_the_guard():
        members = ReleaseItem.objects.filter(release__in=releases)
        members.update(policy=releases[0].policy)
    return releases


@pytest.fixture(scope="module")
def built(shared_world):
    """Three approved sets, moved into another year: a test moves back those that it means."""
    later = timezone.now() + 365 * 24 * HOUR
    return [at(approved_set(shared_world), later) for _ in range(3)]


@pytest.fixture
def approved(world, built):
    return deepcopy(built)


@pytest.fixture
def release(approved):
    """An approved set that is due now."""
    return at(approved[0], approved[0].approved_at)


def due_now(releases):
    return [at(release, release.approved_at) for release in releases]


def due():
    return list(Release.objects.due(timezone.now()).values_list("pk", flat=True))


def test_releases_what_is_due(release):
    assert [released.pk for released in release_due()] == [release.pk]


def test_leaves_what_is_not_due(world):
    approved_set(world, scheduled_for=timezone.now() + HOUR)

    assert release_due() == []


def test_a_time_that_passed_during_review_means_at_once(world, monkeypatch):
    when = timezone.now() + HOUR
    release = submit_set(world, make_set(world), scheduled_for=when)
    monkeypatch.setattr(timezone, "now", lambda: when + HOUR)

    approve(world, release)

    assert release.due_at == when + HOUR


def test_goes_out_in_order_of_time(approved):
    now = timezone.now()
    late, early = approved[:2]
    at(late, now - SECOND)
    at(early, now - 2 * SECOND)

    assert [released.pk for released in release_due()] == [early.pk, late.pk]


def test_of_several_at_the_same_second_the_first_approved_goes_first(approved):
    now = timezone.now()
    for release, minutes in zip(approved, (1, 3, 2), strict=True):
        at(release, now - SECOND, approved_at=now - minutes * 60 * SECOND)

    released = release_due()

    assert [release.pk for release in released] == [approved[1].pk, approved[2].pk, approved[0].pk]
    assert [release.edition for release in released] == sorted(
        release.edition for release in released
    )


def test_after_an_outage_the_overdue_go_out_in_order(approved):
    now = timezone.now()
    for release, hours in zip(approved, (1, 11, 5), strict=True):
        at(release, now - hours * HOUR)

    assert [released.pk for released in release_due()] == [approved[n].pk for n in (1, 2, 0)]


def test_one_that_fails_does_not_hold_up_others(approved, monkeypatch):
    broken, sound = due_now(approved[:2])
    execute = schedule.execute

    def fail_one(pk, prepared=None):
        if pk == broken.pk:
            record_failure(pk, "坏了。")
            raise RuntimeError
        return execute(pk, prepared)

    monkeypatch.setattr(schedule, "execute", fail_one)

    assert [released.pk for released in release_due()] == [sound.pk]


@pytest.mark.violates
def test_a_failed_one_holds_up_only_later_ones_of_its_document(approved):
    now = timezone.now()
    first, later, other = due_now(approved)
    at(first, now - 3 * SECOND)
    at(later, now - 2 * SECOND)
    same_document(first, later)

    record_failure(first.pk, "坏了。")

    assert due() == [other.pk]


@pytest.mark.violates
@pytest.mark.parametrize("stop", ["failed", "held"])
def test_a_resumed_one_keeps_its_place_before_later_ones_of_its_document(world, approved, stop):
    now = timezone.now()
    first, later = approved[:2]
    at(first, now - LIMIT - HOUR if stop == "held" else now - 2 * SECOND)
    at(later, now - SECOND)
    same_document(first, later)
    hold_overdue(now) if stop == "held" else record_failure(first.pk, "坏了。")
    assert due() == []

    resume(first.pk, world.leader)

    assert due() == [first.pk]


@pytest.mark.violates
@pytest.mark.parametrize("equal", ["approval", "nothing"])
def test_of_one_document_only_the_first_is_due(approved, equal):
    now = timezone.now()
    pair = approved[:2]
    for place, release in enumerate(pair):
        approved_at = now if equal == "approval" else now + place * SECOND
        at(release, now - SECOND, approved_at=approved_at)
    same_document(*pair)

    assert due() == [pair[0].pk]


@pytest.mark.violates
def test_what_was_returned_holds_up_nothing(approved):
    now = timezone.now()
    first, later = due_now(approved[:2])
    at(first, now - 3 * SECOND)
    same_document(first, later)
    with behind_the_guard():
        Release.objects.filter(pk=first.pk).update(state="returned")

    assert due() == [later.pk]


def test_what_is_overdue_by_too_much_waits_for_a_person(release):
    at(release, timezone.now() - LIMIT - SECOND)

    assert release_due() == []

    release.refresh_from_db()
    assert release.is_stopped
    assert LedgerEntry.objects.filter(release=release).last().event == "held"
    assert OutboxMessage.objects.last().payload == {"release": release.pk, "event": "held"}


def test_what_is_overdue_by_less_goes_out(release):
    at(release, timezone.now() - LIMIT + HOUR)

    assert len(release_due()) == 1


def test_is_held_and_told_once(release):
    at(release, timezone.now() - LIMIT - SECOND)

    release_due()
    release_due()

    assert LedgerEntry.objects.filter(event="held").count() == 1


def test_a_held_release_goes_out_once_a_reviewer_resumes_it(world, release):
    at(release, timezone.now() - LIMIT - SECOND)
    release_due()

    resume(release.pk, world.editor)

    assert [released.pk for released in release_due()] == [release.pk]
    entry = LedgerEntry.objects.get(release=release, event="resumed")
    assert entry.who == world.editor.get_full_name()


def test_a_failed_release_that_was_resumed_late_is_not_held(world, release):
    at(release, timezone.now() - 3 * LIMIT)
    record_failure(release.pk, "坏了。")

    resume(release.pk, world.leader)

    assert [released.pk for released in release_due()] == [release.pk]


@pytest.mark.parametrize(
    ("who", "failed", "held"),
    [
        ("drafter", True, False),
        ("leader", True, True),
        ("editor", True, True),
        ("drafter2", False, False),
        ("admin", False, False),
    ],
)
def test_who_may_resume(world, release, who, failed, held):
    user = getattr(world, who)
    stopped = timezone.now()

    answers = []
    for name in ("failed_at", "held_at"):
        release.failed_at = release.held_at = None
        setattr(release, name, stopped)
        answers.append(why_not_resume(release, user) is None)

    assert answers == [failed, held]


def test_somebody_who_left_resumes_nothing(world, release):
    record_failure(release.pk, "坏了。")
    world.leader.is_active = False
    world.leader.save()

    with pytest.raises(NotYours):
        resume(release.pk, world.leader)


def test_a_leader_of_another_department_resumes_nothing(release):
    record_failure(release.pk, "坏了。")

    with pytest.raises(NotYours):
        resume(release.pk, UserFactory(groups=["部门负责人"]))


@pytest.mark.parametrize("make", [approved_set, released_set])
def test_what_has_not_stopped_is_not_resumed(world, make):
    with pytest.raises(Stale):
        resume(make(world).pk, world.leader)


@pytest.mark.parametrize(("ahead", "expected"), [(10, 10), (0.5, 0.5), (100, 60)])
def test_sleeps_until_the_next_is_due_but_not_too_long(release, ahead, expected):
    now = timezone.now()
    at(release, now + ahead * SECOND)

    assert seconds_to_next(now, 60) == pytest.approx(expected)


def test_sleeps_as_long_as_allowed_when_nothing_waits(world):
    released_set(world)
    record_failure(approved_set(world, scheduled_for=timezone.now() + HOUR).pk, "坏了。")

    assert seconds_to_next(timezone.now(), 60) == 60


def test_files_are_read_of_what_is_due_soon(world, approved):
    now = timezone.now()
    soon = at(approved[0], now + 10 * SECOND)
    at(approved[1], now + HOUR)
    released_set(world)

    assert due_soon(now) == [soon.pk]


def test_what_is_not_read_yet_holds_up_nothing_that_is(approved):
    unread, sound = due_now(approved[:2])

    assert [released.pk for released in release_due({sound.pk: read_files(sound.pk)})] == [sound.pk]
    assert [released.pk for released in release_due({unread.pk: read_files(unread.pk)})] == [
        unread.pk
    ]


@pytest.mark.violates
@pytest.mark.parametrize(
    ("fault", "ahead", "stops"),
    [("gone", 10, True), ("unreadable", 10, False), ("unreadable", 0, True)],
)
def test_a_file_that_cannot_be_read_stops_its_set_when_it_is_time(
    world, fault, ahead, stops, monkeypatch
):
    document = make_document(world)
    policy = make_set(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    broken = approve(world, submit_set(world, policy))
    at(broken, timezone.now() + ahead * SECOND)
    if fault == "gone":
        document.file.storage.delete(document.file.name)
    else:
        monkeypatch.setattr(FileSystemStorage, "_open", Mock(side_effect=PermissionError))

    assert read_files(broken.pk) is None

    broken.refresh_from_db()
    assert broken.is_stopped is stops


def test_a_database_that_is_away_while_files_are_read_stops_no_set(release, monkeypatch):
    monkeypatch.setattr(schedule, "prepare", Mock(side_effect=OperationalError))

    assert read_files(release.pk) is None

    release.refresh_from_db()
    assert not release.is_stopped


@pytest.mark.parametrize("moved", [-HOUR, HOUR], ids=["back", "forward"])
def test_a_clock_that_jumps_releases_nothing_twice_and_loses_nothing(approved, moved, monkeypatch):
    real = timezone.now
    releases = due_now(approved)
    jumps = itertools.cycle([datetime.timedelta(), moved])
    monkeypatch.setattr(timezone, "now", lambda: real() + next(jumps))
    for _ in range(6):
        release_due()
    monkeypatch.undo()

    release_due()

    entries = LedgerEntry.objects.filter(event="released").values_list("release", flat=True)
    assert sorted(entries) == sorted(release.pk for release in releases)


def test_a_clock_that_was_put_back_only_delays(release, monkeypatch):
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - HOUR)
    assert release_due() == []
    monkeypatch.undo()

    assert len(release_due()) == 1


def test_a_scheduler_says_that_it_is_alive(world):
    schedule.beat("one")
    schedule.beat("one")

    assert SchedulerHeartbeat.objects.get().beat_at <= timezone.now()
