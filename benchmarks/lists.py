"""Filtered lists and searches that nobody asked before, beside one release after the other.

Every question is a different one, no whole answer is kept, and each release begins another
edition, whose first reader pays for what an edition keeps. Also what a reader of a fresh process
waits for, and the addresses for programs. Through Django's test client. Rows of `processor` have
the server's process for this connection in them, where the database is PostgreSQL.
"""

import random
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import database, processor_with_server, settled, timed
from benchmarks.reading import read, reader
from benchmarks.rows import Report, Row, at_most
from interpretations.demo.people import People
from interpretations.demo.synthetic import ACTIONS, PLACES, SUBJECTS
from interpretations.models import DepartmentPage, InterpretationForm, Topic
from interpretations.reading import catalogue
from interpretations.releases.execution.execute import execute

P95 = 50  # ms, decided
# Stricter than one release every 30 s: of the readers one in so many is the first of an edition.
READERS_AN_EDITION = 20
LISTS = ("/policies/", "/interpretations/", "/policies/zhujian/")
FIRSTS = {
    "front-page": "/",
    "library": "/policies/",
    "column": "/interpretations/",
    "department": "/policies/zhujian/",
    "policy-feed": "/policies/feed/",
    "interpretation-feed": "/interpretations/feed/",
    "sitemap": "/sitemap.xml",
    "sitemap-section": "/sitemap-policies.xml",
    "site-map": "/sitemap/",
}


class Size(NamedTuple):
    """How many sets there are, how many questions of each kind are asked, and how often each
    list and address for programs is the first of an edition."""

    sets: int
    questions: int
    firsts: int


def rows(size: Size) -> Iterator[Row]:
    for kind in ("filtered-list", "search"):
        yield Row(f"{kind}-p95@{size.sets}", "ms", bar=at_most(P95))
        yield Row(f"{kind}-processor-p95@{size.sets}", "ms", bar=at_most(P95))
        yield Row(f"{kind}-median@{size.sets}", "ms")
        yield Row(f"{kind}-first-of-edition@{size.sets}", "ms")
    yield Row(f"first-of-process@{size.sets}", "ms")
    for name in FIRSTS:
        yield Row(f"{name}-first-of-edition@{size.sets}", "ms")
    yield Row(f"release@{size.sets}", "ms")


def filtered(chance: random.Random) -> Iterator[str]:
    """Addresses of filtered lists, each once."""
    values = {
        "department": list(DepartmentPage.objects.values_list("slug", flat=True)),
        "topic": list(Topic.objects.values_list("slug", flat=True)),
        "form": list(InterpretationForm.objects.values_list("slug", flat=True)),
        "validity": ["valid", "repealed"],
        "year": ["2026"],
    }
    yield from _once(partial(_filtered, values, chance))


def _filtered(values: dict[str, list[str]], chance: random.Random) -> str:
    names = chance.sample([*values], chance.randint(1, 2))
    asked = {name: chance.choice(values[name]) for name in names}
    page = {"page": str(chance.randint(2, 400))} if chance.random() < 0.5 else {}
    return f"{chance.choice(LISTS)}?{urlencode({**asked, **page})}"


def searches(number: int, chance: random.Random) -> Iterator[str]:
    """Addresses of searches, each once: words of titles and texts, questions, file numbers."""

    def question() -> str:
        subject, place, action = map(chance.choice, (SUBJECTS, PLACES, ACTIONS))
        serial = chance.randint(1, number)
        forms = (
            f"{place}{subject}", f"{subject}{action}", f"{place} {subject} {action}",
            f"{subject}怎么办理第{serial}号", f"{place}{subject}什么时候开始{serial % 30 + 1}日",
            f"九试字〔{2024 + serial % 3}〕{serial}号", f"{place}第{serial}号", f"{serial}号",
        )  # fmt: skip
        return f"/search/?{urlencode({'q': chance.choice(forms)})}"

    yield from _once(question)


def _once(make: Callable[[], str]) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        address = make()
        if address not in seen:
            seen.add(address)
            yield address


def release(people: People) -> float:
    """Milliseconds that a release of three takes, and the commit is in it."""
    waiting = sets.approved(3, people)
    return timed(partial(execute, waiting.pk))


def _processor_into(worked: list[float], work: Callable[[], object]) -> None:
    worked.append(processor_with_server(work))


def ask(
    report: Report, size: Size, kind: str, addresses: Iterator[str], people: People
) -> list[float]:
    """Ask each question once; return how long the releases between them took."""
    client = reader()
    times: list[float] = []
    worked: list[float] = []
    firsts: list[float] = []
    releases: list[float] = []
    for number in range(size.questions):
        if number % READERS_AN_EDITION == 0:
            releases.append(release(people))
        # On a machine with other work the processor tells more than the clock.
        one = partial(read, client, next(addresses))
        times.append(timed(partial(_processor_into, worked, one)))
        if number % READERS_AN_EDITION == 0:
            firsts.append(times[-1])
    for name, series in (("p95", times), ("processor-p95", worked)):
        value = statistics.quantiles(series, n=20)[-1]
        report.row(f"{kind}-{name}@{size.sets}", value, n=len(series))
    report.median(f"{kind}-median@{size.sets}", times)
    report.median(f"{kind}-first-of-edition@{size.sets}", firsts)
    return releases


def measure_firsts(report: Report, size: Size, client: Client, people: People) -> None:
    """Each address for programs and each list as the first of its edition asks for it."""
    for name, address in FIRSTS.items():
        times = []
        for _ in range(size.firsts):
            release(people)
            times.append(timed(partial(read, client, address)))
        report.median(f"{name}-first-of-edition@{size.sets}", times)


def no_answers_kept() -> dict[str, object]:
    """The caches of the site without the one of whole answers."""
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    return {**settings.CACHES, "answers": nothing}


def measure(report: Report, size: Size) -> None:
    chance = random.Random(12)
    with database("lists"), override_settings(CACHES=no_answers_kept()):
        people = sets.set_up()
        sets.fill(size.sets, people)
        settled()
        client = reader()
        read(client, "/policies/")
        catalogue.forget()
        report.row(
            f"first-of-process@{size.sets}", timed(partial(read, client, "/policies/?page=2")), n=1
        )
        releases = ask(report, size, "filtered-list", filtered(chance), people)
        releases += ask(report, size, "search", searches(size.sets, chance), people)
        report.median(f"release@{size.sets}", releases)
        measure_firsts(report, size, client, people)


# What each database is for: SQLite for a city, PostgreSQL for a province.
MANY = {"sqlite": 10_000, "postgresql": 100_000}
FULL = Size(MANY[connection.vendor], 400, 3)
SIZES = Sizes(full=FULL, quick=Size(600, 80, 3), smallest=Size(22, 4, 1))
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
