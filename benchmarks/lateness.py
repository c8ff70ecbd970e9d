"""How late a scheduled set is for a reader, and whether it ever comes by halves.

Real requests through gunicorn while the scheduler runs, both processes of their own.
"""

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import requests

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import Database, database
from benchmarks.rows import NONE, Report, Row, ratio_at_least
from benchmarks.servers import process, web
from interpretations.demo.people import People
from interpretations.demo.upcoming import make_upcoming
from interpretations.models import Release
from interpretations.models.kinds import ReleaseState

EVERY = 1.0  # seconds between two sets
START = 5.0  # seconds from the last set that is ready to the first that is due
LOOK_BEFORE = 0.8  # seconds before the time at which the reader begins to look
PATIENCE = 60.0  # seconds after the time at which it gives up
PAUSE = 0.02  # seconds between two looks
ASKED_BEFORE = 12  # pages, so that each web process has had some: a site that runs is not cold
PARTS = ("policy_url", "interpretation_url", "media_url")
LINKS = {
    "policy_url": b'data-pair="interpretation"',
    "interpretation_url": b'data-pair="policy"',
}


@dataclass
class Watch:
    """What one reader saw of one set: seconds from its time to the end of the first answer
    that shows it, and what was half."""

    line: dict[str, str]
    late: float = PATIENCE
    answers: int = 0
    halves: list[str] = field(default_factory=list)


def watch(base: str, line: dict[str, str]) -> Watch:
    """Ask for document, interpretation and file in turn until all three are there.

    From the moment that one answer shows a part, every answer that is asked for afterwards
    must show its part; a page must link to its other half.
    """
    seen = Watch(line)
    due = datetime.fromisoformat(line["due"]).timestamp()
    time.sleep(max(0.0, due - LOOK_BEFORE - time.time()))
    paths = {part: urlsplit(line[part]).path for part in PARTS}
    public: set[str] = set()
    turn = 0
    with requests.Session() as session:
        while len(public) < len(PARTS) and time.time() < due + PATIENCE:
            part = PARTS[turn % len(PARTS)]
            turn += 1
            answer = session.get(base + paths[part], timeout=10)
            seen.answers += 1
            if answer.status_code == 200:
                public.add(part)
                seen.late = min(seen.late, time.time() - due)
                if LINKS.get(part, b"") not in answer.content:
                    seen.halves.append(f"{part} without its other half")
            elif public or answer.status_code != 404:
                seen.halves.append(f"{part} {answer.status_code} after {sorted(public)}")
            if not public:
                time.sleep(PAUSE)
    return seen


def rows(count: int, at: str = "") -> Iterator[Row]:
    """`at` tells among how many sets, where that is more than these."""
    promise = "the promise: within one second (P5)"
    for name in ("lateness", "lateness-begun"):
        yield Row(f"{name}{at}/second", "s", promise, ratio_at_least(1))
        yield Row(f"{name}-median{at}/second", "s", promise, ratio_at_least(1))
    yield Row(f"halves{at}/none", "answers", bar=NONE)


def measure_on(
    site: Database, report: Report, count: int, people: People | None = None, at: str = ""
) -> None:
    """Let `count` sets become public one second apart, and print what readers saw.

    The site is set up unless it has its `people` already.
    """
    site.use()
    people = people or sets.set_up()
    with ExitStack() as running:
        base, environment = running.enter_context(web(site))
        scheduler = [sys.executable, "manage.py", "run_releases"]
        running.enter_context(process(scheduler, environment))
        _ask_before(base)
        watches = _watched(base, list(make_upcoming(count, START, EVERY, people)))
    site.use()
    begun = _late_to_begin()
    if not begun:
        sys.exit(f"no set was released within {PATIENCE:.0f} s of its time")
    _report(report, watches, begun, at)


def _ask_before(base: str) -> None:
    """Let each web process load what it loads with its first answers."""
    for number in range(ASKED_BEFORE):
        for address in (f"/policies/no-{number}/", "/interpretations/?year=2026"):
            requests.get(base + address, timeout=60)


def _watched(base: str, lines: list[dict[str, str]]) -> list[Watch]:
    """One reader a set, so that one that is late does not hide the next."""
    watches: list[Watch] = []
    readers = [
        threading.Thread(target=lambda line=line: watches.append(watch(base, line)), daemon=True)
        for line in lines
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return watches


def _late_to_begin() -> list[float]:
    """Seconds from the time of each set to the beginning of its release, by the database.

    What readers see beyond this is the release itself, and the answer that shows it.
    """
    done = Release.objects.filter(state=ReleaseState.RELEASED, title__contains="预演")
    return [(release.released_at - release.due_at).total_seconds() for release in done]


def _report(report: Report, watches: list[Watch], begun: list[float], at: str) -> None:
    seen = [watch.late for watch in watches]
    for name, late in (("lateness", seen), ("lateness-begun", begun)):
        report.row(f"{name}{at}/second", _last_of_hundred(late), 1.0, n=len(late))
        report.row(f"{name}-median{at}/second", statistics.median(late), 1.0, n=len(late))
    halves = [half for watch in watches for half in watch.halves]
    report.row(f"halves{at}/none", len(halves), n=sum(watch.answers for watch in watches))
    for half in halves:
        print(f"  half: {half}", file=sys.stderr)


def _last_of_hundred(late: list[float]) -> float:
    """The 99th percentile; of one set, the set."""
    return statistics.quantiles(late, n=100, method="inclusive")[98] if late[1:] else late[0]


def measure(report: Report, count: int) -> None:
    with database("lateness") as site:
        measure_on(site, report, count)


BENCHMARK = Benchmark(__doc__, Sizes(full=50, quick=10, smallest=1), rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
