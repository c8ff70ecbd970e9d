"""The editorial side: the editor, the list of releases, the page that submits a set."""

from functools import partial

from django.test import Client
from django.urls import reverse

from benchmarks import sets
from benchmarks.harness import (
    alternate,
    compare,
    database,
    is_quick,
    median_row,
    queries,
    row,
    settled,
    timed,
)
from benchmarks.stock.peer import Stock
from interpretations.demo.people import People

FEW = 100
PEER = "stock Wagtail's editor of an equal page"


def opened(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


def signed_in(people: People, login: str) -> Client:
    client = Client()
    client.force_login(people[login])
    return client


def editor(stock: Stock, client: Client, people: People, rounds: int) -> None:
    """Both editors open drafts of their own, so that no page is warmer than another."""

    def opened_fresh(measure: object) -> float:
        page = sets.draft(2, people)[0]
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        opened(client, address)
        return measure(partial(opened, client, address))

    own, peer = alternate(
        rounds, partial(opened_fresh, timed), partial(stock.ask, "edit", count=False)
    )
    compare("editor/wagtail", own, peer, PEER)
    row("editor-queries/wagtail", opened_fresh(queries), stock.ask("edit", count=True),
        PEER, "queries", 1)  # fmt: skip


def alone(name: str, client: Client, address: str, rounds: int) -> None:
    """A page that Wagtail has no equal of: its time and its queries."""
    opened(client, address)
    median_row(name, [timed(partial(opened, client, address)) for _ in range(rounds)])
    row(f"{name}-queries", queries(partial(opened, client, address)), None, None, "queries", 1)


def main() -> None:
    quick = is_quick(__doc__)
    count, rounds = (300, 5) if quick else (2_000, 20)
    with Stock() as stock, database("desk"):
        people = sets.found()
        sets.fill(count, people)
        settled()
        stock.ask("fill", count=count)
        drafter, leader, admin = (
            signed_in(people, login) for login in ("drafter", "leader", "admin")
        )
        editor(stock, admin, people, rounds)
        index = reverse("releases:index")
        for who, client in (("leader", leader), ("drafter", drafter), ("admin", admin)):
            alone(f"release-list-{who}@{count}", client, index, rounds)
        for members in (2, 6):
            policy = sets.draft(members, people)[0]
            address = reverse("releases:submit", args=[policy.pk])
            alone(f"submit-page-{members}", drafter, address, rounds)
        alone(f"desk-home@{count}", leader, reverse("wagtailadmin_home"), rounds)


if __name__ == "__main__":
    main()
