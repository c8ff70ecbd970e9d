"""What an executed release leaves in the database: all of it is there, or nothing (P6)."""

from wagtail.models import Page

from interpretations.models import (
    ColumnFeature,
    Departure,
    FormerAddress,
    LedgerEntry,
    OutboxMessage,
    Publication,
    Release,
    ReleaseItem,
)
from interpretations.models.kinds import ItemAction, ReleaseKind


def effects_of(release: Release) -> dict[str, bool]:
    """Return by name what the release should have done, and whether it is there."""
    items = release.items.select_related("page")
    effects = {
        "state": release.state == "released",
        "edition": release.edition is not None,
        "ledger": release.ledger.filter(event=LedgerEntry.Event.RELEASED).count() == 1,
        "outbox": OutboxMessage.objects.filter(
            payload__release=release.pk, payload__event="released"
        ).exists(),
    }
    for item in items:
        effects |= {f"{item.page_id} {name}": done for name, done in _of_member(item)}
    if release.kind == ReleaseKind.TRANSFER:
        effects["former addresses"] = FormerAddress.objects.filter(
            page__in=items.values("page")
        ).exists()
    return effects


def _of_member(item: ReleaseItem) -> list[tuple[str, bool]]:
    """Nothing where the release was returned, or a later one has done something else since."""
    later = ReleaseItem.objects.filter(
        page=item.page_id, release__edition__gt=item.release.edition or 0
    )
    if item.release.state == "returned" or (item.release.edition and later.exists()):
        return []
    page = Page.objects.filter(pk=item.page_id)
    removed = item.action == ItemAction.REMOVE
    record = Departure if removed else Publication
    done = [
        ("open again", not item.open),
        ("record", record.objects.filter(page=item.page_id, item=item).exists()),
    ]
    if removed:
        done.append(("gone", page.filter(live=False).exists()))
    elif item.action == ItemAction.PUBLISH:
        done.append(("live", page.filter(live=True, live_revision=item.revision_id).exists()))
    elif item.release.kind == ReleaseKind.FEATURE and item.page_id == item.policy_id:
        done.append(("pinned", ColumnFeature.objects.filter(item=item).exists()))
    elif item.release.kind == ReleaseKind.TRANSFER:
        done.append(("moved", page.filter(url_path=item.url_path).exists()))
    return done


def torn(releases: list[Release]) -> list[tuple[int, dict[str, bool]]]:
    """Return the releases that have done some of their work and not all of it."""
    outcomes = [(release.pk, effects_of(release)) for release in releases]
    return [(pk, effects) for pk, effects in outcomes if len(set(effects.values())) > 1]
