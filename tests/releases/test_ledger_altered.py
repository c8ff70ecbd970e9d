"""What was changed, removed or slipped in behind a ledger is found at its line (P8)."""

import datetime
from copy import deepcopy

import pytest
from django.db import DatabaseError, transaction

from interpretations.models import LedgerEntry, Release
from interpretations.releases.audit.public_state import Violation, violations
from interpretations.releases.records.ledger import (
    ChainProblem,
    ChainViolation,
    content_of,
    hash_of,
    verify,
)
from tests.factories import released_set
from tests.support.behind import behind_the_guard, doctor, run

pytestmark = pytest.mark.django_db
ENTRY = "interpretations_ledgerentry"
HEAD = "interpretations_ledgerhead"


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world)


@pytest.fixture
def release(world, built):
    """The only release: each line of the ledger is one of its lines."""
    return deepcopy(built)


def chain():
    return list(LedgerEntry.objects.order_by("pk"))


def problems():
    return [finding.problem for finding in verify()]


@pytest.mark.violates
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("who", "别人"),
        ("why", "另一个理由"),
        ("event", "returned"),
        ("at", datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)),
        ("data", {}),
        ("release_id", None),
        ("policy_id", None),
    ],
)
def test_finds_a_changed_line(release, column, value):
    line = chain()[1]
    with behind_the_guard():
        LedgerEntry.objects.filter(pk=line.pk).update(**{column: value})

    (finding,) = verify()

    assert (finding.problem, finding.line_id) == (ChainProblem.ALTERED, line.pk)


@pytest.mark.violates
def test_finds_a_changed_line_whose_hash_was_made_to_fit(release):
    line, following, *_ = chain()
    line.why = "另一个理由"
    with behind_the_guard():
        LedgerEntry.objects.filter(pk=line.pk).update(why=line.why, hash=hash_of(content_of(line)))

    assert list(verify()) == [ChainViolation(ChainProblem.LOOSE, following.pk, release.pk)]


@pytest.mark.violates
@pytest.mark.parametrize(
    ("place", "problem"), [(0, ChainProblem.LOOSE), (1, ChainProblem.LOOSE), (-1, ChainProblem.END)]
)
def test_finds_where_a_line_was_removed(release, place, problem):
    doctor(f"DELETE FROM {ENTRY} WHERE id = %s", chain()[place].pk)

    assert problems() == [problem]


@pytest.mark.violates
def test_finds_that_all_lines_were_removed(release):
    doctor(f"DELETE FROM {ENTRY}")

    assert list(verify()) == [ChainViolation(ChainProblem.END)]


@pytest.mark.violates
def test_finds_a_line_that_was_added_past_the_head(release):
    line = release.ledger.last()
    line.pk, line.previous, line.why = None, line.hash, "补写"
    line.hash = hash_of(content_of(line))
    line.save()

    assert problems() == [ChainProblem.END]


@pytest.mark.violates
def test_finds_a_line_that_was_put_in_the_place_of_another(release):
    line = chain()[1]
    with behind_the_guard():
        LedgerEntry.objects.filter(pk=line.pk).delete()
        line.who = "别人"
        line.hash = hash_of(content_of(line))
        line.save(force_insert=True)

    assert problems() == [ChainProblem.LOOSE]


@pytest.mark.violates
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET hash = 'x'"])
def test_finds_a_head_that_was_lost(release, statement):
    doctor(statement.format(HEAD))

    assert problems() == [ChainProblem.END]


def test_nobody_removes_the_head(release):
    with pytest.raises(DatabaseError, match="guard:append_only"), transaction.atomic():
        run(f"DELETE FROM {HEAD}")


@pytest.mark.violates
def test_the_audit_names_the_release_and_the_line(release):
    line = release.ledger.last()

    doctor(f"UPDATE {ENTRY} SET why = 'x' WHERE id = %s", line.pk)

    expected = Violation("P8", "ledger line altered", release_id=release.pk, detail=str(line.pk))
    assert list(violations()) == [expected]
    assert Release.objects.get().state == "released"
