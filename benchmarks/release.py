"""Releasing a set beside stock Wagtail publishing as many pages one by one; and lateness.

Ours is the whole verb as a button calls it, the reading of files included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks import lateness, sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import Database, alternate, database, settled, timed
from benchmarks.rows import Report, Row, ratio_at_least
from benchmarks.stock.peer import NAME, Stock
from interpretations.demo.people import People
from interpretations.releases.execution.execute import execute


@dataclass(frozen=True)
class Size:
    """How many sets there are, how often each figure is taken, and of sets how large."""

    few: int
    many: int
    rounds: int
    members: tuple[int, ...]
    scheduled: int


def rows(size: Size) -> Iterator[Row]:
    # A release costs at most 1.5 times what stock Wagtail needs (decision 0020).
    bar = ratio_at_least(0.67)
    for members in size.members:
        yield Row(f"release-{members}/wagtail", "ms", NAME, bar)
    for members in size.members:
        yield Row(_growth(size, members), "ms", f"the same with {size.few} sets")
    yield from lateness.rows(size.scheduled)


def _growth(size: Size, members: int) -> str:
    return f"release-{members}@{size.many}/release-{members}@{size.few}"


def released(members: int, people: People) -> float:
    """Prepare a set, and return in how many ms it is released."""
    release = sets.approved(members, people)
    return timed(partial(execute, release.pk))


def released_on(site: Database, members: int, people: People) -> float:
    """The same on one of several sites."""
    site.use()
    return released(members, people)


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


def measure(report: Report, size: Size) -> None:
    """Beside Wagtail with few sets, then beside itself with many, then beside the clock."""
    with database("release") as few, Stock() as stock:
        fresh = few.copy("fresh")
        few.use()
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
        lateness.measure_on(fresh, report, size.scheduled)


SIZES = Sizes(
    full=Size(100, 10_000, 20, (2, 6, 20), 50),
    quick=Size(100, 500, 2, (2, 6, 20), 5),
    smallest=Size(5, 10, 1, (2,), 1),
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
