"""What the front page shows: newest sets, and what takes effect this month."""

from datetime import timedelta
from typing import Any

from django.utils.functional import SimpleLazyObject

from interpretations.reading import snapshot
from interpretations.reading.sets import ReleasedSet, public_policies, sets_of

NEWEST = 6
TAKING_EFFECT = 8


def front_page_context() -> dict[str, Any]:
    """Return `sets` and `taking_effect`, each a list of released sets, read when it is shown."""
    return {"sets": SimpleLazyObject(_newest), "taking_effect": SimpleLazyObject(_taking_effect)}


def _newest() -> list[ReleasedSet]:
    return sets_of(public_policies()[:NEWEST], pictures=True)


def _taking_effect() -> list[ReleasedSet]:
    first = snapshot.today().replace(day=1)
    # A span of days, not year and month: how many sets those find no database can guess, and
    # among 100,000 PostgreSQL joined every set with every other.
    month = public_policies().filter(
        date_effective__gte=first,
        date_effective__lt=(first + timedelta(days=31)).replace(day=1),
        validity__in=("upcoming", "valid", "amended"),
    )
    return sets_of(month.order_by("date_effective", "-pk")[:TAKING_EFFECT])
