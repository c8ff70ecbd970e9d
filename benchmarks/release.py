"""Releasing a set beside stock Wagtail publishing as many pages one by one; and lateness.

Ours is the whole verb as a button calls it, the reading of files included.
"""

from functools import partial

from benchmarks import lateness, sets
from benchmarks.harness import Database, alternate, compare, database, is_quick, settled, timed
from benchmarks.stock.peer import NAME, Stock
from interpretations.demo.people import People
from interpretations.releases.execution.execute import execute

SIZES = (2, 6, 20)
FEW = 100


def released(members: int, people: People) -> float:
    """Prepare a set, and return in how many ms it is released."""
    release = sets.approved(members, people)
    return timed(partial(execute, release.pk))


def released_on(site: Database, members: int, people: People) -> float:
    """The same on one of several sites."""
    site.use()
    return released(members, people)


def beside_wagtail(stock: Stock, people: People, rounds: int) -> None:
    for size in SIZES:
        own, peer = alternate(
            rounds,
            partial(released, size, people),
            partial(stock.ask, "publish", members=size),
        )
        compare(f"release-{size}/wagtail", own, peer, NAME)


def beside_few(few: Database, many: Database, count: int, people: People, rounds: int) -> None:
    for size in SIZES:
        own, peer = alternate(
            rounds,
            partial(released_on, many, size, people),
            partial(released_on, few, size, people),
        )
        name = f"release-{size}@{count}/release-{size}@{FEW}"
        compare(name, own, peer, f"the same with {FEW} sets")


def main() -> None:
    """Beside Wagtail at 100 sets, then beside itself at many, then beside the clock."""
    quick = is_quick(__doc__)
    count, rounds = (500, 3) if quick else (10_000, 20)
    with Stock() as stock, database("release") as few:
        fresh = few.copy("fresh")
        few.use()
        people = sets.found()
        sets.fill(FEW, people)
        settled()
        stock.ask("fill", count=FEW)
        beside_wagtail(stock, people, rounds)
        many = few.copy("many")
        many.use()
        sets.fill(count, people)
        settled()
        beside_few(few, many, count, people, rounds)
        lateness.measure(fresh, 10 if quick else 50)


if __name__ == "__main__":
    main()
