"""The peer's process: one JSON command a line on stdin, one JSON answer a line on stdout."""

import json
import sys
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Revision

from benchmarks import sets
from benchmarks.harness import database, queries, settled, timed
from interpretations.demo.people import People


def without_our_hooks() -> None:
    """Leave only hooks that Wagtail registers itself."""
    hooks.search_for_hooks()
    for name, registered in hooks._hooks.items():
        hooks._hooks[name] = [
            entry for entry in registered if not entry[0].__module__.startswith("interpretations")
        ]


class Peer:
    """What can be asked of the peer."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.client = Client()
        self.client.force_login(people["admin"])

    def fill(self, count: int) -> None:
        """Add published pages in pairs."""
        sets.fill(count, self.people)
        settled()

    def publish(self, members: int) -> float:
        """Publish pages one by one, each in its transaction; return ms.

        Both sides begin with numbers of rows, and a superuser is asked for no permission.
        """
        ids = [page.latest_revision_id for page in sets.draft(members, self.people)]

        def one_by_one() -> None:
            for pk in ids:
                with transaction.atomic():
                    Revision.objects.get(pk=pk).publish(user=self.people["admin"])

        return timed(one_by_one)

    def edit(self, count: bool) -> float:
        """Open the editor of a fresh draft; return ms, or the number of queries."""
        page = sets.draft(2, self.people)[0]
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])

        def opened() -> None:
            assert self.client.get(address).status_code == 200

        opened()
        return queries(opened) if count else timed(opened)


def main() -> None:
    without_our_hooks()
    with database("stock"):
        peer = Peer(sets.found())
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            verb, values = json.loads(line)
            work: Callable[..., Any] = getattr(peer, verb)
            print(json.dumps(work(**values)), flush=True)


if __name__ == "__main__":
    main()
