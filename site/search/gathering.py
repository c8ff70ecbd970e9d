"""Many questions to the full text in two statements: a reader's list has few to spend."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from search.engines import engine

Scores = dict[int, float]
# A word on so many pages tells nothing when others are there that are rarer: its arm is empty.
COMMON = 2_000


class Arm(NamedTuple):
    """SQL that gives `page_id` and `score`, with its parameters; ranked if the best come first."""

    sql: str
    parameters: tuple[str | int | float, ...]
    is_ranked: bool = True


class Set(NamedTuple):
    """The set of a page, and whether the page is its document."""

    set_id: int
    is_policy: bool


@dataclass(frozen=True)
class Gathered:
    """The pages of each arm with their scores, the set of each page, and how many pages exist.

    `pages` has them by the name of the arm, `found` by what was asked.
    """

    pages: defaultdict[object, Scores] = field(default_factory=lambda: defaultdict(dict))
    sets: dict[int, Set] = field(default_factory=dict)
    total: int = 0
    found: dict[Arm, Scores] = field(default_factory=dict)


def matches(expression: str, limit: int) -> Arm:
    """The best pages that match, as the database ranks them."""
    return Arm(engine().MATCHES, (expression, limit))


def pages(where: str, expression: str) -> Arm:
    """Pages that match in their `title`, as `near` words or anywhere in their `text`, unranked."""
    statement, wanted = engine().pages(where, expression)
    return Arm(statement, (wanted, COMMON), is_ranked=False)


def gather(arms: Mapping[Any, Arm], known: Gathered | None = None) -> Gathered:
    """Ask all arms at once, each for fewer pages than are common.

    Arms that were asked for `known` are not asked again, nor is one that has two names.
    """
    known = known or Gathered()
    fresh = _ask([arm for arm in dict.fromkeys(arms.values()) if arm not in known.found])
    found, sets = {**known.found, **fresh.found}, {**known.sets, **fresh.sets}
    pages = defaultdict(dict, {name: found[arm] for name, arm in arms.items()})
    return Gathered(pages, sets, fresh.total or known.total, found)


def _ask(arms: Sequence[Arm]) -> Gathered:
    """What each of these arms finds, in two statements; none without arms."""
    if not arms:
        return Gathered()
    statement = " UNION ALL ".join(_packed(at, arm) for at, arm in enumerate(arms))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for arm in arms for value in arm.parameters])
        by_arm = dict(_unpacked(cursor.fetchall(), arms))
    found = {arm: by_arm.get(at, {}) for at, arm in enumerate(arms)}
    sets, total = _sets_of({page_id for scores in found.values() for page_id in scores})
    return Gathered(sets=sets, total=total, found=found)


def _packed(at: int, arm: Arm) -> str:
    """A row a page of a ranked arm; one for all pages of another: a row each costs most of it."""
    if arm.is_ranked:
        return f"SELECT {at} AS arm, page_id, score, '' AS pages FROM ({arm.sql}) AS arm{at}"
    return f"SELECT {at}, 0, 0, {engine().LISTED} FROM ({arm.sql}) AS arm{at}"


def _unpacked(
    rows: Iterable[tuple[int, int, float, str | None]], arms: Sequence[Arm]
) -> Iterator[tuple[int, Scores]]:
    """The number of each arm with what it found; what is common is left out."""
    ranked: defaultdict[int, Scores] = defaultdict(dict)
    for at, page_id, score, listed in rows:
        if arms[at].is_ranked:
            ranked[at][page_id] = score
        elif len(pages := (listed or "").split()) < COMMON:
            yield at, dict.fromkeys(map(int, pages), 0.0)
    yield from ranked.items()


def _sets_of(page_ids: Iterable[int]) -> tuple[dict[int, Set], int]:
    """The set of each of these pages, and how many pages there are."""
    statement = (
        "SELECT page_id, set_id, kind FROM search_searchentry WHERE page_id IN"
        f" ({engine().NUMBERS}) UNION ALL SELECT COUNT(*), 0, '' FROM search_searchentry"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"[{','.join(map(str, page_ids))}]"])
        *rows, (total, _none, _nothing) = cursor.fetchall()
    return {page_id: Set(set_id, kind == "policy") for page_id, set_id, kind in rows}, total
