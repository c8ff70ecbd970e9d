"""How well labelled queries are answered: nDCG, recall and time, for any set of them.

`benchmarks/answers.py` judges the words that the search was made with, `benchmarks/heldout.py`
words that it has never seen.
"""

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from opencc import OpenCC

from benchmarks.harness import empty_database, processor, timed
from benchmarks.rows import NONE, Bar, Report, Row, at_most
from search.index import Entry, find, put

# Made once: it reads its dictionaries each time.
traditional = OpenCC("s2t").convert
ENOUGH = Bar("≥ 0.92", lambda figure: figure.own >= 0.92)


class Labelled(NamedTuple):
    """A query of one kind and the sets that answer it."""

    kind: str
    query: str
    sets: frozenset[int]


class Size(NamedTuple):
    """How many sets are judged, and among how many queries are timed."""

    judged: int
    timed: int


class Labels(NamedTuple):
    """Labelled queries among numbered sets: kinds, pages of a set, queries of so many sets.

    `unanswered` is the bar for the queries that find no set that answers.
    """

    kinds: Sequence[str]
    pages: Callable[[int], Iterable[Entry]]
    queries: Callable[[int], Iterable[Labelled]]
    unanswered: Bar = NONE


def ndcg(found: list[int], wanted: frozenset[int]) -> float:
    """Normalized discounted cumulative gain of the first ten."""
    gain = sum(1 / math.log2(at + 2) for at, set_id in enumerate(found[:10]) if set_id in wanted)
    return gain / sum(1 / math.log2(at + 2) for at in range(min(10, len(wanted))))


def recall(found: list[int], wanted: frozenset[int]) -> float:
    """The part of the answers among the first twenty, of as many as fit there."""
    return len(wanted & set(found[:20])) / min(20, len(wanted))


def rows(labels: Labels, size: Size) -> Iterator[Row]:
    """What `measure` prints of these labels."""
    for name in ("ndcg@10", "recall@20"):
        yield Row(name, "rate", bar=ENOUGH)
        for kind in labels.kinds:
            yield Row(f"{name}/{kind}", "rate")
    yield Row("unanswered", "queries", bar=labels.unanswered)
    yield Row(f"query-p95-{size.timed}", "ms")
    # What the machine does beside a search is not the search's; PostgreSQL works elsewhere.
    quick = at_most(50) if connection.vendor == "sqlite" else None
    yield Row(f"query-processor-p95-{size.timed}", "ms", bar=quick)


def judge(report: Report, labels: Labels, sets: int) -> None:
    """Measure how well every query is answered, and print each kind by itself."""
    figures = {"ndcg@10": defaultdict(list), "recall@20": defaultdict(list)}
    unanswered = 0
    for kind, query, wanted in labels.queries(sets):
        found = [hit.set_id for hit in find(query)]
        figures["ndcg@10"][kind].append(ndcg(found, wanted))
        figures["recall@20"][kind].append(recall(found, wanted))
        unanswered += not wanted & set(found)
    for name, by_kind in figures.items():
        every = [figure for values in by_kind.values() for figure in values]
        report.row(name, statistics.mean(every), n=len(every))
        for kind in labels.kinds:
            report.row(f"{name}/{kind}", statistics.mean(by_kind[kind]), n=len(by_kind[kind]))
    report.row("unanswered", unanswered, n=len(every))


def time_queries(report: Report, labels: Labels, sets: int) -> None:
    """The slowest query of twenty, of all kinds alike: by the clock and of the processor.

    They are asked twice: one clock is enough for one round, and both would measure each other.
    """
    queries = [labelled.query for labelled in labels.queries(sets)]
    for name, clock in (("query-p95", timed), ("query-processor-p95", processor)):
        times = [clock(partial(find, query)) for query in queries]
        report.row(f"{name}-{sets}", statistics.quantiles(times, n=20)[-1], n=len(times))


def fill(labels: Labels, first: int, last: int) -> None:
    """Index the sets from `first` to before `last`."""
    for start in range(first, last, 250):
        numbers = range(start, min(start + 250, last))
        with transaction.atomic():
            put(page for number in numbers for page in labels.pages(number))


def measure(labels: Labels, report: Report, size: Size) -> None:
    """Judge with few sets, then time with many, in a database of this run alone."""
    with empty_database("judging"):
        executor = MigrationExecutor(connection)
        executor.migrate(
            [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "search"]
        )
        fill(labels, 1, size.judged + 1)
        judge(report, labels, size.judged)
        fill(labels, size.judged + 1, size.timed + 1)
        time_queries(report, labels, size.timed)
