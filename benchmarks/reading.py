"""The public pages: processor time and queries beside stock Wagtail's page with the same text;
time and queries with few sets and with many.

Through Django's test client, middlewares and templates included: what a worker does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import (
    Database,
    alternate,
    database,
    processor,
    queries,
    selects,
    settled,
    timed,
)
from benchmarks.rows import Report, Row, at_most, ratio_at_least
from benchmarks.stock.peer import Stock
from interpretations.demo.people import People
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.execution.execute import execute

SNAPSHOT = "interpretations.reading.snapshot.PublicReadMiddleware"
WITHOUT_SNAPSHOT = "the same page, snapshot middleware off"
SELECTS = 12  # of a page, besides one for each kind of file or row that it shows


@dataclass(frozen=True)
class Kind:
    """A kind of public page: where ours and the peer's are, and how many kinds of rows it shows.

    `{0}` and `{1}` stand for the addresses of a set's document and of its interpretation.
    Without an address of the peer's, the text of our page is published there as a page.
    """

    name: str
    address: str
    peer_address: str
    peer: str
    shows: int = 0


PAGE, LIST = "stock Wagtail, a page of the same text", "stock Wagtail, a list of as many pages"
# The issuer of every document: the one kind of Chinese word that Wagtail's search finds too.
SEARCHED = f"/search/?q={quote('九江市人民政府办公室')}"
API = "/api/v2/pages/?type=interpretations.PolicyPage&limit=20"
# A document shows its attachments and its keywords, an interpretation the keywords: kinds of rows.
KINDS = (
    Kind("policy-page", "{0}", "", PAGE, shows=2),
    Kind("interpretation-page", "{1}", "", PAGE, shows=1),
    Kind("set-page", "{0}both/", "", PAGE, shows=2),
    Kind("front-page", "/", "/", LIST),
    Kind("library", "/policies/", "/policies/", LIST),
    Kind("column", "/interpretations/", "/interpretations/", LIST),
    Kind("department", "/policies/zhujian/", "/policies/zhujian/", LIST),
    Kind("search", SEARCHED, SEARCHED, "stock Wagtail's search"),
    Kind("policy-feed", "/policies/feed/", "/feed/", "Django's feed of as many documents"),
    Kind("sitemap", "/sitemap-policies.xml", "/sitemap.xml", "Wagtail's site map of documents"),
    Kind("api", API, API, "Wagtail's API, its own fields"),
)
# What grows with the site, and one of each that should not.
GROWING = {
    "column-filtered": "/interpretations/?department=zhujian&year=2026&page=2",
    **{
        kind.name: kind.address
        for kind in KINDS
        if kind.name not in ("set-page", "department", "sitemap")
    },
}


@dataclass(frozen=True)
class Size:
    """Few sets and many, how often each figure is taken, and the pages that may grow."""

    few: int
    many: int
    rounds: int
    growing: tuple[str, ...] = tuple(GROWING)


def rows(size: Size) -> Iterator[Row]:
    for kind in KINDS:
        # Decided: at most twice the processor time of stock Wagtail, and so many SELECTs.
        yield Row(f"{kind.name}-processor/wagtail", "ms", kind.peer, ratio_at_least(0.5))
        yield Row(f"{kind.name}-queries/wagtail", "SELECTs", kind.peer,
                  at_most(SELECTS + kind.shows))  # fmt: skip
    peer = f"the same with {size.few} sets"
    for name in size.growing:
        yield Row(f"{name}/without-snapshot", "ms", WITHOUT_SNAPSHOT)
        yield Row(_growth(size, name), "ms", peer)
        yield Row(_growth(size, f"{name}-queries"), "queries", peer, ratio_at_least(1))


def _growth(size: Size, name: str) -> str:
    return f"{name}@{size.many}/{name}@{size.few}"


def reader(without: str = "") -> Client:
    """A reader who has looked once already; a middleware may be left out."""
    client = Client(SERVER_NAME="localhost")
    kept = [name for name in settings.MIDDLEWARE if name != without]
    with override_settings(MIDDLEWARE=kept):
        client.handler.load_middleware()
    return client


def read(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def read_twice(client: Client, address: str, measure: Callable[..., float] = timed) -> float:
    """Read once for what is read once, and measure the second time."""
    read(client, address)
    return measure(partial(read, client, address))


def read_on(site: Database, client: Client, address: str, measure: Callable[..., float]) -> float:
    """The same on one of several sites."""
    site.use()
    return read_twice(client, address, measure)


def beside_wagtail(report: Report, size: Size, own: list[str], stock: Stock) -> None:
    """Every kind of page with many sets, ours and the peer's."""
    client = reader()
    for kind in KINDS:
        address = kind.address.format(*own)
        theirs = kind.peer_address or stock.ask("show", paragraphs=text_of(client, address))
        ask = partial(stock.ask, "read", address=theirs)
        times = alternate(
            size.rounds,
            partial(read_twice, client, address, processor),
            partial(ask, measure="processor"),
        )
        report.compare(f"{kind.name}-processor/wagtail", *times)
        counted = read_twice(client, address, selects), ask(measure="selects")
        report.row(f"{kind.name}-queries/wagtail", *counted, n=1)


def text_of(client: Client, address: str) -> list[str]:
    """Every piece of text between the header and the footer of a page."""
    return list(BeautifulSoup(client.get(address).content, "html.parser").main.stripped_strings)


def price_of_the_promise(report: Report, size: Size, name: str, address: str) -> None:
    with_snapshot, without = reader(), reader(SNAPSHOT)
    times = alternate(
        size.rounds,
        partial(read_twice, with_snapshot, address),
        partial(read_twice, without, address),
    )
    report.compare(f"{name}/without-snapshot", *times)


def growth(
    report: Report, size: Size, name: str, address: str, sites: tuple[Database, Database]
) -> None:
    """Time and queries with many sets beside those with few: the same page on both sites."""
    client = reader()
    sides = [partial(read_on, site, client, address) for site in sites]
    report.compare(
        _growth(size, name), *alternate(size.rounds, *(partial(side, timed) for side in sides))
    )
    counted = (side(queries) for side in sides)
    report.row(_growth(size, f"{name}-queries"), *counted, n=1)


def released_set(people: People) -> list[str]:
    """Release the set that is read; the addresses of its pages.

    Something takes effect this month, or the front page would have a shelf less to fill.
    """
    release = execute(sets.approved(2, people).pk)
    execute(sets.approved(2, people, date_effective=timezone.localdate()).pk)
    policy = PolicyPage.objects.get(pk=release.policy_id)
    return [policy.url, InterpretationPage.objects.child_of(policy).get().url]


def measure(report: Report, size: Size) -> None:
    with database("reading") as few, Stock() as stock:
        people = sets.set_up()
        sets.fill(size.few, people)
        own = released_set(people)
        settled()
        many = few.copy("many")
        many.use()
        sets.fill(size.many, people)
        settled()
        stock.ask("fill", count=size.many)
        stock.ask("index")
        beside_wagtail(report, size, own, stock)
        for name in size.growing:
            price_of_the_promise(report, size, name, GROWING[name].format(*own))
        for name in size.growing:
            growth(report, size, name, GROWING[name].format(*own), (many, few))


# The others of these pages are read beside the peer.
SMALLEST = Size(21, 22, 1, ("column-filtered", "policy-page"))
SIZES = Sizes(full=Size(100, 10_000, 20), quick=Size(100, 300, 3), smallest=SMALLEST)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
