"""The ledger is one chain: whatever is changed, removed or slipped in behind it is found (P8)."""

import datetime
import hashlib

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import sets
from interpretations.models import ExemptionReason, LedgerEntry, LedgerHead
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.records.ledger import (
    append_many,
    content_of,
    hash_of,
    lines_of,
    verify,
    write,
)
from interpretations.releases.submission.submit import Submission, submit
from tests.factories import make_policy, make_set, released_set, submit_set
from tests.support.threads import errors_in, together

pytestmark = pytest.mark.django_db


def chain():
    return list(LedgerEntry.objects.order_by("pk"))


def joined(policy, **data):
    return write(None, "joined", "周敏", policy=policy, **data)


def test_each_line_carries_the_hash_of_the_one_before(world):
    released_set(world)

    lines = chain()

    assert [line.previous for line in lines] == ["", *(line.hash for line in lines[:-1])]
    assert LedgerHead.objects.get().hash == lines[-1].hash
    assert list(verify()) == []


def test_a_ledger_without_lines_is_whole(world):
    assert list(verify()) == []


def test_a_line_that_is_rolled_back_leaves_no_gap(world):
    policy = make_policy(world)
    with transaction.atomic():
        joined(policy)
        transaction.set_rollback(True)

    joined(policy)

    assert list(verify()) == []


def test_the_hash_is_the_same_after_reading(world):
    written = joined(make_policy(world), numbers={10: "十", 9: "九"}, few=(1, 2.5, None))

    read = LedgerEntry.objects.get(pk=written.pk)

    assert content_of(read) == content_of(written)
    assert hash_of(content_of(read)) == read.hash


def test_anybody_can_compute_the_hash():
    content = {
        "previous": "", "release": 7, "policy": None, "event": "held", "who": "", "why": "逾期",
        "at": "2026-11-02T01:02:03.000004+00:00", "data": {"b": 1, "a": []},
    }  # fmt: skip
    covered = '["",7,null,"held","2026-11-02T01:02:03.000004+00:00","","逾期",{"a":[],"b":1}]'

    assert hash_of(content) == hashlib.sha256(covered.encode()).hexdigest()


def test_a_line_belongs_to_the_set_of_its_release(world):
    release = submit_set(world, make_set(world))

    assert chain()[0].policy_id == release.policy_id
    assert list(lines_of(release.policy)) == chain()


def test_a_line_about_a_set_needs_no_release(world):
    policy = make_policy(world)

    line = joined(policy, departments=["市人力资源和社会保障局"])

    assert list(lines_of(policy)) == [line]
    assert line.data["title"] == policy.title


def test_a_line_tells_what_the_release_was_to_do(world):
    release = submit_set(world, make_set(world))

    data = chain()[0].data

    assert (data["kind"], data["title"], data["public_note"]) == ("first", release.title, "")
    assert data["emergency"] == ""
    assert [(m["action"], m["policy"]) for m in data["members"]] == [
        ("publish", release.policy_id)
    ] * 2


def test_a_line_tells_why_a_document_needs_no_interpretation(world):
    policy = make_policy(world)
    reason = ExemptionReason.objects.first()
    submission = Submission(
        frozenset([policy.pk]), exemptions={policy.pk: (reason.pk, "")}, confirm_all=True
    )

    submit(policy.pk, world.drafter, submission)

    (member,) = chain()[0].data["members"]
    assert member["exemption"] == reason.name


def test_a_line_tells_how_long_a_set_is_to_stand_first(world):
    release = released_set(world)
    until = datetime.date(2099, 12, 31)

    submit(
        release.policy_id, world.drafter, Submission(kind=ReleaseKind.FEATURE, feature_until=until)
    )

    assert chain()[-1].data["feature_until"] == "2099-12-31"


def test_many_lines_cost_one_change_of_the_head(world):
    policy = make_policy(world)
    lines = [LedgerEntry(policy=policy, event="joined", data={"n": n}) for n in range(250)]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        append_many(lines)

    assert len([q for q in queries if q["sql"].startswith("UPDATE")]) == 1
    assert len(queries) < 10
    assert list(verify()) == []


def test_sets_written_in_bulk_are_in_the_same_chain(world):
    released_set(world)
    sets.fill(3, sets.set_up())
    released_set(world)

    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_several_writers_at_once_keep_one_chain(world):
    policy = make_policy(world)

    def writer():
        for _ in range(5):
            joined(policy)

    results = together(*[writer] * 4)

    assert errors_in(results) == []
    assert len(chain()) == 20
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_checks_while_others_write_finds_nothing(world):
    policy = make_policy(world)

    def writer():
        for _ in range(10):
            joined(policy)

    def reader():
        return [finding for _ in range(10) for finding in verify()]

    results = together(writer, writer, reader)

    assert results == [None, None, []]
