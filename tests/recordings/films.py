"""Small films and sounds that ffmpeg makes, and recordings that hold them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.files import File
from wagtail.models import Collection

from media.models import Recording
from media.recordings.probe import probe
from media.recordings.transcode import Made
from media.recordings.work import claim, store, work
from media.sandbox import runner

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="not installed: ffmpeg")
PICTURE = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10"]
TONE = ["-f", "lavfi", "-i", "sine=frequency=440"]
TAGS = ["-metadata", "title=秘密工程", "-metadata", "location=+29.7+116.0/"]


# ffmpeg is dear and works once: arguments -> the film; the film -> what the worker made of it.
_films: dict[tuple[str, ...], bytes] = {}
_made: dict[bytes, dict[str, tuple[bytes, str, int, int]]] = {}


def make(path, *inputs, seconds=2, options=()):
    path = Path(path)
    asked = (*inputs, "-t", str(seconds), *TAGS, *options, path.suffix)
    if asked not in _films:
        argv = ["ffmpeg", "-v", "error", "-y", *asked[:-1], str(path)]
        subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
        _films[asked] = path.read_bytes()
    path.write_bytes(_films[asked])
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
    """A recording of this file that the worker has finished; ffmpeg works on a file once a run."""
    recording = recording_of(world, path)
    claimed, film = claim(), Path(path).read_bytes()
    if film in _made:
        _store_again(claimed, _made[film])
    else:
        work(claimed)
    recording.refresh_from_db()
    assert recording.state == Recording.State.READY, recording.problem
    _made.setdefault(film, _files_of(recording))
    return recording


def _files_of(recording):
    """What the worker made: name -> content, ending, width, height."""
    files = {file.role: file for file in recording.files.all()}
    files["large"] = recording
    return {
        name: (file.file.read(), Path(file.file.name).suffix, file.width or 0, file.height or 0)
        for name, file in files.items()
    }


def _store_again(recording, made):
    """Finish it as the worker does after ffmpeg, from what was made of the same file."""
    with runner.workspace() as folder:
        files = {}
        for name, (content, ending, width, height) in made.items():
            (folder / f"{name}{ending}").write_bytes(content)
            files[name] = Made(folder / f"{name}{ending}", width, height)
        store(recording, probe(Path(recording.original.path), folder), files)


def info(path):
    """What ffprobe says of a file, as text."""
    argv = ["ffprobe", "-v", "error", "-show_format", "-show_streams", str(path)]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout
