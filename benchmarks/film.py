"""Films: the worker beside bare ffmpeg, the memory that an upload costs, workers that are killed.

`transcode` is all that a worker does for one film, beside
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
from typing import Any, NamedTuple
from unittest.mock import patch

import requests
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from benchmarks import ROOT, SCRATCH, sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import Database, alternate, database, timed
from benchmarks.rows import NONE, Report, Row, at_most_above_peer, ratio_at_least
from benchmarks.servers import web
from interpretations.demo.drafts import DEPARTMENT
from interpretations.demo.people import People
from interpretations.models import DepartmentPage
from media.models import Recording, RecordingFile
from media.recordings import work as worker
from media.recordings.probe import probe
from media.recordings.transcode import poster, transcode
from media.sandbox import runner
from media.tidy import forget_stray_files
from tests.recordings.killed import kill_one

MEGABYTE = 1_000_000
PIECE = 5 * 1024 * 1024
TONE = ("-f", "lavfi", "-i", "sine=frequency=440")
BEGIN = "/admin/media/recordings/uploads/"
SLOWER = 1.1  # times as long as bare ffmpeg
GROWTH = 20.0  # MB of memory more than 5 MB cost
SAMPLE_EVERY = 0.05  # seconds
GIVEN = Random(33)


class Size(NamedTuple):
    """The film that is worked, MB of the upload beside how many small ones, killed workers and
    the seconds of the film and of the sound that they have in hand."""

    rounds: int
    frame: str
    seconds: int
    megabytes: int
    small: int
    kills: int
    held: tuple[int, int]


def rows(size: Size) -> Iterator[Row]:
    slower = ratio_at_least(round(1 / SLOWER, 2))
    yield Row(_transcode_name(size), "ms", "bare ffmpeg, the same arguments", slower)
    upload = f"upload-{size.megabytes}mb"
    growth = at_most_above_peer(GROWTH)
    yield Row(f"{upload}-memory/5mb", "MB", "the same server, 5 MB", growth)
    yield Row(f"{upload}-damaged/none", "recordings", bar=NONE)
    yield Row(f"kills-{size.kills}-recordings-lost/none", "recordings", bar=NONE)
    yield Row(f"kills-{size.kills}-left-behind/none", "files, folders, processes", bar=NONE)


def _transcode_name(size: Size) -> str:
    return f"transcode-{size.frame.partition('x')[2]}p-{size.seconds}s/ffmpeg"


def make(path: Path, *arguments: str, seconds: int) -> Path:
    """Let ffmpeg make a recording."""
    argv = ["ffmpeg", "-v", "error", "-y", *arguments, "-t", str(seconds), str(path)]
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
    return path


def film(folder: Path, name: str, size: str, seconds: int) -> Path:
    """A film with movement and grain, as cameras make it."""
    picture = f"testsrc2=size={size}:rate=25,noise=alls=12:allf=t"
    return make(folder / name, "-f", "lavfi", "-i", picture, *TONE, seconds=seconds)


def recording_of(people: People, path: Path) -> Recording:
    """A recording that waits, with its original stored."""
    kind = Recording.Kind.SOUND if path.suffix == ".mp3" else Recording.Kind.FILM
    with path.open("rb") as source:
        return Recording.objects.create(
            title="市长解读", kind=kind, original=File(source, path.name),
            original_name=path.name, collection=collection(), uploaded_by_user=people["drafter"],
        )  # fmt: skip


def collection() -> Collection:
    """Where the drafter's files lie."""
    return Collection.objects.get(name=DepartmentPage.objects.get(slug=DEPARTMENT).title)


# How long the work takes


def worked(people: People, source: Path) -> float:
    """Milliseconds from the original to films that are ready, everything included."""
    recording = recording_of(people, source)
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


def transcoding(report: Report, size: Size) -> None:
    with database("film"):
        people, source = sets.set_up(), film(SCRATCH, "film.mp4", size.frame, size.seconds)
        own, peer = alternate(size.rounds, partial(worked, people, source), partial(bare, source))
    report.compare(_transcode_name(size), own, peer)


# What an upload costs


