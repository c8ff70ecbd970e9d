"""Releasing a migration of 200 sets, beside stock Wagtail publishing as many pages one by one;
and what readers and an editor meet meanwhile.

Readers ask gunicorn, the editor saves drafts of another set; the release runs in a process of
its own, as it does in the scheduler.
"""

import multiprocessing
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from typing import NamedTuple

import requests
from django.db import connections

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import Database, alternate, database, settled, timed
from benchmarks.rows import NONE, Report, Row, at_most
from benchmarks.servers import web
from benchmarks.stock.peer import NAME, Stock
from interpretations.demo.people import People
from interpretations.demo.reviews import approve
from interpretations.models import Release, ReleaseRules
from interpretations.releases.execution.execute import execute, prepare
from interpretations.releases.submission.migrate import submit_migration

LONG_AGO = datetime(2018, 3, 5, 9, 0, tzinfo=UTC)
BAR, SLOWEST_READ = 15.0, 2.0  # seconds
# Nobody's save waits longer on SQLite: from its first statement on the flip holds the write lock.
LOCKED = 5.0
READERS = 4
PAUSE = 0.1  # seconds between two answers of a reader, and between two drafts of the editor
LISTS = ("/", "/policies/", "/interpretations/", "/policies/feed/", "/sitemap.xml")
LINKS = (b'data-pair="interpretation"', b'data-pair="policy"')


class Size(NamedTuple):
    """Sets that are there, sets that come, and how often they do beside the peer's."""

    before: int
    count: int
    rounds: int


def rows(size: Size) -> Iterator[Row]:
    load = f"migration-{size.count}-under-load"
    yield Row(f"migration-{size.count}/wagtail", "ms", NAME)
    yield Row(f"{load}/bar", "s", "the bar", at_most(BAR))
    yield Row(f"{load}-flip/bar", "s", "the bar", at_most(BAR))
    yield Row(f"{load}-flip-processor", "s", bar=at_most(LOCKED))
    yield Row("slowest-read/bar", "s", "the bar", at_most(SLOWEST_READ))
    yield Row("read-errors/none", "answers", bar=NONE)
    yield Row("halves/none", "answers", bar=NONE)
    yield Row("slowest-save", "s", bar=at_most(LOCKED))
    yield Row("refused-saves/none", "saves", bar=NONE)


def approved(count: int, people: People) -> Release:
    """A migration of so many sets that only waits for its execution."""
    policies = [sets.draft(2, people, formerly_published_at=LONG_AGO)[0] for _ in range(count)]
    release = submit_migration([policy.pk for policy in policies], people["drafter"])
    approve(release, people)
    return release


def released(count: int, people: People) -> float:
    """Prepare a migration, and return in how many ms it is released while nobody reads."""
    release = approved(count, people)
    return timed(partial(execute, release.pk))


@dataclass
class Read:
    """One answer: of which member of which set (None: a list), in which edition."""

    seconds: float
    status: int
    member: int | None = None
    edition: int = 0
    whole: bool = True


@dataclass
class Met:
    """What readers and the editor met while the release ran."""

    reads: list[Read] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read(base: str, members: list[str], number: int, done: threading.Event, met: Met) -> None:
    """Ask for the members of the sets that are coming, and for lists, in turn."""
    turn = number
    with requests.Session() as session:
        while not done.is_set():
            turn += READERS
            member = turn % len(members) if turn % 3 else None
            address = LISTS[turn % len(LISTS)] if member is None else members[member]
            begun = time.perf_counter()
            try:
                answer = session.get(base + address, timeout=60, allow_redirects=False)
            except requests.RequestException as error:
                met.errors.append(repr(error))
                continue
            met.reads.append(_judged(answer, member, time.perf_counter() - begun))
            time.sleep(PAUSE)


def _judged(answer: requests.Response, member: int | None, seconds: float) -> Read:
    named = re.search(rb'<meta name="edition" content="(\d+)">', answer.content)
    edition = int(answer.headers.get("X-Edition") or (named and named[1]) or 0)
    whole = member is None or answer.status_code != 200 or LINKS[member % 2] in answer.content
    return Read(seconds, answer.status_code, member, edition, whole)


