"""Many questions to the full text in one statement: a reader's list has few to spend."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True)
class Gathered:
    """The pages of each arm with their scores, and about how many pages exist.

    `pages` has them by the name of the arm, `found` by what was asked.
    """

    pages: defaultdict[object, Scores] = field(default_factory=lambda: defaultdict(dict))
    total: int = 0
    found: dict[Arm, Scores] = field(default_factory=dict)


def matches(expression: str, whole: str, limit: int) -> Arm:
    """The best pages that match, as the database ranks them; `whole` asks without prefixes."""
    return Arm(*engine().matches(expression, whole, limit))


def pages(where: str, expression: str) -> Arm:
    """Pages that match in their `title`, as `near` words or anywhere in their `text`, unranked."""
    statement, wanted = engine().pages(where, expression)
    return Arm(statement, (wanted, COMMON), is_ranked=False)


def gather(arms: Mapping[Any, Arm], known: Gathered | None = None) -> Gathered:
    """Ask all arms at once, each for fewer pages than are common.

    Arms that were asked for `known` are not asked again, nor is one that has two names.
    """
    known = known or Gathered()
    found, total = _ask([arm for arm in dict.fromkeys(arms.values()) if arm not in known.found])
    found = {**known.found, **found}
    named = defaultdict(dict, {name: found[arm] for name, arm in arms.items()})
    return Gathered(named, total or known.total, found)


def _ask(arms: Sequence[Arm]) -> tuple[dict[Arm, Scores], int]:
    """What each of these arms finds, and about how many pages there are; 0 if nothing is asked."""
    telling = [arm for arm in arms if arm not in _common.arms]
    if not telling:
        return {arm: {} for arm in arms}, 0
    asked = (_packed(at, arm) for at, arm in enumerate(telling))
    statement = " UNION ALL ".join([*asked, f"SELECT -1, ({engine().TOTAL}), 0, ''"])
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for arm in telling for value in arm.parameters])
        *rows, (_none, total, _nothing, _empty) = cursor.fetchall()
    said = _unpacked(rows, telling)
    _common.remember((arm for arm, scores in said.items() if scores is None), total)
    return {arm: said.get(arm) or {} for arm in arms}, total


def _packed(at: int, arm: Arm) -> str:
    """A row a page of a ranked arm; one for all pages of another: a row each costs most of it.

    The pages of a common one are counted alone.
    """
    if arm.is_ranked:
        return f"SELECT {at} AS arm, page_id, score, '' AS pages FROM ({arm.sql}) AS arm{at}"
    listed = f"CASE WHEN COUNT(*) < {COMMON} THEN {engine().LISTED} END"
    return f"SELECT {at}, COUNT(*), 0, {listed} FROM ({arm.sql}) AS arm{at}"


def _unpacked(
    rows: Iterable[tuple[int, int, float, str | None]], arms: Sequence[Arm]
) -> dict[Arm, Scores | None]:
    """What each arm found: None for a common one; without a ranked one that found nothing."""
    said: dict[Arm, Scores | None] = {}
    ranked: defaultdict[Arm, Scores] = defaultdict(dict)
    for at, number, score, listed in rows:
        if arms[at].is_ranked:
            ranked[arms[at]][number] = score
        elif number < COMMON:
            said[arms[at]] = dict.fromkeys(map(int, (listed or "").split()), 0.0)
        else:
            said[arms[at]] = None
    return said | ranked
