"""A recording is worked on by one worker at a time, and whoever is killed loses nothing."""

import os
import shutil
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from media.models import Recording, RecordingFile
from media.recordings import work as verbs
from media.recordings.sentences import state_of
from media.recordings.work import StoppedError, claim, retry, work
from media.sandbox import runner
from tests.recordings.films import (
    PICTURE,
    film,
    held_upright,
    info,
    make,
    needs_ffmpeg,
    recording_of,
    sound,
)

pytestmark = [pytest.mark.django_db, needs_ffmpeg]


@pytest.fixture(autouse=True)
def nothing_is_stored(db):
    """What a test stored outlives its rollback."""
    shutil.rmtree(default_storage.path("recordings"), ignore_errors=True)


def done(recording):
    work(claim())
    recording.refresh_from_db()
    return recording


def stored():
    """Every file of recordings that readers could receive."""
    folder = default_storage.path("recordings")
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def pass_lease(recording):
    past = timezone.now() - timedelta(seconds=1)
    Recording.objects.filter(pk=recording.pk).update(lease_until=past)


def test_a_film_becomes_two_films_and_a_poster(world, tmp_path):
    recording = done(recording_of(world, film(tmp_path, size="1920x1080", seconds=1)))

    rungs = {file.role: file for file in recording.files.all()}
    assert (recording.state, recording.progress) == ("ready", 100)
    assert (recording.width, recording.height) == (1280, 720)
    assert (rungs["small"].width, rungs["small"].height) == (854, 480)
    assert rungs["poster"].file.name.endswith(".webp")
    assert 0.8 < recording.duration < 1.3


def test_a_small_film_is_not_enlarged(world, tmp_path):
    recording = done(recording_of(world, film(tmp_path)))

    assert (recording.width, recording.height) == (320, 180)


def test_a_film_held_upright_stays_upright(world, tmp_path):
    recording = done(recording_of(world, held_upright(tmp_path)))

    text = info(recording.file.path)
    assert (recording.width, recording.height) == (180, 320)
    assert "width=180" in text
    assert "rotation" not in text


def test_a_silent_film_is_made_too(world, tmp_path):
    recording = done(recording_of(world, make(tmp_path / "still.mp4", *PICTURE)))

    assert recording.state == "ready"
    assert "codec_type=audio" not in info(recording.file.path)


def test_a_sound_becomes_one_sound(world, tmp_path):
    recording = done(recording_of(world, sound(tmp_path)))

    assert recording.state == "ready"
    assert recording.file.name.endswith(".m4a")
    assert not recording.files.exists()


def test_nothing_is_left_of_what_a_camera_noted(world, tmp_path):
    recording = done(recording_of(world, film(tmp_path)))

    files = [recording.file, *(file.file for file in recording.files.all())]
    for file in files:
        content = file.read()
        assert "秘密工程".encode() not in content
        assert b"+29.7" not in content


def test_a_player_can_begin_before_all_has_come(world, tmp_path):
    recording = done(recording_of(world, film(tmp_path)))

    content = recording.file.read()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_original_is_kept(world, tmp_path):
    path = film(tmp_path)
    recording = done(recording_of(world, path))

    assert recording.original.read() == path.read_bytes()


def test_what_cannot_be_read_fails_with_its_reason(world, tmp_path):
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"nothing")

    recording = done(recording_of(world, path))

    assert (recording.state, recording.problem) == ("failed", "unreadable")
    assert stored() == []


def test_no_two_workers_get_the_same_recording(world, tmp_path):
    recording_of(world, sound(tmp_path))

    assert claim() is not None
    assert claim() is None


def test_the_oldest_comes_first(world, tmp_path):
    path = sound(tmp_path)
    first, _second = recording_of(world, path), recording_of(world, path)

    assert claim() == first


def test_what_a_killed_worker_held_is_taken_over(world, tmp_path):
    recording = recording_of(world, sound(tmp_path))
    claim()
    pass_lease(recording)

    assert done(recording).state == "ready"
    assert recording.attempts == 2


def test_a_hundred_killed_workers_say_nothing_against_a_film(world, tmp_path):
    recording = recording_of(world, sound(tmp_path))
    for _ in range(100):
        assert claim() == recording
        pass_lease(recording)

    assert done(recording).state == "ready"


def test_a_film_that_takes_down_every_worker_for_days_is_given_up(world, tmp_path):
    recording = recording_of(world, sound(tmp_path))
    Recording.objects.update(state="working", attempts=verbs.ATTEMPTS)
    pass_lease(recording)

    assert claim() is None
    recording.refresh_from_db()
    assert (recording.state, recording.problem) == ("failed", "gave_up")


