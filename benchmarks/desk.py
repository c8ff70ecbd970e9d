"""The editorial side: the editor, the home, a set, submitting it and reviewing it, and the list
of releases."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.test import Client
from django.urls import reverse

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import alternate, database, processor, queries, settled, timed
from benchmarks.rows import Report, Row
from benchmarks.stock.peer import Stock
from interpretations.demo.people import People
from interpretations.releases.submission.submit import Submission, submit

PEER = "stock Wagtail's editor of an equal page"
# What stock Wagtail has that is nearest, and who opens ours.
NEAREST = {
    "home": ("home", "stock Wagtail's home", "leader"),
    "set-page": ("explorer", "stock Wagtail's explorer of an equal page", "drafter"),
    "submit-page": ("edit", PEER, "drafter"),
    "review-page": ("review", "stock Wagtail's editor of an equal page in moderation", "leader"),
}
LOOKING = ("leader", "drafter", "admin")
SUBMITTED = (2, 6)  # members of a set


@dataclass(frozen=True)
class Size:
    sets: int
    rounds: int


def rows(size: Size) -> Iterator[Row]:
    yield Row("editor/wagtail", "ms", PEER)
    yield Row("editor-queries/wagtail", "queries", PEER)
    for name, (_page, peer, _login) in NEAREST.items():
        yield Row(f"{name}-processor/wagtail", "ms", peer)
        yield Row(f"{name}-queries/wagtail", "queries", peer)
    alone = [f"release-list-{login}@{size.sets}" for login in LOOKING]
    for name in [*alone, *(f"submit-page-{members}" for members in SUBMITTED)]:
        yield Row(name, "ms")
        yield Row(f"{name}-queries", "queries")


def opened(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def opened_twice(client: Client, address: str, measure: object) -> float:
    opened(client, address)
    return measure(partial(opened, client, address))


def signed_in(people: People, login: str) -> Client:
    client = Client()
    client.force_login(people[login])
    return client


def editor(report: Report, stock: Stock, people: People, rounds: int) -> None:
    """Both editors open drafts of their own, so that no page is warmer than another."""
    client = signed_in(people, "admin")

    def opened_fresh(measure: object) -> float:
        page = sets.draft(2, people)[0]
        return opened_twice(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), measure)

    ask = partial(stock.ask, "open", page="edit")
    times = alternate(rounds, partial(opened_fresh, timed), partial(ask, measure="time"))
    report.compare("editor/wagtail", *times)
    report.row("editor-queries/wagtail", opened_fresh(queries), ask(measure="queries"), n=1)


def beside_wagtail(report: Report, stock: Stock, people: People, rounds: int) -> None:
    """The pages where a set stands, is submitted and reviewed; each time with a set of its own."""
    for name, (page, _peer, login) in NEAREST.items():
        client = signed_in(people, login)

        def own(measure: object, name: str = name, client: Client = client) -> float:
            return opened_twice(client, address_of(name, people), measure)

        ask = partial(stock.ask, "open", page=page)
        times = alternate(rounds, partial(own, processor), partial(ask, measure="processor"))
        report.compare(f"{name}-processor/wagtail", *times)
        report.row(f"{name}-queries/wagtail", own(queries), ask(measure="queries"), n=1)


def address_of(name: str, people: People) -> str:
    """Where a page of the desk shows a fresh set: a draft, or waiting for its first review."""
    if name == "home":
        return reverse("wagtailadmin_home")
    pages = sets.draft(2, people)
    if name == "review-page":
        submission = Submission(frozenset(page.pk for page in pages))
        release = submit(pages[0].pk, people["drafter"], submission)
        return reverse("releases:detail", args=[release.pk])
    return reverse("releases:set" if name == "set-page" else "releases:submit", args=[pages[0].pk])


def alone(report: Report, name: str, client: Client, address: str, rounds: int) -> None:
    """A page that Wagtail has no equal of: its time and its queries."""
    opened(client, address)
    report.median(name, [timed(partial(opened, client, address)) for _ in range(rounds)])
    report.row(f"{name}-queries", queries(partial(opened, client, address)), n=1)


def measure(report: Report, size: Size) -> None:
    with database("desk"), Stock() as stock:
        people = sets.set_up()
        sets.fill(size.sets, people)
        settled()
        stock.ask("fill", count=size.sets)
        editor(report, stock, people, size.rounds)
        beside_wagtail(report, stock, people, size.rounds)
        for login in LOOKING:
            name = f"release-list-{login}@{size.sets}"
            alone(report, name, signed_in(people, login), reverse("releases:index"), size.rounds)
        drafter = signed_in(people, "drafter")
        for members in SUBMITTED:
            address = reverse("releases:submit", args=[sets.draft(members, people)[0].pk])
            alone(report, f"submit-page-{members}", drafter, address, size.rounds)


SIZES = Sizes(full=Size(2_000, 20), quick=Size(300, 3), smallest=Size(5, 1))
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
