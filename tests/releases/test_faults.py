"""A fault at any place leaves every member as before, and a retry releases them (P6)."""

from contextlib import suppress

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import InterfaceError

from interpretations.models import Gate, LedgerEntry, PolicyPage, Release
from interpretations.models.guard.gate import gate, is_open
from interpretations.models.refusals import Incomplete
from interpretations.releases import execute as engine
from interpretations.releases import publish as publishing
from interpretations.releases.audit import offences
from interpretations.releases.execute import execute, prepare
from interpretations.releases.schedule import release_due, resume
from media.models import ReleasedFile
from search import door
from tests.factories import (
    approve,
    approved_set,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    submit_set,
)
from tests.support.faults import Broken, watching
from tests.support.state import all_rows, public_rows


def illustrated(world, interpretations=2):
    """An approved set with files: every branch of a release is walked."""
    policy = make_policy(world)
    policy.attachments.create(title="申请表", document=make_document(world))
    policy.keywords.add("便民", "电梯")
    policy.save_revision(user=world.drafter)
    picture = ("picture", {"image": make_image(world), "alt": "办事流程"})
    for _ in range(interpretations):
        make_interpretation(policy, world.drafter, body=[picture])
    return approve(world, submit_set(world, policy))


def nothing_happened(before):
    assert not PolicyPage.objects.public().exists()
    assert not Gate.objects.exists()
    assert public_rows() == before


SIDE_EFFECTS = {
    "index": (door, "put"),
    "text_of_index": (publishing, "entry_of"),
    "page": (publishing, "_see_live"),
    "record": (publishing, "_write_publication"),
    "files": (publishing, "_release_files"),
    "other_half": (engine, "refuse_half_a_set"),
    "ledger": (engine.ledger, "write"),
    "outbox": (engine.outbox, "put"),
    "seal": (engine, "seal_of"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("where", SIDE_EFFECTS)
def test_a_fault_at_a_side_effect_leaves_nothing_and_a_retry_releases(world, where, monkeypatch):
    release = illustrated(world)
    before = public_rows()
    owner, name = SIDE_EFFECTS[where]
    real = getattr(owner, name)
    broken = [True]

    def fail_once(*args, **kwargs):
        if broken and broken.pop():
            raise Broken
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, fail_once)
    with pytest.raises(Broken):
        execute(release.pk)
    nothing_happened(before)

    resume(release.pk, world.leader)

    assert [one.pk for one in release_due()] == [release.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("member", [0, 1, 2])
def test_a_fault_at_any_member_leaves_nothing_and_a_retry_releases(world, member, monkeypatch):
    release = illustrated(world)
    before = public_rows()
    fatal = list(release.items.order_by("position"))[member].pk
    publish = engine.publish

    def fail_at_one(released, item, now):
        publish(released, item, now)
        if item.pk == fatal:
            raise Broken

    monkeypatch.setattr(engine, "publish", fail_at_one)
    with pytest.raises(Broken):
        execute(release.pk)
    nothing_happened(before)
    monkeypatch.undo()

    resume(release.pk, world.leader)

    assert execute(release.pk).state == "released"


@pytest.mark.django_db
def test_an_unexpected_fault_is_written_down_for_the_owners(world, monkeypatch):
    release = approved_set(world)
    monkeypatch.setattr(engine, "publish", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        execute(release.pk)

    release.refresh_from_db()
    assert "程序出错" in release.failure
    assert LedgerEntry.objects.filter(release=release).last().event == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_no_failure_of_the_release(world, fault, monkeypatch):
    release = approved_set(world)

    def away(*_):
        raise fault("the connection is closed")

    monkeypatch.setattr(engine, "publish", away)
    with pytest.raises(fault):
        execute(release.pk)
    monkeypatch.undo()

    assert [one.pk for one in release_due()] == [release.pk]


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_each_statement_leaves_the_database_as_it_was(world):
    """Every statement that a release sends, one after the other, in real transactions."""
    number, sent = 1, 1
    while number <= sent:
        release = illustrated(world, interpretations=1)
        prepared = prepare(release.pk)
        before = all_rows()
        while number <= sent:
            with watching(fail_at=number) as statements, suppress(Broken):
                engine._flip(release.pk, prepared)
            sent = max(sent, len(statements.sent) + 1)
            number += 1
            if Release.objects.get(pk=release.pk).state == "released":
                break
            assert all_rows() == before, statements.sent[-1]
        # Either it was the last statement, or Wagtail swallowed the fault of a mere look.
        swallowed = statements.sent[number - 2 : number - 1]
        assert all(sql.startswith("SELECT") for sql in swallowed), swallowed
        assert list(offences()) == []

    assert number > 50


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


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("member", [0, 1])
def test_a_connection_lost_in_the_middle_leaves_nothing_and_a_retry_releases(
    world, member, monkeypatch
):
    release = illustrated(world, interpretations=1)
    before = public_rows()
    fatal = list(release.items.order_by("position"))[member].pk
    publish = engine.publish

    def lose_the_connection(released, item, now):
        publish(released, item, now)
        if item.pk == fatal:
            connection.connection.pgconn.finish()

    monkeypatch.setattr(engine, "publish", lose_the_connection)
    with pytest.raises((OperationalError, InterfaceError)):
        execute(release.pk)
    monkeypatch.undo()
    connection.close()
    nothing_happened(before)

    assert [one.pk for one in release_due()] == [release.pk]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_backend_terminated_in_the_middle_leaves_nothing_and_a_retry_releases(world, monkeypatch):
    release = illustrated(world, interpretations=1)
    before = public_rows()

    def terminate(_release):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(engine, "refuse_half_a_set", terminate)
    assert release_due() == []
    monkeypatch.undo()
    nothing_happened(before)

    assert [one.pk for one in release_due()] == [release.pk]
