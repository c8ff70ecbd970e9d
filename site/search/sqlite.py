"""Full text on SQLite: an FTS5 table whose rowid is the page's number."""

from collections.abc import Sequence

from django.db import connection

from search.models import SearchEntry
from search.pairs import index_terms, is_prefix

# The best rows are taken before anything is joined: one common word may match every page.
MATCHES = (
    "SELECT rowid AS page_id, -rank AS score FROM search_text"
    " WHERE search_text MATCH %s ORDER BY rank LIMIT %s"
)


def match_parameters(terms: Sequence[str], candidates: int) -> list[str | int]:
    """The parameters of `MATCHES`: a page must contain every term."""
    expression = " AND ".join(f'"{term}"*' if is_prefix(term) else f'"{term}"' for term in terms)
    return [expression, candidates]


def write(entries: Sequence[SearchEntry]) -> None:
    """Put the terms of these entries into the full text, in place of older ones."""
    erase([entry.page_id for entry in entries])
    rows = [
        (
            entry.page_id,
            " ".join(index_terms(f"{entry.title}。{entry.number}")),
            " ".join(index_terms(entry.body)),
        )
        for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_text (rowid, title, body) VALUES (%s, %s, %s)", rows)


def erase(page_ids: Sequence[int]) -> None:
    """Take pages out of the full text."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM search_text WHERE rowid = %s", [(page_id,) for page_id in page_ids]
        )
