"""The outbox: after the commit, until it is done, by one at a time (P6)."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from interpretations.models import OutboxMessage
from interpretations.releases.records import outbox
from interpretations.releases.records.outbox import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_PAUSE,
    deliver_waiting,
    put,
)
from tests.support.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What was delivered; the handler fails as often as `done.failures` says."""

    class Done(list):
        failures = 0

    delivered = Done()

    def handle(payload):
        if delivered.failures:
            delivered.failures -= 1
            raise ConnectionError("no mail host")
        delivered.append(payload["number"])

    monkeypatch.setitem(outbox._handlers, "test", handle)
    return delivered


def later(monkeypatch, pause):
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + pause)


def test_delivers_what_waits_oldest_first(done):
    for number in range(3):
        put("test", number=number)

    assert deliver_waiting() == 3
    assert done == [0, 1, 2]


def test_delivers_nothing_twice(done):
    put("test", number=1)

    assert (deliver_waiting(), deliver_waiting()) == (1, 0)
    assert done == [1]


def test_what_failed_waits_and_is_tried_again(done, monkeypatch):
    put("test", number=1)
    done.failures = 1

    assert deliver_waiting() == 0
    assert deliver_waiting() == 0
    later(monkeypatch, FIRST_PAUSE)
    assert deliver_waiting() == 1
    assert OutboxMessage.objects.get().last_error == ""


def test_the_pause_grows_up_to_a_limit(done, monkeypatch):
    put("test", number=1)
    done.failures = 20
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    pauses = []
    for _ in range(20):
        OutboxMessage.objects.update(next_attempt_at=now)
        deliver_waiting()
        pauses.append(OutboxMessage.objects.get().next_attempt_at - now)

    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    assert OutboxMessage.objects.get().attempts == 20


def test_an_error_is_kept_for_whoever_looks(done):
    put("test", number=1)
    done.failures = 1

    deliver_waiting()

    assert OutboxMessage.objects.get().last_error == "ConnectionError: no mail host"


def test_one_that_fails_holds_up_no_other(done):
    put("test", number=1)
    put("test", number=2)
    done.failures = 1

    assert deliver_waiting() == 1
    assert done == [2]


def test_a_kind_that_nobody_handles_waits_for_its_handler(done, monkeypatch):
    put("unknown", number=1)

    assert deliver_waiting() == 0
    monkeypatch.setitem(outbox._handlers, "unknown", lambda payload: done.append(1))
    later(monkeypatch, FIRST_PAUSE)
    assert deliver_waiting() == 1


def test_a_leased_message_is_passed_over(done):
    put("test", number=1)
    outbox._lease(OutboxMessage.objects.get().pk)

    assert deliver_waiting() == 0


def test_what_a_dead_scheduler_had_taken_comes_back(done, monkeypatch):
    put("test", number=1)
    outbox._lease(OutboxMessage.objects.get().pk)
    later(monkeypatch, LEASE + datetime.timedelta(seconds=1))

    assert deliver_waiting() == 1


def test_what_was_rolled_back_is_never_delivered(done):
    with transaction.atomic():
        put("test", number=1)
        transaction.set_rollback(True)

    assert deliver_waiting() == 0
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_delivered_before_its_commit(done):
    with transaction.atomic():
        put("test", number=1)
        seen_meanwhile = together(OutboxMessage.objects.count)
    after = together(deliver_waiting)

    assert (seen_meanwhile, after) == ([0], [1])


@pytest.mark.django_db(transaction=True)
def test_several_schedulers_deliver_each_message_once(done):
    for number in range(20):
        put("test", number=number)

    counts = together(*[deliver_waiting] * 3)

    assert sorted(done) == list(range(20))
    assert sum(counts) == 20
