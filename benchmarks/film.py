"""Films: the worker beside bare ffmpeg, the memory that an upload costs, workers that are killed.

Ends with 1 where a bar is missed. `transcode` is all that a worker does for one film, beside
the same programs with the same arguments and niceness, started without `media.sandbox.runner`.
`upload` is the whole server's memory (PSS of its processes, and of those that it starts) while
a film comes in pieces, beside 5 MB. `kills` starts workers and kills them with signal 9.
"""

import base64
import hashlib
import os
import statistics
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import requests
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from benchmarks import ROOT, SCRATCH
from benchmarks.harness import Database, alternate, compare, database, is_quick, row, timed
from benchmarks.servers import web
from media.models import Recording, RecordingFile
from media.recordings import work as worker
from media.recordings.probe import probe
from media.recordings.transcode import poster, transcode
from media.sandbox import runner
from media.tidy import forget_stray_files
from tests.factories import World
from tests.recordings.films import TONE, make, recording_of, sound
from tests.recordings.killed import kill_one

MEGABYTE = 1_000_000
PIECE = 5 * 1024 * 1024
BEGIN = "/admin/media/recordings/uploads/"
SLOWER = 1.1  # times as long as bare ffmpeg
GROWTH = 20.0  # MB of memory more than 5 MB cost
SMALL = 5  # uploads of 5 MB: what examining takes differs from one to the next
SAMPLE_EVERY = 0.05  # seconds
GIVEN = Random(33)


def film(folder: Path, name: str, size: str, seconds: int) -> Path:
    """A film with movement and grain, as cameras make it."""
    picture = f"testsrc2=size={size}:rate=25,noise=alls=12:allf=t"
    return make(folder / name, "-f", "lavfi", "-i", picture, *TONE, seconds=seconds)


# How long the work takes


def worked(world: World, source: Path) -> float:
    """Milliseconds from the original to films that are ready, everything included."""
    recording = recording_of(world, source)
    milliseconds = timed(lambda: worker.work(worker.claim()))
    recording.refresh_from_db()
    assert recording.is_ready, recording.problem
    recording.delete()
    return milliseconds


def bare(source: Path) -> float:
    """Milliseconds that the same programs take."""
    with runner.workspace() as folder, patch.object(runner, "run", _started):
        return timed(partial(_made, source, folder))


def _made(source: Path, folder: Path) -> None:
    probed = probe(source, folder)
    made = transcode(source, probed, folder, lambda per_cent: None)
    poster(made["large"].path, probed.duration, None, folder)


def _started(
    argv: Sequence[str | Path], folder: Path, limits: runner.Limits, *rest: Any
) -> runner.Finished:
    # On a machine with other work a kinder process waits longer: equal terms.
    nice = ["nice", "-n", str(limits.niceness), *map(str, argv)]
    done = subprocess.run(nice, cwd=folder, check=True, capture_output=True)
    return runner.Finished(done.stdout, isolated=False)


def transcoding(quick: bool) -> bool:
    rounds, seconds = (3, 2) if quick else (7, 10)
    with database("film") as _made:
        world, source = World(), film(SCRATCH, "film.mp4", "1280x720", seconds)
        own, peer = alternate(rounds, partial(worked, world, source), partial(bare, source))
    compare(f"transcode-720p-{seconds}s/ffmpeg", own, peer, "bare ffmpeg, the same arguments")
    return statistics.median(own) <= statistics.median(peer) * SLOWER


# What an upload costs


class Person:
    """Somebody at the desk who uploads over HTTP, one connection for each piece."""

    def __init__(self, base: str, world: World) -> None:
        client = Client()
        client.force_login(world.drafter)
        client.get("/admin/media/recordings/")
        self.base = base
        self.cookies = {name: one.value for name, one in client.cookies.items()}
        self.headers = {"X-CSRFToken": self.cookies["csrftoken"], "Connection": "close"}
        self.collection = Collection.objects.get(name=world.department.title)

    def ask(self, method: str, address: str, **options: Any) -> requests.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        answer = requests.request(
            method, self.base + address, cookies=self.cookies, headers=headers, timeout=600,
            allow_redirects=False, **options,
        )  # fmt: skip
        assert answer.status_code in (200, 201, 204), (answer.status_code, answer.text)
        return answer

    def upload(self, path: Path) -> None:
        told = {"filename": path.name, "collection": str(self.collection.pk)}
        metadata = ",".join(f"{name} {_base64(value)}" for name, value in told.items())
        opened = {"Upload-Length": str(path.stat().st_size), "Upload-Metadata": metadata}
        address, offset = self.ask("POST", BEGIN, headers=opened).headers["Location"], 0
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                headers = {
                    "Upload-Offset": str(offset),
                    "Content-Type": "application/offset+octet-stream",
                }
                self.ask("PATCH", address, headers=headers, data=piece)
                offset += len(piece)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def padded(source: Path, path: Path, size: int) -> Path:
    """The same film with a `free` box of noise behind it; players pass over it."""
    with path.open("wb") as target:
        target.write(source.read_bytes())
        left = size - target.tell()
        target.write(struct.pack(">I", left) + b"free")
        while (left := size - target.tell()) > 0:
            target.write(GIVEN.randbytes(min(left, PIECE)))
    return path


