"""Workers that are killed with signal 9 lose no film and leave nothing that is not swept."""

import os
import subprocess
import sys
from random import Random

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from media.models import Recording, RecordingFile
from media.tidy import forget_stray_files
from tests.recordings.films import film, needs_ffmpeg, recording_of
from tests.recordings.killed import kill_one
from tests.recordings.test_work import nothing_is_stored, stored  # noqa: F401 - a fixture

pytestmark = needs_ffmpeg


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_workers_that_are_killed_lose_nothing(world, tmp_path, scale, record_property):
    path, recordings = film(tmp_path, size="640x360", seconds=4), []
    kills, chance = 3 if scale <= 1 else round(6 * scale), Random(4)
    record_property("n", kills)
    for _ in range(kills):
        if not Recording.objects.exclude(state="ready").exists():
            recordings.append(recording_of(world, path))
        kill_one(_worker, chance, longest=2)

    call_command("process_recordings", once=True)

    for recording in recordings:
        recording.refresh_from_db()
        assert recording.state == "ready"
        assert recording.original.storage.exists(recording.original.name)
        assert {file.role for file in recording.files.all()} == {"small", "poster"}
    forget_stray_files(days=0)
    kept = [row.file.name for row in (*recordings, *RecordingFile.objects.all())]
    assert set(kept) == {f"recordings/{name}" for name in stored()}


def _worker():
    """A worker in a process of its own, on the database and the files of this test."""
    name = configured.DATABASES["default"]["NAME"]
    code = (
        "import django; from django.conf import settings; django.setup();"
        f"settings.DATABASES['default']['NAME'] = {str(name)!r};"
        f"settings.MEDIA_ROOT = {str(configured.MEDIA_ROOT)!r};"
        f"settings.MEDIA_WORK_ROOT = {str(configured.MEDIA_WORK_ROOT)!r};"
        f"settings.MEDIA_ORIGINALS_ROOT = {str(configured.MEDIA_ORIGINALS_ROOT)!r};"
        "from django.core.management import call_command; call_command('process_recordings')"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": ".:site",
        },
        start_new_session=True,
    )