def test_a_film_waits_longer_after_every_killed_worker_but_never_a_day(world, tmp_path):
    waits = [verbs.lease(Recording(attempts=n)).total_seconds() for n in range(1, 200)]

    assert waits[:4] == [30, 60, 120, 240]
    assert max(waits) == waits[-1] == 3600
    days = sum(waits[: verbs.ATTEMPTS]) / 86_400
    assert 5 < days < 7


def test_a_sign_of_life_after_killed_workers_keeps_a_film_for_longer(world, tmp_path):
    recording = recording_of(world, sound(tmp_path))
    Recording.objects.update(attempts=20)
    mine = claim()
    verbs._extend(mine, verbs.LEASE)

    recording.refresh_from_db()
    assert recording.lease_until - timezone.now() > timedelta(minutes=59)


def test_a_film_whose_workers_were_killed_lets_every_other_one_pass(world, tmp_path):
    path = sound(tmp_path)
    first, second = recording_of(world, path), recording_of(world, path)
    claim()
    pass_lease(first)

    assert claim() == second
    assert claim() == first


def test_a_worker_that_lost_its_lease_stores_nothing(world, tmp_path):
    recording = recording_of(world, film(tmp_path))
    slow = claim()
    pass_lease(recording)
    assert done(recording).state == "ready"
    before = stored()

    work(slow)

    assert stored() == before
    assert RecordingFile.objects.filter(recording=recording).count() == 2


def test_a_worker_that_is_told_to_end_gives_back(world, tmp_path):
    recording = recording_of(world, film(tmp_path))

    with pytest.raises(StoppedError):
        work(claim(), lambda: True)

    recording.refresh_from_db()
    assert (recording.state, recording.attempts) == ("waiting", 0)
    assert stored() == []


def test_a_full_disk_is_tried_again_and_leaves_nothing(world, tmp_path, monkeypatch):
    recording = recording_of(world, film(tmp_path))
    save, names = default_storage.save, []

    def save_one(name, content):
        if names:
            raise OSError(28, "No space left on device")
        names.append(name)
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", save_one, raising=False)
    work(claim())
    monkeypatch.undo()

    assert stored() == []
    assert claim() is None  # not at once: the disk would still be full
    pass_lease(recording)
    assert done(recording).state == "ready"


def test_a_full_disk_is_said_at_once_and_ends_no_film_whose_workers_were_killed(
    world, tmp_path, monkeypatch
):
    recording = recording_of(world, sound(tmp_path))
    Recording.objects.update(attempts=20)

    def refuse(name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", refuse, raising=False)
    work(claim())
    monkeypatch.undo()

    recording.refresh_from_db()
    assert "服务器空间不足" in state_of(recording)
    pass_lease(recording)
    assert done(recording).state == "ready"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (runner.NoRoomError("磁盘已满", 1, ""), "服务器空间不足"),
        (OSError(28, "No space left on device"), "服务器空间不足"),
        (FileNotFoundError(2, "No such file or directory"), "现在读不到上传的文件"),
    ],
)
def test_what_holds_a_film_up_is_said_as_it_is(world, tmp_path, monkeypatch, error, sentence):
    recording = recording_of(world, sound(tmp_path))

    def refuse(*args):
        raise error

    monkeypatch.setattr(verbs, "transcode", refuse)
    work(claim())

    recording.refresh_from_db()
    assert (recording.state, sentence in state_of(recording)) == ("working", True)


def test_a_film_whose_program_the_machine_killed_is_tried_again(world, tmp_path, monkeypatch):
    recording = recording_of(world, sound(tmp_path))

    def end(*args):
        raise runner.KilledError("被系统终止", -9, "")

    monkeypatch.setattr(verbs, "transcode", end)
    work(claim())
    monkeypatch.undo()

    assert claim() is None  # not at once
    pass_lease(recording)
    assert done(recording).state == "ready"


def test_a_film_that_is_made_a_second_time_replaces_what_was_made(
    world, tmp_path, django_capture_on_commit_callbacks
):
    recording = done(recording_of(world, film(tmp_path)))
    before = {file.file.name for file in recording.files.all()}
    Recording.objects.update(state="waiting")

    with django_capture_on_commit_callbacks(execute=True):
        assert done(recording).state == "ready"

    assert {file.role for file in recording.files.all()} == {"small", "poster"}
    assert not before & {f"recordings/{name}" for name in stored()}


def test_what_failed_can_be_tried_again(world, tmp_path):
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"nothing")
    recording = done(recording_of(world, path))

    retry(recording)

    assert claim() == recording


def test_without_ffmpeg_the_command_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandError, match="没有安装 ffmpeg"):
        call_command("process_recordings", once=True)
