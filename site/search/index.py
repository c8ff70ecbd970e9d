"""The public's search index: `put` and `remove` for releases, `Search` and `excerpt` for readers.

Writes run in the caller's transaction, so a page is in the index exactly when it is released.
Reads are a few plain SELECTs and may run inside a read-only snapshot.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import connection, transaction

from chinese.numbers import number_key
from search.engines import engine
from search.excerpts import excerpt
from search.ladder import Search, find
from search.models import SearchEntry
from search.ranking import Hit

__all__ = ["Entry", "Hit", "Search", "excerpt", "find", "put", "remove"]

_COLUMNS = ["set_id", "kind", "title", "number", "number_key", "body"]


@dataclass(frozen=True)
class Entry:
    """The displayed text of one page: plain text, no HTML. `kind` is a `SearchEntry.Kind`."""

    page_id: int
    set_id: int
    kind: str
    title: str
    number: str
    body: str


def put(entries: Iterable[Entry]) -> None:
    """Insert these pages, or replace them where they are known.

    Any failure raises and dooms the caller's transaction, even if the caller swallows it: a
    release must not succeed without its index.
    """
    latest = {entry.page_id: entry for entry in entries}
    rows = [
        SearchEntry(**asdict(entry), number_key=number_key(entry.number))
        for entry in latest.values()
    ]
    with transaction.atomic(savepoint=False):
        SearchEntry.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["page_id"], update_fields=_COLUMNS
        )
        engine().write(rows)


def remove(page_ids: Iterable[int]) -> None:
    """Take these pages out; unknown ones are no error."""
    ids = list(page_ids)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        engine().erase(ids)
        cursor.executemany(
            "DELETE FROM search_searchentry WHERE page_id = %s", [(page_id,) for page_id in ids]
        )
