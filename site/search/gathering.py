"""Many questions to the full text in one statement: a reader's list has few statements to spend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from search.engines import engine

Scores = dict[int, float]
# A word on so many pages tells nothing when others are there that are rarer: its arm is empty.
COMMON = 2_000
_ENTRY, _COUNT = -1, -2


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
    """What each of these arms finds, in one statement; none without arms."""
    if not arms:
        return Gathered()
    every = " UNION ALL ".join(
        f"SELECT {at} AS arm, page_id, score FROM ({arm.sql}) AS arm{at}"
        for at, arm in enumerate(arms)
    )
    ranked = ", ".join(["-1", *(str(at) for at, arm in enumerate(arms) if arm.is_ranked)])
    statement = (
        f"WITH every AS MATERIALIZED ({every}), found AS MATERIALIZED (SELECT * FROM every"
        f" WHERE arm IN (SELECT arm FROM every GROUP BY arm HAVING COUNT(*) < {COMMON}"
        f" OR arm IN ({ranked})))"
        " SELECT arm, page_id, score, 0, '' FROM found"
        f" UNION ALL SELECT {_ENTRY}, page_id, 0, set_id, kind FROM search_searchentry"
        " WHERE page_id IN (SELECT page_id FROM found)"
        f" UNION ALL SELECT {_COUNT}, COUNT(*), 0, 0, '' FROM search_searchentry"
    )
    by_arm: list[Scores] = [{} for _ in arms]
    sets: dict[int, Set] = {}
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for arm in arms for value in arm.parameters])
        for at, page_id, score, set_id, kind in cursor.fetchall():
            if at >= 0:
                by_arm[at][page_id] = score
            elif at == _ENTRY:
                sets[page_id] = Set(set_id, kind == "policy")
            else:
                total = page_id
    return Gathered(sets=sets, total=total, found=dict(zip(arms, by_arm, strict=True)))
