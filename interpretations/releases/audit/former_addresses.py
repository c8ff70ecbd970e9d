"""The proof over old addresses: one that a public page was moved from leads to it (P2)."""

from collections.abc import Iterator
from datetime import datetime

from interpretations.models import FormerAddress, ReleaseItem
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.promises.violation import Violation

Left = dict[str, tuple[int, datetime | None]]


def former_address_violations() -> Iterator[Violation]:
    """Yield each address that leads elsewhere than released, or since another time."""
    columns = ("url_path", "page_id", "since")
    kept: Left = {
        path: (page_id, since)
        for path, page_id, since in FormerAddress.objects.values_list(*columns)
    }
    left = _left_behind()
    for path in sorted({*kept, *left}):
        if kept.get(path) != left.get(path):
            page_id, _since = kept.get(path) or left[path]
            yield Violation("P2", "a former address is not as released", page_id, detail=path)


def _left_behind() -> Left:
    """Return old address -> page and time, as executed transfers left them."""
    moving = kinds_where("moves")
    items = ReleaseItem.objects.filter(release__state=ReleaseState.RELEASED)
    moved = items.filter(release__kind__in=moving).values_list("page_id", flat=True)
    left: Left = {}
    address: dict[int, str] = {}
    known: set[int] = set()
    for item in (
        items.filter(page__in=set(moved))
        .select_related("release")
        .order_by("release__edition", "release_id", "position")
    ):
        if item.release.kind in moving and item.page_id in known:
            left[address[item.page_id]] = (item.page_id, item.release.released_at)
        if item.action == ItemAction.PUBLISH:
            known.add(item.page_id)
        address[item.page_id] = item.url_path
    return left