def children(pid: int) -> Iterator[int]:
    """Every process below this one."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            yield child
            yield from children(child)


def memory() -> float:
    """MB that everything below this process takes, shared pages counted once."""
    total = 0
    for pid in _quietly(lambda: list(children(os.getpid())), []):
        told = _quietly(Path(f"/proc/{pid}/smaps_rollup").read_text, "")
        total += sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return total * 1024 / MEGABYTE


def _quietly(ask: Callable[[], Any], otherwise: Any) -> Any:
    """A process may end while it is looked at."""
    try:
        return ask()
    except OSError:
        return otherwise


@contextmanager
def peak() -> Iterator[list[float]]:
    """Look at the memory again and again; the list holds what was seen."""
    seen, over = [memory()], threading.Event()

    def look() -> None:
        while not over.wait(SAMPLE_EVERY):
            seen.append(memory())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()


def grown_by(person: Person, path: Path) -> float:
    """MB that the server takes at most while a file comes and is examined, more than before."""
    with peak() as seen:
        person.upload(path)
    # Twice in a row: a process that is just being started shows its parent's memory once more.
    return max(map(min, pairwise(seen))) - seen[0]


def uploading(quick: bool) -> bool:
    megabytes = 60 if quick else 500
    short = film(SCRATCH, "short.mp4", "640x360", 2)
    small = padded(short, SCRATCH / "small.mp4", 5 * MEGABYTE)
    large = padded(short, SCRATCH / "large.mp4", megabytes * MEGABYTE)
    with database("upload") as made:
        world = World()
        with web(made) as (base, _environment):
            person = Person(base, world)
            for _ in range(SMALL):  # both processes have loaded everything
                person.upload(small)
            peer = statistics.median(grown_by(person, small) for _ in range(SMALL))
            own = grown_by(person, large)
        whole = _is_whole(Recording.objects.latest("pk"), large)
    row(f"upload-{megabytes}mb-memory/5mb", own, peer, "the same server, 5 MB", "MB", 1)
    large.unlink()
    return whole and own - peer <= GROWTH


def _is_whole(recording: Recording, path: Path) -> bool:
    with path.open("rb") as source:
        sent = hashlib.file_digest(source, "sha256").hexdigest()
    with recording.original.open() as original:
        return sent == recording.sha256 == hashlib.file_digest(original, "sha256").hexdigest()


# Workers that are killed


def worker_of(made: Database, *options: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "process_recordings", *options],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": made.url, "PYTHONPATH": "site"},
        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def killing(quick: bool) -> bool:
    """As many kills as the size wants; whenever everything is ready another film comes."""
    kills = 10 if quick else 100
    sources = [film(SCRATCH, "a.mp4", "640x360", 6), sound(SCRATCH, "b.mp3", seconds=600)]
    with database("kills") as made:
        world, held, number = World(), 0, 0
        recordings = {recording_of(world, one): one for one in sources}
        start = partial(worker_of, made)
        for number in range(kills):
            if not Recording.objects.exclude(state=Recording.State.READY).exists():
                source = sources[number % len(sources)]
                recordings[recording_of(world, source)] = source
            held += kill_one(start, GIVEN, longest=4)
        connections.close_all()
        worker_of(made, "--once").wait()
        lost = [one for one, source in recordings.items() if not _is_ready(one, source)]
        missing = len(recordings) - Recording.objects.count()
        swept, left = _swept()
        most = max(Recording.objects.values_list("attempts", flat=True))
        count = len(recordings)
    row(f"kills-{kills}-recordings-lost", len(lost) + missing, None, None, "recordings", count)
    row(f"kills-{kills}-left-behind", left, None, None, "files, folders, processes", kills)
    print(
        f"  kills: {held} of {kills} had one in hand, at most {most} attempts for one;"
        f" {swept} things of killed workers were swept",
        file=sys.stderr,
    )
    return not (lost or missing or left)


def _is_ready(recording: Recording, source: Path) -> bool:
    """Tell whether everything is there and whole."""
    recording.refresh_from_db()
    further = recording.files_by_role()
    wanted = {"small", "poster"} if recording.is_film else set()
    if not recording.is_ready or set(further) != wanted:
        return False
    if poster_file := further.pop("poster", None):
        with poster_file.file.open() as stored, Image.open(stored) as picture:
            picture.load()
    with runner.workspace() as folder:
        paths = [one.file.path for one in (recording, *further.values())]
        lengths = [probe(Path(path), folder).duration for path in [*paths, source]]
    with source.open("rb") as sent, recording.original.open() as kept:
        is_same = hashlib.file_digest(sent, "sha256").digest() == (
            hashlib.file_digest(kept, "sha256").digest()
        )
    return is_same and max(lengths) - min(lengths) < 0.5


def _swept() -> tuple[int, int]:
    """Sweep; return how many things that found, and how many are left in spite of it."""
    time.sleep(runner.STOPPING_SECONDS + 1)
    swept = runner.sweep() + forget_stray_files(days=0)
    names = {f"recordings/{one}" for one in default_storage.listdir("recordings")[1]}
    for model in (Recording, RecordingFile):
        names -= set(model.objects.values_list("file", flat=True))
    folders = list(Path(settings.MEDIA_WORK_ROOT).glob("work-*"))
    programs = [path for path in Path("/proc").glob("[0-9]*/cmdline") if _is_ours(path)]
    return swept, len(names) + len(folders) + len(programs)


def _is_ours(path: Path) -> bool:
    told = _quietly(path.read_bytes, b"")
    return told.startswith(b"ffmpeg") and os.fsencode(SCRATCH) in told


def main() -> int:
    """Measure all three; 1 where a bar is missed."""
    quick = is_quick(__doc__)
    parts = (transcoding, uploading, killing)
    missed = [part.__name__ for part in parts if not part(quick)]
    for name in missed:
        print(f"{name}: the bar is missed", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
