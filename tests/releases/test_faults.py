"""A fault at any step, of any kind of release: all as before, and a retry releases (P6)."""

import errno
from contextlib import contextmanager, suppress

import pytest
from django.db import OperationalError, transaction
from django.db.utils import InterfaceError

from interpretations.models import Gate, LedgerEntry, Release
from interpretations.models.guard.gate import gate, is_open
from interpretations.models.kinds import ItemAction, ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.execution import execute as engine
from interpretations.releases.execution import publish as publishing
from interpretations.releases.execution import remove as removing
from interpretations.releases.execution import transfer as transferring
from interpretations.releases.execution.execute import execute
from interpretations.releases.scheduling.schedule import release_due, resume
from media.models import ReleasedFile
from search import index as door
from tests.factories import approved_set
from tests.support.faults import Broken
from tests.support.illustrated import READY
from tests.support.state import public_rows

BEFORE = [(engine, "_claim"), (engine, "seal_of"), (engine, "problems")]
DOING = {
    ItemAction.PUBLISH: [
        (publishing, "_put_live"),
        (publishing, "_see_live"),
        (publishing, "_write_publication"),
        (publishing, "_write_decisions"),
        (publishing, "_release_files"),
        (publishing, "entry_of"),
        (door, "put"),
        (engine, "publish"),
    ],
    ItemAction.REMOVE: [
        (removing, "UnpublishPageAction"),
        (removing, "_clean_draft_flag"),
        (door, "remove"),
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


@pytest.mark.django_db
@pytest.mark.parametrize("kind", READY)
def test_a_fault_at_any_step_leaves_nothing_and_a_retry_releases(world, kind):
    release = READY[kind](world)
    before = public_rows()

    for owner, name in steps_of(release):
        with failing(owner, name), pytest.raises(Broken):
            execute(release.pk)
        nothing_happened(before)
        resume(release.pk, release.submitted_by)

    assert [released.pk for released in release_due()] == [release.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", READY)
def test_a_fault_after_any_member_leaves_nothing_and_a_retry_releases(world, kind):
    release = READY[kind](world)
    before = public_rows()
    (action,) = set(release.items.values_list("action", flat=True))
    does = {"publish": "publish", "remove": "remove", "keep": "keep"}[action]

    for member in range(1, release.items.count() + 1):
        with failing(engine, does, turn=member), pytest.raises(Broken):
            execute(release.pk)
        nothing_happened(before)
        resume(release.pk, release.submitted_by)

    assert execute(release.pk).state == "released"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", READY)
@pytest.mark.parametrize("fault", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_is_away_is_no_failure_of_the_release(world, kind, fault):
    release = READY[kind](world)
    before = public_rows()

    with failing(engine, "refuse_half_a_set", fault), pytest.raises(type(fault)):
        execute(release.pk)

    nothing_happened(before)
    release.refresh_from_db()
    assert release.failure == ""
    assert [released.pk for released in release_due()] == [release.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", READY)
def test_a_disk_that_cannot_be_read_stops_the_release_and_leaves_nothing(world, kind):
    release = READY[kind](world)
    before = public_rows()
    if not engine._file_references(release.pk):
        return  # nothing to read, nothing that can fail

    broken = OSError(errno.EIO, "the disk does not answer")
    with failing(engine, "stored_bytes", broken), pytest.raises(OSError, match="disk"):
        execute(release.pk)

    nothing_happened(before)
    resume(release.pk, release.submitted_by)
    assert [released.pk for released in release_due()] == [release.pk]


@pytest.mark.django_db
def test_an_unexpected_fault_is_written_down_for_the_owners(world, monkeypatch):
    release = approved_set(world)
    monkeypatch.setattr(engine, "publish", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        execute(release.pk)

    release.refresh_from_db()
    assert "程序出错" in release.failure
    assert LedgerEntry.objects.filter(release=release).last().event == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_gate_left_open_cannot_be_committed(world):
    page = approved_set(world).policy_id

    with pytest.raises(Exception, match=r"(?i)foreign key"), transaction.atomic():
        Gate.objects.create(page_id=page)

    assert not Gate.objects.exists()


@pytest.mark.django_db
def test_the_gate_closes_when_its_work_fails(world):
    with suppress(Broken), transaction.atomic(), gate([1]):
        assert is_open(1)
        raise Broken

    assert not is_open(1)
    assert not Gate.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_gate_needs_a_transaction(world):
    with pytest.raises(RuntimeError), gate([1]):
        pass


@pytest.mark.django_db
def test_the_gate_opens_for_its_pages_only(world):
    mine, other = approved_set(world), approved_set(world)

    with pytest.raises(Exception, match="guard:"), transaction.atomic(), gate([mine.policy_id]):
        ReleasedFile.objects.create(name="x", page_id=mine.policy_id)
        ReleasedFile.objects.create(name="x", page_id=other.policy_id)

    assert not ReleasedFile.objects.exists()


@pytest.mark.django_db
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
