"""Pages that answer become the sets they belong to, the best first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from django.db import connection

from search.engines import engine
from search.gathering import Scores

# Several pages of one set may match; fewer candidates than this would lose sets from the end.
CANDIDATES_PER_HIT = 5


@dataclass(frozen=True)
class Hit:
    """One set that answers a query, with the page of it that answers best.

    Scores tell order within one rung only; the list is in order.
    """

    set_id: int
    page_id: int
    score: float


class Set(NamedTuple):
    """The set of a page, and whether the page is its document."""

    set_id: int
    is_policy: bool


def hits_of(rungs: list[Scores], limit: int, sets: Mapping[int, Set] | None = None) -> list[Hit]:
    """The best page of each set, rung by rung; of equals the document, then the newest set.

    The sets are read, in one statement, unless `sets` has them.
    """
    rungs = [best_of(scores, limit) for scores in rungs]
    sets = sets_of(page_id for scores in rungs for page_id in scores) if sets is None else sets
    hits: dict[int, Hit] = {}
    for scores in rungs:
        ranked = sorted(
            (-score, not is_policy, -set_id, page_id)
            for page_id, score in scores.items()
            for set_id, is_policy in (sets[page_id],)
        )
        for score, _later, set_id, page_id in ranked:
            hits.setdefault(-set_id, Hit(-set_id, page_id, -score))
    return list(hits.values())[:limit]


def best_of(scores: Scores, limit: int) -> Scores:
    """The pages that can be among so many sets; of equals the newest pages.

    Asking for the sets of all that say a word is dearer than finding them.
    """
    count = limit * CANDIDATES_PER_HIT
    if len(scores) <= count:
        return scores
    return dict(nlargest(count, scores.items(), key=itemgetter(1, 0)))


def sets_of(page_ids: Iterable[int]) -> dict[int, Set]:
    """The set of each of these pages, in one statement; none for none."""
    numbers = ",".join(map(str, page_ids))
    if not numbers:
        return {}
    statement = (
        "SELECT page_id, set_id, kind FROM search_searchentry"
        f" WHERE page_id IN ({engine().NUMBERS})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"[{numbers}]"])
        return {page_id: Set(set_id, kind == "policy") for page_id, set_id, kind in cursor}
