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
_ABOUT = 0.01  # of all pages; with so many more or fewer a word may be common no more
_MOST_REMEMBERED = 2_000


class Arm(NamedTuple):
    """SQL that gives `page_id` and `score`, with its parameters; ranked if the best come first."""

    sql: str
    parameters: tuple[str | int | float, ...]
    is_ranked: bool = True


class _Common:
    """Arms that were found to be common: asked again they cost most and give nothing.

    Kept in the process while there are about as many pages as then.
    """

    def __init__(self) -> None:
        self.total, self.arms = 0, frozenset[Arm]()

    def remember(self, arms: Iterable[Arm], total: int) -> None:
        """Add these; what was remembered of another number of pages, or too much, is forgotten."""
        if abs(total - self.total) > self.total * _ABOUT or len(self.arms) > _MOST_REMEMBERED:
            self.total, self.arms = total, frozenset()
        # Replaced, never changed: other threads read it.
        self.arms |= frozenset(arms)


_common = _Common()


class Set(NamedTuple):
    """The set of a page, and whether the page is its document."""

    set_id: int
    is_policy: bool


@dataclass(frozen=True)
class Gathered:
    """The pages of each arm with their scores, the set of each page, and about how many exist.

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
    telling = [arm for arm in arms if arm not in _common.arms]
    if not telling:
        return Gathered(found={arm: {} for arm in arms})
    statement = " UNION ALL ".join(_packed(at, arm) for at, arm in enumerate(telling))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for arm in telling for value in arm.parameters])
        said = dict(_unpacked(cursor.fetchall(), telling))
    common = {arm for arm, scores in said.items() if not arm.is_ranked and len(scores) >= COMMON}
    found = {arm: {} if arm in common else said.get(arm, {}) for arm in arms}
    sets, total = _sets_of({page_id for scores in found.values() for page_id in scores})
    _common.remember(common, total)
    return Gathered(sets=sets, total=total, found=found)


def _packed(at: int, arm: Arm) -> str:
    """A row a page of a ranked arm; one for all pages of another: a row each costs most of it."""
    if arm.is_ranked:
        return f"SELECT {at} AS arm, page_id, score, '' AS pages FROM ({arm.sql}) AS arm{at}"
    return f"SELECT {at}, 0, 0, {engine().LISTED} FROM ({arm.sql}) AS arm{at}"


def _unpacked(
    rows: Iterable[tuple[int, int, float, str | None]], arms: Sequence[Arm]
) -> Iterator[tuple[Arm, Scores]]:
    """Each arm that found something, with what that is."""
    ranked: defaultdict[Arm, Scores] = defaultdict(dict)
    for at, page_id, score, listed in rows:
        if arms[at].is_ranked:
            ranked[arms[at]][page_id] = score
        else:
            yield arms[at], dict.fromkeys(map(int, (listed or "").split()), 0.0)
    yield from ranked.items()


def _sets_of(page_ids: Iterable[int]) -> tuple[dict[int, Set], int]:
    """The set of each of these pages, and about how many pages there are."""
    statement = (
        "SELECT page_id, set_id, kind FROM search_searchentry WHERE page_id IN"
        f" ({engine().NUMBERS}) UNION ALL SELECT ({engine().TOTAL}), 0, ''"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"[{','.join(map(str, page_ids))}]"])
        *rows, (total, _none, _nothing) = cursor.fetchall()
    return {page_id: Set(set_id, kind == "policy") for page_id, set_id, kind in rows}, total
