"""Full text on PostgreSQL: three tsvector columns of the entries' own table.

They are made here from our own terms, not by a text search configuration, which knows no
Chinese. `terms` has everything and the index; `title_terms` is small enough to stay in the row.
`near_terms` has what sounds and looks like the title (`near.py`).
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from search.models import SearchEntry
from search.near import near_terms
from search.pairs import index_terms, is_prefix

# A long vector is stored out of line and dear to rank: titles choose the few that are ranked by
# text, which only parts equals. Of 1,000 pages that took five times as long as finding them.
_RANKED = (
    "SELECT page_id, 10 * title_rank"
    " + CASE WHEN place <= 100 THEN ts_rank(terms, wanted, 1) ELSE 0 END AS score"
    " FROM (SELECT page_id, terms, wanted, title_rank,"
    " row_number() OVER (ORDER BY title_rank DESC, page_id DESC) AS place"
    " FROM (FOUND) AS every_page ORDER BY place LIMIT %s) AS best"
)
_MATCHING = (
    "SELECT page_id, terms, wanted, ts_rank(title_terms, wanted, 1) AS title_rank"
    " FROM PAGES, CAST(%s AS tsquery) AS wanted WHERE terms @@ wanted"
)
_MATCHES = _RANKED.replace("FOUND", _MATCHING.replace("PAGES", "search_searchentry"))
# A prefix has the index collect all pages of all terms that begin so, whatever else is asked for:
# where the whole terms leave few pages, the prefix is looked for in these.
_FEW = 200
_FEW_MATCHES = _RANKED.replace(
    "FOUND",
    "WITH every AS MATERIALIZED (SELECT page_id, title_terms, terms FROM search_searchentry"
    " WHERE terms @@ CAST(%s AS tsquery)),"
    f" few AS MATERIALIZED (SELECT * FROM every LIMIT {_FEW + 1}) "
    + _MATCHING.replace("PAGES", "few")
    + f" AND (SELECT COUNT(*) FROM few) <= {_FEW} UNION ALL "
    + _MATCHING.replace("PAGES", "search_searchentry")
    + f" AND (SELECT COUNT(*) FROM few) > {_FEW}",
)
# Planned for all pages, read for as many as are wanted: planned for a few, PostgreSQL would look
# into the vectors of one row after the other, which lie out of line, instead of into the index.
PAGES = (
    "WITH every AS MATERIALIZED (SELECT page_id FROM search_searchentry"
    " WHERE COLUMN @@ CAST(%s AS tsquery))"
    " SELECT page_id, CAST(0 AS double precision) AS score FROM every LIMIT %s"
)
AND, OR = " & ", " | "
# All numbers of pages as one text, and the numbers of a JSON list as rows.
LISTED = "string_agg(CAST(page_id AS text), ' ')"
NUMBERS = "SELECT CAST(value AS integer) FROM jsonb_array_elements_text(CAST(%s AS jsonb))"
# Whose file number ends so: of a text turned round the index knows the beginning.
NUMBER_ENDS = "reverse(number_key) LIKE reverse('%%' || %s)"
# Rarity asks for no exact number, and counting 200,000 rows is dearer than the rest of a search.
TOTAL = (
    "SELECT CASE WHEN reltuples < 10000 THEN (SELECT COUNT(*) FROM search_searchentry)"
    " ELSE CAST(reltuples AS bigint) END FROM pg_class WHERE oid = 'search_searchentry'::regclass"
)

_COLUMNS = {"title": "title_terms", "text": "terms", "near": "near_terms"}
# What PostgreSQL accepts: 1 MiB a vector, positions up to 16383.
_VECTOR_BYTES = 900_000
_LAST_POSITION = 16_383
_POSITIONS_OF_A_TERM = 15


def term(text: str) -> str:
    """One term as an expression."""
    return f"'{text}':*" if is_prefix(text) else f"'{text}'"


def matches(expression: str, whole: str, limit: int) -> tuple[str, tuple[str | int, ...]]:
    """SQL for the best pages that match, with its parameters; `whole` asks without prefixes."""
    if whole in ("", expression):
        return _MATCHES, (expression, limit)
    return _FEW_MATCHES, (whole, expression, expression, limit)


def pages(where: str, expression: str) -> tuple[str, str]:
    """SQL and expression for the pages that match in their `title`, as `near` words, or `text`."""
    return PAGES.replace("COLUMN", _COLUMNS[where]), expression


def write(entries: Sequence[SearchEntry]) -> None:
    """Fill the full text of these entries, whose rows are there already."""
    rows = []
    for entry in entries:
        title = index_terms(f"{entry.title}。{entry.number}")
        body = index_terms(entry.body)
        near = near_terms(entry.title)
        vectors = (_vector(title, ()), _vector(title, body), _vector((), near))
        rows.append((*vectors, entry.page_id))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_searchentry SET title_terms = CAST(%s AS tsvector),"
            " terms = CAST(%s AS tsvector), near_terms = CAST(%s AS tsvector) WHERE page_id = %s",
            rows,
        )


def erase(page_ids: Sequence[int]) -> None:
    """Nothing to do: the full text leaves with the row."""


def _vector(title: Iterable[str], body: Iterable[str]) -> str:
    """A tsvector literal; title terms weigh A. A text beyond the limit loses its last terms."""
    positions_of: dict[str, list[str]] = {}
    free_bytes = _VECTOR_BYTES
    weighted = [(term, "A") for term in title] + [(term, "") for term in body]
    for position, (term, weight) in enumerate(weighted, start=1):
        if term not in positions_of:
            free_bytes -= len(term.encode()) + 8
            if free_bytes < 0:
                break
            positions_of[term] = []
        if len(positions_of[term]) < _POSITIONS_OF_A_TERM:
            free_bytes -= 2
            positions_of[term].append(f"{min(position, _LAST_POSITION)}{weight}")
    return " ".join(f"'{term}':{','.join(positions)}" for term, positions in positions_of.items())
