"""A fault at any step, of any kind of release: all as before, and a retry releases (P6)."""

import errno
import random
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import OperationalError
from django.db.utils import InterfaceError

from interpretations.models import LedgerEntry, Release
from interpretations.models.kinds import ItemAction, ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.execution import execute as engine
from interpretations.releases.execution import pages
from interpretations.releases.execution import publish as publishing
from interpretations.releases.execution import remove as removing
from interpretations.releases.execution import transfer as transferring
from interpretations.releases.execution.execute import execute
from interpretations.releases.scheduling.schedule import release_due, resume
from search import index as door
from tests.database.undone import undone
from tests.factories import approved_set
from tests.support.faults import Broken
from tests.support.illustrated import READY
from tests.support.picturing import pictured_here
from tests.support.state import public_rows

pytestmark = pytest.mark.django_db
BEFORE = [
    (engine, "_claim"),
    (engine, "seal_of"),
    (engine, "problems"),
    (engine, "lost_links"),
    (engine, "left_behind"),
]
DOING = {
    ItemAction.PUBLISH: [
        (publishing, "as_pinned"),
        (pages, "update_own_rows"),
        (pages, "put_children"),
        (pages, "put_references"),
        (publishing, "put_live"),
        (publishing, "see_live"),
        (publishing, "_write_publications"),
        (publishing, "write_decisions"),
        (publishing, "_release_files"),
        (publishing, "let_go_of_older_files"),
        (door, "put"),
        (publishing, "put_clauses"),
        (engine, "publish"),
    ],
    ItemAction.REMOVE: [
        (removing, "UnpublishPageAction"),
        (removing, "_clean_draft_flag"),
        (door, "remove"),
        (removing, "remove_clauses"),
        (engine, "remove"),
    ],
    ItemAction.KEEP: [(engine, "keep")],
}
OF_THE_SET = {
    ReleaseKind.TRANSFER: [
        (transferring, "_move"),
        (transferring, "_see_addresses"),
        (engine, "transfer"),
    ],
    ReleaseKind.FEATURE: [(engine, "feature")],
}
AFTER = [
    (engine, "refuse_half_a_set"),
    (engine.ledger, "write"),
    (engine, "settle_objections"),
    (engine.outbox, "put"),
]


@pytest.fixture(scope="module", params=READY)
def built(shared_world, request):
    """An approved release of one kind, undone before the next kind is built."""
    with undone():
        with pictured_here():
            release = READY[request.param](shared_world)
        yield release


@pytest.fixture
def release(world, built):
    return deepcopy(built)


def steps_of(release):
    """The functions that a release of this kind runs through, in order."""
    actions = set(release.items.values_list("action", flat=True))
    doing = [step for action in sorted(actions) for step in DOING[action]]
    return [*BEFORE, *doing, *OF_THE_SET.get(release.kind, []), *AFTER]


@contextmanager
def failing(owner, name, fault=Broken, turn=1):
    """The function does its work; its call of this number then fails, once."""
    real = getattr(owner, name)
    calls = []

    def fail_once(*args, **kwargs):
        result = real(*args, **kwargs)
        calls.append(name)
        if len(calls) == turn:
            raise fault
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, fail_once)
        yield


def nothing_happened(before):
    assert public_rows() == before


@pytest.mark.heavy
def test_a_fault_at_any_step_leaves_nothing_and_a_retry_releases(release, scale):
    """At every third step at the ordinary size, beginning anywhere; at each in a night's proof."""
    before, every = public_rows(), 3 if scale <= 1 else 1

    for owner, name in steps_of(release)[random.randrange(every) :: every]:
        with failing(owner, name), pytest.raises(Broken):
            execute(release.pk)
        nothing_happened(before)
        resume(release.pk, release.submitted_by)

    assert [released.pk for released in release_due()] == [release.pk]


def test_a_fault_after_any_member_leaves_nothing_and_a_retry_releases(release):
    before = public_rows()
    (action,) = set(release.items.values_list("action", flat=True))
    # A release writes what it publishes together; the log has a line for each.
    owner, does = {
        "publish": (pages, "_line"),
        "remove": (engine, "remove"),
        "keep": (engine, "keep"),
    }[action]

    for member in range(1, release.items.count() + 1):
        with failing(owner, does, turn=member), pytest.raises(Broken):
            execute(release.pk)
        nothing_happened(before)
        resume(release.pk, release.submitted_by)

    assert execute(release.pk).state == "released"


@pytest.mark.parametrize("fault", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_is_away_is_no_failure_of_the_release(release, fault):
    before = public_rows()

    with failing(engine, "refuse_half_a_set", fault), pytest.raises(type(fault)):
        execute(release.pk)

    nothing_happened(before)
    release.refresh_from_db()
    assert release.failure == ""
    assert [released.pk for released in release_due()] == [release.pk]


def test_a_disk_that_cannot_be_read_stops_the_release_and_leaves_nothing(release):
    before = public_rows()
    if not list(engine._pinned_files(release.pk)):
        return  # nothing to read, nothing that can fail

    broken = OSError(errno.EIO, "the disk does not answer")
    with failing(engine, "stored_bytes", broken), pytest.raises(OSError, match="disk"):
        execute(release.pk)

    nothing_happened(before)
    resume(release.pk, release.submitted_by)
    assert [released.pk for released in release_due()] == [release.pk]


def test_an_unexpected_fault_is_written_down_for_the_owners(world, monkeypatch):
    release = approved_set(world)
    monkeypatch.setattr(engine, "publish", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        execute(release.pk)

    release.refresh_from_db()
    assert "程序出错" in release.failure
    assert LedgerEntry.objects.filter(release=release).last().event == "failed"


def test_a_refusal_inside_is_told_and_leaves_nothing(world, monkeypatch):
    release = approved_set(world)
    before = public_rows()

    def refuse(_release):
        raise Incomplete

    monkeypatch.setattr(engine, "refuse_half_a_set", refuse)
    with pytest.raises(Incomplete):
        execute(release.pk)

    nothing_happened(before)
    assert Release.objects.get(pk=release.pk).failure == str(Incomplete.sentence)
