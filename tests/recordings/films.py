"""Small films and sounds that ffmpeg makes, and recordings that hold them."""

import shutil
import subprocess

import pytest
from django.core.files import File
from wagtail.models import Collection

from media.models import Recording
from media.recordings.work import claim, work

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="not installed: ffmpeg")
PICTURE = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10"]
TONE = ["-f", "lavfi", "-i", "sine=frequency=440"]
TAGS = ["-metadata", "title=秘密工程", "-metadata", "location=+29.7+116.0/"]


def make(path, *inputs, seconds=2, options=()):
    argv = ["ffmpeg", "-v", "error", "-y", *inputs, "-t", str(seconds), *TAGS, *options, str(path)]
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
    return path


def film(folder, name="film.mp4", size="320x180", **kwargs):
    picture = ["-f", "lavfi", "-i", f"testsrc=size={size}:rate=10"]
    return make(folder / name, *picture, *TONE, **kwargs)


def sound(folder, name="sound.mp3", **kwargs):
    return make(folder / name, *TONE, **kwargs)


def held_upright(folder):
    """A film as a phone writes it: lying, with a note how it was held."""
    note = ["-c", "copy", "-metadata:s:v", "rotate=90"]
    return make(folder / "upright.mp4", "-i", str(film(folder)), options=note)


def recording_of(world, path, **fields):
    """A recording that waits, with its original stored."""
    kind = Recording.Kind.SOUND if path.suffix in (".mp3", ".wav") else Recording.Kind.FILM
    with open(path, "rb") as source:
        return Recording.objects.create(
            title=fields.pop("title", "市长解读"),
            kind=fields.pop("kind", kind),
            original=File(source, path.name),
            original_name=path.name,
            collection=Collection.objects.get(name=world.department.title),
            uploaded_by_user=world.drafter,
            **fields,
        )


def processed(world, path):
    """A recording of this file that the worker has finished."""
    recording = recording_of(world, path)
    work(claim())
    recording.refresh_from_db()
    assert recording.state == Recording.State.READY, recording.problem
    return recording


def info(path):
    """What ffprobe says of a file, as text."""
    argv = ["ffprobe", "-v", "error", "-show_format", "-show_streams", str(path)]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout
