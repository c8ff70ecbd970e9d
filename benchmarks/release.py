"""Releasing a set beside stock Wagtail publishing as many pages one by one; and lateness.

Ours is the whole verb as a button calls it, the reading of files included.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks import lateness, sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import (
    Database,
    alternate,
    database,
    processor,
    queries,
    settled,
    timed,
)
from benchmarks.rows import Report, Row, ratio_at_least
from benchmarks.stock.peer import NAME, Stock
from interpretations.demo.people import People
from interpretations.releases.execution.execute import execute, prepare

# Of a document and two interpretations, whose commit is looked at by itself.
FLIPPED = 3


@dataclass(frozen=True)
class Size:
    """How many sets there are, how often each figure is taken, and of sets how large.

    Lateness is measured of so many scheduled sets among many, and where it `is_watched_among_few`
    there too; on a site without others `benchmarks.lateness` does.
    """

    few: int
    many: int
    rounds: int
    members: tuple[int, ...]
    scheduled: int
    is_watched_among_few: bool = True


def rows(size: Size) -> Iterator[Row]:
    # A release costs at most 1.5 times what stock Wagtail needs (decision 0020).
    bar = ratio_at_least(0.67)
    for members in size.members:
        yield Row(f"release-{members}/wagtail", "ms", NAME, bar)
    for members in size.members:
        yield Row(_growth(size, members), "ms", f"the same with {size.few} sets")
    # The transaction that makes a set public may not take longer because there are more sets.
    few = f"the same with {size.few} sets"
    yield Row(_grown(size, "flip-processor"), "ms", few, ratio_at_least(0.67))
    yield Row(_grown(size, "flip-queries"), "queries", few, ratio_at_least(1))
    if size.is_watched_among_few:
        yield from lateness.rows(size.scheduled)
    yield from lateness.rows(size.scheduled, f"@{size.many}")


def _growth(size: Size, members: int) -> str:
    return _grown(size, f"release-{members}")


def _grown(size: Size, name: str) -> str:
    return f"{name}@{size.many}/{name}@{size.few}"


def released(members: int, people: People) -> float:
    """Prepare a set, and return in how many ms it is released."""
    release = sets.approved(members, people)
    return timed(partial(execute, release.pk))


def released_on(site: Database, members: int, people: People) -> float:
    """The same on one of several sites."""
    site.use()
    return released(members, people)


def flipped_on(site: Database, people: People, measure: Callable[..., float]) -> float:
    """Measure the transaction alone: files are read and pages built before it."""
    site.use()
    release = sets.approved(FLIPPED, people)
    return measure(partial(execute, release.pk, prepare(release.pk)))


def beside_wagtail(report: Report, size: Size, stock: Stock, people: People) -> None:
    for members in size.members:
        own, peer = alternate(
            size.rounds,
            partial(released, members, people),
            partial(stock.ask, "publish", members=members),
        )
        report.compare(f"release-{members}/wagtail", own, peer)


def beside_few(report: Report, size: Size, few: Database, many: Database, people: People) -> None:
    for members in size.members:
        own, peer = alternate(
            size.rounds,
            partial(released_on, many, members, people),
            partial(released_on, few, members, people),
        )
        report.compare(_growth(size, members), own, peer)
    sides = [partial(flipped_on, site, people) for site in (many, few)]
    times = alternate(size.rounds, *(partial(side, processor) for side in sides))
    report.compare(_grown(size, "flip-processor"), *times)
    counted = (side(queries) for side in sides)
    report.row(_grown(size, "flip-queries"), *counted, n=1)


def measure(report: Report, size: Size) -> None:
    """Beside Wagtail with few sets, then beside itself with many, then beside the clock."""
    with database("release") as few, Stock() as stock:
        people = sets.set_up()
        sets.fill(size.few, people)
        settled()
        stock.ask("fill", count=size.few)
        beside_wagtail(report, size, stock, people)
        many = few.copy("many")
        many.use()
        sets.fill(size.many, people)
        settled()
        beside_few(report, size, few, many, people)
        if size.is_watched_among_few:
            lateness.measure_on(few, report, size.scheduled, people)
        lateness.measure_on(many, report, size.scheduled, people, f"@{size.many}")


SIZES = Sizes(
    full=Size(100, 100_000, 12, (2, 6, 20), 50),
    quick=Size(100, 500, 2, (2, 6, 20), 5),
    smallest=Size(5, 10, 1, (2,), 1, is_watched_among_few=False),
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
