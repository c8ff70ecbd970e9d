"""Full text on SQLite: an FTS5 table whose rowid is the page's number."""

from collections.abc import Sequence

from django.db import connection

from search.models import SearchEntry
from search.near import near_terms
from search.pairs import index_terms, is_prefix

# The best rows are taken before anything is joined: one common word may match every page.
_MATCHES = (
    "SELECT rowid AS page_id, -rank AS score FROM search_text"
    " WHERE search_text MATCH %s ORDER BY rank LIMIT %s"
)
PAGES = "SELECT rowid AS page_id, 0.0 AS score FROM search_text WHERE search_text MATCH %s LIMIT %s"
AND, OR = " AND ", " OR "
# All numbers of pages as one text, and the numbers of a JSON list as rows.
LISTED = "group_concat(page_id, ' ')"
NUMBERS = "SELECT value FROM json_each(%s)"
# Whose file number ends so: the index of numbers is walked, without the rows.
NUMBER_ENDS = "number_key LIKE '%%' || %s"
TOTAL = "SELECT COUNT(*) FROM search_searchentry"


def term(text: str) -> str:
    """One term as an expression."""
    return f'"{text}"*' if is_prefix(text) else f'"{text}"'


def matches(expression: str, _whole: str, limit: int) -> tuple[str, tuple[str | int, ...]]:
    """SQL for the best pages that match, with its parameters."""
    return _MATCHES, (expression, limit)


def pages(where: str, expression: str) -> tuple[str, str]:
    """SQL and expression for the pages that match in their `title`, as `near` words, or `text`."""
    column = "{title body}" if where == "text" else where
    return PAGES, f"{column} : ({expression})"


def write(entries: Sequence[SearchEntry]) -> None:
    """Put the terms of these entries into the full text, in place of older ones."""
    erase([entry.page_id for entry in entries])
    rows = [
        (
            entry.page_id,
            " ".join(index_terms(f"{entry.title}。{entry.number}")),
            " ".join(index_terms(entry.body)),
            " ".join(near_terms(entry.title)),
        )
        for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_text (rowid, title, body, near) VALUES (%s, %s, %s, %s)", rows
        )


def erase(page_ids: Sequence[int]) -> None:
    """Take pages out of the full text."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM search_text WHERE rowid = %s", [(page_id,) for page_id in page_ids]
        )