def edit(people: People, done: threading.Event, met: Met) -> None:
    """Save drafts of one set, one after the other; a save that is refused is written down."""
    page = sets.draft(2, people)[0]
    try:
        while not done.is_set():
            page.recipients = f"第{len(met.saves)}稿"
            begun = time.perf_counter()
            try:
                page.save_revision(user=people["drafter"])
            except Exception as error:
                met.refused.append(repr(error))
            met.saves.append(time.perf_counter() - begun)
            time.sleep(PAUSE)
    finally:
        connections.close_all()


def _release(release_id: int, pipe: Connection) -> None:
    """In a process of its own: release when told to; say how long reading and flipping took."""
    pipe.recv()
    begun = time.perf_counter()
    prepared = prepare(release_id)
    middle = time.perf_counter()
    busy = time.process_time()
    edition = execute(release_id, prepared).edition
    busy = time.process_time() - busy
    pipe.send((middle - begun, time.perf_counter() - middle, busy, edition))
    connections.close_all()


@contextmanager
def waiting_to_release(release_id: int) -> Iterator[Connection]:
    """The process that will release; forked before any thread is there."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_release, args=(release_id, theirs))
    child.start()
    try:
        yield ours
    finally:
        child.join(120)
        child.kill()


def meanwhile(report: Report, site: Database, count: int, people: People) -> None:
    """Release a migration under the eyes of readers and beside an editor; print what they met."""
    release = approved(count, people)
    paths = release.items.order_by("position").values_list("url_path", flat=True)
    members = ["/" + path.split("/", 2)[2] for path in paths]
    settled()
    met, done = Met(), threading.Event()
    with ExitStack() as stack:
        base, _environment = stack.enter_context(web(site))
        pipe = stack.enter_context(waiting_to_release(release.pk))
        threads = [
            threading.Thread(target=read, args=(base, members, number, done, met), daemon=True)
            for number in range(READERS)
        ]
        threads.append(threading.Thread(target=edit, args=(people, done, met), daemon=True))
        for thread in threads:
            thread.start()
        time.sleep(3)
        pipe.send("go")
        figures = pipe.recv()
        time.sleep(2)
        done.set()
        for thread in threads:
            thread.join(60)
    _report(report, count, met, *figures)


def _report(
    report: Report, count: int, met: Met, reading: float, flip: float, busy: float, edition: int
) -> None:
    answers, name = len(met.reads), f"migration-{count}-under-load"
    report.row(f"{name}/bar", reading + flip, BAR, n=1)
    report.row(f"{name}-flip/bar", flip, BAR, n=1)
    report.row(f"{name}-flip-processor", busy, n=1)
    slowest = max(item.seconds for item in met.reads)
    report.row("slowest-read/bar", slowest, SLOWEST_READ, n=answers)
    failed = [item for item in met.reads if item.status not in (200, 404)]
    report.row("read-errors/none", len(failed) + len(met.errors), n=answers)
    report.row("halves/none", len(halves(met.reads, edition)), n=answers)
    report.row("slowest-save", max(met.saves), n=len(met.saves))
    report.row("refused-saves/none", len(met.refused), n=len(met.saves))
    for line in dict.fromkeys([*met.errors, *met.refused]):
        print(f"  {line}", file=sys.stderr)


def halves(reads: list[Read], edition: int) -> list[Read]:
    """Return the answers that are not the state of their edition, or lack their other half."""
    return [
        answer
        for answer in reads
        if answer.member is not None
        and answer.status in (200, 404)
        and (not answer.whole or (answer.status == 200) != (answer.edition >= edition))
    ]


def measure(report: Report, size: Size) -> None:
    with database("migration") as site, Stock() as stock:
        people = sets.set_up()
        assert ReleaseRules.load().migration_limit >= size.count
        sets.fill(size.before, people)
        settled()
        stock.ask("fill", count=size.before)
        own, peer = alternate(
            size.rounds,
            partial(released, size.count, people),
            partial(stock.ask, "publish", members=2 * size.count),
        )
        report.compare(f"migration-{size.count}/wagtail", own, peer)
        meanwhile(report, site, size.count, people)


SIZES = Sizes(full=Size(100, 200, 2), quick=Size(100, 20, 1), smallest=Size(5, 2, 1))
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
