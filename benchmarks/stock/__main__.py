"""The peer's process: one JSON command a line on stdin, one JSON answer a line on stdout."""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Page, Revision, Workflow

from benchmarks import sets
from benchmarks.harness import database, processor, queries, selects, settled, timed
from benchmarks.stock.pages import make_stock
from interpretations.demo.people import People
from interpretations.guard import triggers


def without_our_hooks() -> None:
    """Leave only hooks that Wagtail registers itself."""
    hooks.search_for_hooks()
    for name, registered in hooks._hooks.items():
        hooks._hooks[name] = [
            entry for entry in registered if not entry[0].__module__.startswith(OURS)
        ]


OURS = ("interpretations", "media.")
MEASURES = {"time": timed, "processor": processor, "queries": queries, "selects": selects}


class Peer:
    """What can be asked of the peer."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.reader = Client(SERVER_NAME="localhost")
        self.desk = Client(SERVER_NAME="localhost")
        self.desk.force_login(people["admin"])

    def fill(self, count: int) -> None:
        """Add published pages in pairs."""
        sets.fill(count, self.people)
        settled()

    def index(self) -> None:
        """Let Wagtail's search know the pages that were added in bulk."""
        call_command("update_index", verbosity=0)

    def publish(self, members: int) -> float:
        """Publish pages one by one, each in its transaction; return ms.

        Both sides begin with numbers of rows, and a superuser is asked for no permission.
        """
        return timed(partial(self._publish, sets.draft(members, self.people)))

    def _publish(self, pages: list[Page]) -> None:
        for pk in [page.latest_revision_id for page in pages]:
            with transaction.atomic():
                Revision.objects.get(pk=pk).publish(user=self.people["admin"])

    def show(self, paragraphs: list[str]) -> str:
        """Publish a page of this text and nothing else; return its address."""
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        page = sets.draft(1, self.people, body=[("text", text)])[0]
        self._publish([page])
        return page.url

    def read(self, address: str, measure: str) -> float:
        """Read a public page twice; measure the second time."""
        return self._opened(self.reader, address, measure)

    def open(self, page: str, measure: str) -> float:
        """Open a page of the admin as a superuser, twice; measure the second time.

        `home`; the `explorer` at a document with an interpretation; the editor of a fresh
        draft (`edit`), and of one in a workflow (`review`).
        """
        if page == "home":
            return self._opened(self.desk, reverse("wagtailadmin_home"), measure)
        document = sets.draft(2, self.people)[0]
        if page == "review":
            Workflow.objects.active().first().start(document, self.people["drafter"])
        name = "wagtailadmin_explore" if page == "explorer" else "wagtailadmin_pages:edit"
        return self._opened(self.desk, reverse(name, args=[document.pk]), measure)

    def _opened(self, client: Client, address: str, measure: str) -> float:
        def opened() -> None:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)

        opened()
        return MEASURES[measure](opened)


def main() -> None:
    without_our_hooks()
    make_stock()
    with database("stock"):
        triggers.remove()  # where the tables are a copy of ours
        peer = Peer(sets.set_up())
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            verb, values = json.loads(line)
            work: Callable[..., Any] = getattr(peer, verb)
            print(json.dumps(work(**values)), flush=True)


if __name__ == "__main__":
    main()