class Person:
    """Somebody at the desk who uploads over HTTP, one connection for each piece."""

    def __init__(self, base: str, people: People) -> None:
        client = Client()
        client.force_login(people["drafter"])
        client.get("/admin/media/recordings/")
        self.base = base
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.headers = {"X-CSRFToken": self.cookies["csrftoken"], "Connection": "close"}
        self.collection = collection()

    def ask(self, method: str, address: str, **options: Any) -> requests.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        answer = requests.request(
            method, self.base + address, cookies=self.cookies, headers=headers, timeout=600,
            allow_redirects=False, **options,
        )  # fmt: skip
        assert answer.status_code in (200, 201, 204), (answer.status_code, answer.text)
        return answer

    def upload(self, path: Path) -> None:
        about = {"filename": path.name, "collection": str(self.collection.pk)}
        metadata = ",".join(f"{name} {_base64(value)}" for name, value in about.items())
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
        rollup = _quietly(Path(f"/proc/{pid}/smaps_rollup").read_text, "").splitlines()
        total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
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


def uploading(report: Report, size: Size) -> None:
    name = f"upload-{size.megabytes}mb"
    short = film(SCRATCH, "short.mp4", "640x360", 2)
    small = padded(short, SCRATCH / "small.mp4", 5 * MEGABYTE)
    large = padded(short, SCRATCH / "large.mp4", size.megabytes * MEGABYTE)
    with database("upload") as made:
        people = sets.set_up()
        with web(made) as (base, _environment):
            person = Person(base, people)
            for _ in range(size.small):  # both processes have loaded everything
                person.upload(small)
            peer = statistics.median(grown_by(person, small) for _ in range(size.small))
            own = grown_by(person, large)
        whole = _is_whole(Recording.objects.latest("pk"), large)
    report.row(f"{name}-memory/5mb", own, peer, n=1)
    report.row(f"{name}-damaged/none", int(not whole), n=1)
    large.unlink()


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


def killing(report: Report, size: Size) -> None:
    """As many kills as the size wants; whenever everything is ready another film comes."""
    kills = size.kills
    seen, heard = size.held
    sources = [
        film(SCRATCH, "a.mp4", "640x360", seen),
        make(SCRATCH / "b.mp3", *TONE, seconds=heard),
    ]
    with database("kills") as made:
        people, held = sets.set_up(), 0
        recordings = {recording_of(people, source): source for source in sources}
        start = partial(worker_of, made)
        for number in range(kills):
            if not Recording.objects.exclude(state=Recording.State.READY).exists():
                source = sources[number % len(sources)]
                recordings[recording_of(people, source)] = source
            held += kill_one(start, GIVEN, longest=4)
        connections.close_all()
        worker_of(made, "--once").wait()
        lost = [item for item, source in recordings.items() if not _is_ready(item, source)]
        missing = len(recordings) - Recording.objects.count()
        swept, left = _swept()
        most = max(Recording.objects.values_list("attempts", flat=True))
        count = len(recordings)
    report.row(f"kills-{kills}-recordings-lost/none", len(lost) + missing, n=count)
    report.row(f"kills-{kills}-left-behind/none", left, n=kills)
    print(
        f"  kills: {held} of {kills} had one in hand, at most {most} attempts for one;"
        f" {swept} things of killed workers were swept",
        file=sys.stderr,
    )


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
        paths = [item.file.path for item in (recording, *further.values())]
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
    names = {f"recordings/{name}" for name in default_storage.listdir("recordings")[1]}
    for model in (Recording, RecordingFile):
        names -= set(model.objects.values_list("file", flat=True))
    folders = list(Path(settings.MEDIA_WORK_ROOT).glob("work-*"))
    programs = [path for path in Path("/proc").glob("[0-9]*/cmdline") if _is_ours(path)]
    return swept, len(names) + len(folders) + len(programs)


def _is_ours(path: Path) -> bool:
    command = _quietly(path.read_bytes, b"")
    return command.startswith(b"ffmpeg") and os.fsencode(SCRATCH) in command


def measure(report: Report, size: Size) -> None:
    transcoding(report, size)
    uploading(report, size)
    killing(report, size)


SIZES = Sizes(
    full=Size(7, "1280x720", 10, 500, 5, 100, (6, 600)),
    quick=Size(3, "1280x720", 2, 60, 5, 10, (6, 600)),
    smallest=Size(1, "320x180", 1, 6, 1, 1, (1, 10)),
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure, needs=("ffmpeg",))

if __name__ == "__main__":
    main(BENCHMARK)
