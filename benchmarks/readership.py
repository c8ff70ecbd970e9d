"""Readers of many sets while sets are released: through nginx, from folders of editions.

Few sets are read often and most seldom (Zipf), so that after each release most answers have still
to be made. What web processes keep of a day's releases is their growth once they are warm.
"""

import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import requests

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import database, settled
from benchmarks.rows import NONE, Report, Row, at_most
from benchmarks.servers import behind_nginx, children
from interpretations.demo.people import People
from interpretations.models import PolicyPage
from interpretations.releases.execution.execute import execute

READERS = 4
PATHS = ("/", "/policies/", "/interpretations/", "/policies/feed/", "/search/?q=城市")
ASKED = 4  # times each of them after a release: by other processes too
WARM = 4  # one release in so many comes before the growth is counted


class Size(NamedTuple):
    """How many sets there are, for how many seconds they are read, how many seconds lie between
    two releases meanwhile; and how many releases a day has."""

    sets: int
    seconds: float
    every: float
    flips: int


def rows(size: Size) -> Iterator[Row]:
    yield Row(f"zipf-p99@{size.sets}", "ms", bar=at_most(1000))
    yield Row(f"zipf-median@{size.sets}", "ms")
    yield Row(f"zipf-errors@{size.sets}", "answers", bar=NONE)
    yield Row(f"memory-growth-{size.flips}-releases", "MB", bar=at_most(20))


@dataclass
class Met:
    """What readers met: milliseconds of each answer, and what was no answer."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read(base: str, addresses: list[str], ends: float, chance: random.Random, met: Met) -> None:
    """Ask for one set after the other until the time (monotonic) ends."""
    weights = [1 / rank for rank in range(1, len(addresses) + 1)]
    with requests.Session() as session:
        while time.monotonic() < ends:
            (address,) = chance.choices(addresses, weights)
            start = time.perf_counter()
            try:
                session.get(base + address, timeout=60).raise_for_status()
            except requests.RequestException as error:
                met.errors.append(repr(error))
            met.times.append((time.perf_counter() - start) * 1000)


def zipf(report: Report, size: Size, base: str, people: People) -> None:
    """Several readers, and a set that is released now and then."""
    addresses = [page.url for page in PolicyPage.objects.public()]
    random.Random(1).shuffle(addresses)
    waiting = [sets.approved(2, people).pk for _ in range(_releases(size))]
    met, ends = Met(), time.monotonic() + size.seconds
    readers = [
        threading.Thread(target=read, args=(base, addresses, ends, random.Random(seed), met))
        for seed in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for release in waiting:
        time.sleep(size.every)
        execute(release)
    for reader in readers:
        reader.join()
    asked = len(met.times)
    report.row(f"zipf-p99@{size.sets}", statistics.quantiles(met.times, n=100)[98], n=asked)
    report.row(f"zipf-median@{size.sets}", statistics.median(met.times), n=asked)
    report.row(f"zipf-errors@{size.sets}", len(met.errors), n=asked)


def _releases(size: Size) -> int:
    return max(1, int(size.seconds / size.every) - 1)


def memory(report: Report, size: Size, base: str, pids: set[int], people: People) -> None:
    """What web processes have grown by over a day's worth of releases, each read by somebody."""
    waiting = [sets.approved(2, people).pk for _ in range(size.flips)]
    warm = max(1, size.flips // WARM)
    for release in waiting[:warm]:
        release_and_read(release, base)
    before = sum(map(_megabytes, pids))
    for release in waiting[warm:]:
        release_and_read(release, base)
    grown = (sum(map(_megabytes, pids)) - before) / len(pids)
    report.row(f"memory-growth-{size.flips}-releases", max(grown, 0), n=size.flips)


def release_and_read(release: int, base: str) -> None:
    execute(release)
    for path in PATHS * ASKED:
        requests.get(base + path, timeout=60).raise_for_status()


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def measure(report: Report, size: Size) -> None:
    with database("readership") as made, tempfile.TemporaryDirectory() as folder:
        people = sets.set_up()
        sets.fill(size.sets, people)
        settled()
        with behind_nginx(made, Path(folder)) as (front, application):
            zipf(report, size, front.address, people)
            memory(report, size, front.address, children(application.pid), people)


SIZES = Sizes(
    full=Size(10_000, 120, 30, 100), quick=Size(100, 6, 2, 12), smallest=Size(20, 1, 1, 4)
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure, needs=("nginx",))

if __name__ == "__main__":
    main(BENCHMARK)
