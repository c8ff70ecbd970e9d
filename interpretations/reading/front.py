"""What the front page shows: newest sets, and what takes effect this month."""

from typing import Any

from interpretations.reading import snapshot
from interpretations.reading.sets import public_policies, sets_of

NEWEST = 6
TAKING_EFFECT = 8


def front_page_context() -> dict[str, Any]:
    """Return `sets` and `taking_effect`, each a list of released sets."""
    today = snapshot.today()
    month = public_policies().filter(
        date_effective__year=today.year,
        date_effective__month=today.month,
        validity__in=("upcoming", "valid", "amended"),
    )
    return {
        "sets": sets_of(public_policies()[:NEWEST], pictures=True),
        "taking_effect": sets_of(month.order_by("date_effective", "-pk")[:TAKING_EFFECT]),
    }
