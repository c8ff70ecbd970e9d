"""The public's search index: `put` and `remove` for releases, `find` and `excerpt` for readers.

Writes run in the caller's transaction, so a page is in the index exactly when it is released.
Reads are one plain SELECT and may run inside a read-only snapshot.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from types import ModuleType

from django.db import connection, transaction

from search import postgresql, sqlite
from search.excerpts import excerpt
from search.models import SearchEntry
from search.numbers import asked_key, number_key, shorter_keys
from search.pairs import QUERY_LENGTH, query_terms

__all__ = ["Entry", "Hit", "excerpt", "find", "put", "remove"]

_FULL_TEXT: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}
_COLUMNS = ["set_id", "kind", "title", "number", "number_key", "body"]
# Several pages of one set may match; fewer candidates than this would lose sets from the end.
_CANDIDATES_PER_HIT = 5
_NUMBER_SCORE = 1_000_000.0


@dataclass(frozen=True)
class Entry:
    """The displayed text of one page: plain text, no HTML. `kind` is a `SearchEntry.Kind`."""

    page_id: int
    set_id: int
    kind: str
    title: str
    number: str
    body: str


@dataclass(frozen=True)
class Hit:
    """One set that answers a query, with the page of it that answers best."""

    set_id: int
    page_id: int
    score: float


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
        _FULL_TEXT[connection.vendor].write(rows)


def remove(page_ids: Iterable[int]) -> None:
    """Take these pages out; unknown ones are no error."""
    ids = list(page_ids)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        _FULL_TEXT[connection.vendor].erase(ids)
        cursor.executemany(
            "DELETE FROM search_searchentry WHERE page_id = %s", [(page_id,) for page_id in ids]
        )


def find(query: str, limit: int = 200) -> list[Hit]:
    """The sets that contain every term of a query, best first; no input raises.

    A file number in the query puts the document that bears it first. A word in a title weighs
    more than one in a body. At most `limit` sets.
    """
    terms = query_terms(query)
    if limit < 1 or not terms:
        return []
    full_text = _FULL_TEXT[connection.vendor]
    matches = f"SELECT page_id, score FROM ({full_text.MATCHES}) AS by_text"
    parameters = full_text.match_parameters(terms, limit * _CANDIDATES_PER_HIT)
    if key := asked_key(query[:QUERY_LENGTH]):
        by_number, number_parameters = _by_number(key)
        matches = f"{matches} UNION ALL {by_number}"
        parameters = [*parameters, *number_parameters]
    with connection.cursor() as cursor:
        cursor.execute(_best_of_each_set(matches), [*parameters, limit])
        return [Hit(*row) for row in cursor.fetchall()]


def _best_of_each_set(matches: str) -> str:
    """SQL that keeps the best page of each set; of equals the document, then the newest set."""
    return (
        "SELECT set_id, page_id, score FROM ("
        "SELECT entry.set_id, entry.page_id, found.score, ROW_NUMBER() OVER ("
        "PARTITION BY entry.set_id ORDER BY found.score DESC, entry.kind DESC, entry.page_id"
        f") AS place FROM ({matches}) AS found"
        " JOIN search_searchentry AS entry ON entry.page_id = found.page_id"
        ") AS ranked WHERE place = 1 ORDER BY score DESC, set_id DESC LIMIT %s"
    )


def _by_number(key: str) -> tuple[str, list[str | float]]:
    """SQL for the pages whose file number a query names; the exact number before its relatives.

    The reader may have left off the front of the number, or written other words before it.
    """
    shorter = shorter_keys(key)
    # A serial number alone is looked for in every year.
    ending = key.removeprefix("|") if key.startswith("||") else key
    conditions = " OR ".join(["number_key LIKE %s", *["number_key = %s" for _ in shorter]])
    return (
        "SELECT page_id, CASE WHEN number_key = %s THEN CAST(%s AS double precision)"
        " ELSE CAST(%s AS double precision) END AS score"
        f" FROM search_searchentry WHERE {conditions}",
        [key, 2 * _NUMBER_SCORE, _NUMBER_SCORE, f"%{ending}", *shorter],
    )
