"""The scheduler's own loop: releases, beats, sleeps no longer than it may, waits for nobody."""

import datetime
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from interpretations.editorial.desk import notices  # noqa: F401 - registers what the outbox delivers
from interpretations.models import OutboxMessage, Release, SchedulerHeartbeat
from interpretations.releases.execution import execute
from interpretations.releases.records import outbox
from interpretations.releases.scheduling import beside, schedule
from interpretations.releases.scheduling.scheduler import LONGEST_SLEEP, PATIENCE, Scheduler
from tests.factories import approve, approved_set, make_document, make_set, submit_set
from tests.support.behind import move_on

pytestmark = pytest.mark.django_db(transaction=True)


def due_in(release, seconds):
    moment = timezone.now() + datetime.timedelta(seconds=seconds)
    move_on(release, due_at=moment)
    return release


def with_file(world):
    policy = make_set(world)
    policy.attachments.create(title="申请表", document=make_document(world))
    policy.save_revision(user=world.drafter)
    return approve(world, submit_set(world, policy))


def lateness(release):
    release.refresh_from_db()
    assert release.state == "released", release.state
    return (release.released_at - release.due_at).total_seconds()


def until(holds, patience=20):
    """Wait for something to become true, no longer than `patience` seconds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def rounds_until(scheduler, holds):
    until(lambda: (scheduler.round(), holds())[1])
    until(lambda: not any(thread.name == "files" for thread in threading.enumerate()))


def is_released(*releases):
    pks = [release.pk for release in releases]
    return lambda: Release.objects.filter(pk__in=pks, state="released").count() == len(pks)


@contextmanager
def running():
    """A scheduler in a thread of its own; every thread it began is gone afterwards."""
    scheduler = Scheduler()

    def loop():
        scheduler.loop()
        connections.close_all()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield scheduler
    finally:
        scheduler.stop()
        thread.join(20)
        until(lambda: not any(t.name in {"mail", "files"} for t in threading.enumerate()))


@pytest.fixture
def hanging_mail(settings):
    """A mail host that accepts every connection and never says a word."""
    host = socket.create_server(("127.0.0.1", 0), backlog=50)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host.getsockname()
    settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = "", 6
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield host
    host.close()


def mail_hangs():
    return OutboxMessage.objects.filter(
        kind="mail", done_at=None, next_attempt_at__gt=timezone.now() + outbox.LEASE / 2
    ).exists()


def test_a_release_approved_for_now_goes_out_once_its_files_are_read(world):
    release = with_file(world)

    rounds_until(Scheduler(), is_released(release))


def test_one_round_says_that_the_scheduler_lives(world):
    scheduler = Scheduler()

    scheduler.round()

    assert SchedulerHeartbeat.objects.filter(name=scheduler.name).exists()


def test_a_running_scheduler_delivers_notices_to_their_readers(world):
    approved_set(world)

    with running():
        until(lambda: len(mail.outbox) >= 3)

    assert {address for letter in mail.outbox for address in letter.to} >= {
        world.leader.email,
        world.editor.email,
    }


def test_the_scheduler_sleeps_no_longer_than_until_the_next_release(world):
    moment = timezone.now() + datetime.timedelta(seconds=90)
    release = approved_set(world, scheduled_for=moment)
    scheduler = Scheduler()
    due_in(release, 20)
    rounds_until(scheduler, lambda: scheduler.files.ask([release.pk]))
    due_in(release, 0.1)

    assert scheduler.round() < LONGEST_SLEEP


def test_a_mail_host_that_hangs_delays_no_release_and_no_heartbeat(
    world, hanging_mail, monkeypatch
):
    monkeypatch.setattr("interpretations.releases.scheduling.scheduler.BEAT_EVERY", 0.2)
    approved_set(world)
    moment = timezone.now() + datetime.timedelta(seconds=90)
    release = approved_set(world, scheduled_for=moment)
    with running() as scheduler:
        until(mail_hangs)
        hanging_since = timezone.now()
        due_in(release, 1.0)
        until(is_released(release))
        until(lambda: SchedulerHeartbeat.objects.get(name=scheduler.name).beat_at > hanging_since)
        assert mail_hangs()
        hanging_mail.close()

    assert lateness(release) < 1


def test_a_scheduler_told_to_end_waits_for_hanging_mail_a_few_seconds_at_most(world, hanging_mail):
    approved_set(world)
    before = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    signalled_at = []

    def tell():
        until(mail_hangs)
        connections.close_all()
        signalled_at.append(time.monotonic())
        # More than once, at awkward moments: the handler takes no lock that its thread holds.
        for _ in range(50):
            os.kill(os.getpid(), signal.SIGTERM)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        Scheduler().run()
        took = time.monotonic() - signalled_at[0]
    finally:
        teller.join()
        for number, handler in before.items():
            signal.signal(number, handler)
        hanging_mail.close()
        until(lambda: not any(thread.name == "mail" for thread in threading.enumerate()))

    assert took < PATIENCE + 1.5


def test_mail_that_waits_in_line_is_not_begun_once_the_scheduler_ends(world):
    outbox.put("notice", release=approved_set(world).pk, event="held")

    assert outbox.deliver_waiting(stopped=lambda: True) == 0
    assert not OutboxMessage.objects.filter(done_at__isnull=False).exists()


def test_a_slow_file_delays_only_its_own_release(world, monkeypatch):
    slow, quick = with_file(world), with_file(world)
    scheduled = approved_set(world)
    for release, seconds in ((slow, 0), (quick, 0.5), (scheduled, 1)):
        due_in(release, seconds)
    read, gate = execute.prepare, threading.Event()

    def prepare(pk):
        assert pk != slow.pk or gate.wait(20)
        return read(pk)

    monkeypatch.setattr(schedule, "prepare", prepare)
    with running():
        until(is_released(quick, scheduled))
        assert not is_released(slow)()
        gate.set()
        until(is_released(slow))

    assert max(lateness(quick), lateness(scheduled)) < 1


def test_after_an_outage_what_was_never_read_goes_out_in_order(world):
    releases = [due_in(with_file(world), -100 * n) for n in (1, 4, 2, 3)]

    rounds_until(Scheduler(), is_released(*releases))

    editions = Release.objects.order_by("due_at").values_list("edition", flat=True)
    assert list(editions) == sorted(editions)


def test_a_store_that_does_not_answer_is_asked_again_after_a_rest(monkeypatch):
    asked = []
    monkeypatch.setattr(beside, "read_files", asked.append)
    files = beside.Files()
    files.ask([1])
    until(lambda: not files.is_reading())

    files.ask([1])
    assert asked == [1]
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + beside.REST)
    files.ask([1])
    until(lambda: asked == [1, 1])


def test_a_run_for_cron_releases_delivers_and_ends(world):
    release = approved_set(world)

    call_command("run_releases", once=True)

    release.refresh_from_db()
    assert release.state == "released"
    assert mail.outbox
