"""The public pages: their time and their queries, with few sets and with many.

Through Django's test client, middlewares and templates included: what a worker does.
"""

from functools import partial

from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks import sets
from benchmarks.harness import (
    Database,
    alternate,
    compare,
    database,
    is_quick,
    queries,
    row,
    settled,
    timed,
)
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.execution.execute import execute

FEW = 100
SNAPSHOT = "interpretations.reading.snapshot.PublicReadMiddleware"
LISTS = {
    "front-page": "/",
    "library": "/policies/",
    "column": "/interpretations/",
    "column-filtered": "/interpretations/?department=zhujian&year=2026&page=2",
    "search": "/search/?q=%E4%BD%8F%E5%AE%85",
    "policy-feed": "/policies/feed/",
    "api": "/api/v2/pages/?type=interpretations.PolicyPage&limit=20",
}


def reader(without: str = "") -> Client:
    """A reader who has looked once already; a middleware may be left out."""
    client = Client(SERVER_NAME="localhost")
    kept = [name for name in settings.MIDDLEWARE if name != without]
    with override_settings(MIDDLEWARE=kept):
        client.handler.load_middleware()
    return client


def addresses() -> dict[str, str]:
    """The pages to read: the lists, and one set."""
    policy = PolicyPage.objects.public().order_by("path")[FEW // 2]
    page = InterpretationPage.objects.child_of(policy).first()
    return {**LISTS, "policy-page": policy.url, "interpretation-page": page.url}


def read(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def read_on(site: Database, client: Client, address: str) -> float:
    """Read once on a connection of this site, then three times; ms of the quickest."""
    site.use()
    read(client, address)
    return min(timed(partial(read, client, address)) for _ in range(3))


def price_of_the_promise(name: str, address: str, rounds: int) -> None:
    with_snapshot, without = reader(), reader(SNAPSHOT)
    own, peer = alternate(
        rounds,
        lambda: timed(partial(read, with_snapshot, address)),
        lambda: timed(partial(read, without, address)),
    )
    compare(f"{name}/without-snapshot", own, peer, "the same page, snapshot middleware off")


def growth(name: str, address: str, few: Database, many: Database, count: int, rounds: int) -> None:
    """Time and queries with many sets beside those with few: the same page on both sites."""
    client, peer_name = reader(), f"the same with {FEW} sets"
    own, peer = alternate(
        rounds, *(partial(read_on, site, client, address) for site in (many, few))
    )
    compare(f"{name}@{count}/{name}@{FEW}", own, peer, peer_name)
    counted = []
    for site in (many, few):
        read_on(site, client, address)
        counted.append(queries(partial(read, client, address)))
    row(f"{name}-queries@{count}/{name}-queries@{FEW}", *counted, peer_name, "queries", 1)


def main() -> None:
    quick = is_quick(__doc__)
    count, rounds = (500, 5) if quick else (10_000, 20)
    with database("reading") as few:
        people = sets.found()
        sets.fill(FEW, people)
        # Something takes effect this month, or the front page would have a shelf less to fill.
        execute(sets.approved(2, people, date_effective=timezone.localdate()).pk)
        settled()
        pages = addresses()
        many = few.copy("many")
        many.use()
        sets.fill(count, people)
        settled()
        for name, address in pages.items():
            price_of_the_promise(name, address, rounds)
        for name, address in pages.items():
            growth(name, address, few, many, count, rounds)


if __name__ == "__main__":
    main()
