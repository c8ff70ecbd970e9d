"""The worker says that it is alive: while it waits, while it works, and without ffmpeg."""

import pytest
from django.core.management import CommandError, call_command

from media.management.commands import process_recordings
from media.models import WorkerHeartbeat
from media.recordings import beat
from media.recordings.beat import Heart

pytestmark = pytest.mark.django_db


def test_a_worker_that_waits_is_alive():
    call_command("process_recordings", once=True)

    assert WorkerHeartbeat.objects.get().lacks == ""


def test_a_worker_that_works_is_alive(monkeypatch):
    command = process_recordings.Command()
    command.heart, command.stopped = Heart(), False

    command._is_stopped()

    assert WorkerHeartbeat.objects.exists()


def test_a_sign_of_life_is_given_every_ten_seconds(monkeypatch, django_assert_num_queries):
    heart = Heart()
    heart.beat()

    with django_assert_num_queries(0):
        heart.beat()


def test_what_earlier_workers_left_is_not_kept_for_ever(monkeypatch):
    monkeypatch.setattr(beat.os, "getpid", lambda: 1)
    Heart().beat()
    WorkerHeartbeat.objects.update(beat_at="2026-01-01T00:00:00Z")
    monkeypatch.setattr(beat.os, "getpid", lambda: 2)

    Heart().beat()

    assert WorkerHeartbeat.objects.get().name.endswith(":2")


def test_a_worker_without_ffmpeg_says_what_it_lacks(monkeypatch):
    monkeypatch.setattr(process_recordings.shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="ffmpeg"):
        call_command("process_recordings", once=True)
    command = process_recordings.Command()
    command.heart, command.stopped = Heart(), False

    command._loop(once=True)

    assert WorkerHeartbeat.objects.get().lacks == "ffmpeg、ffprobe"
