"""A long list is reviewed by samples: which members must be opened, and by whom they were."""

from typing import Any

from interpretations.models import ItemReading, Release, ReleaseItem, ReleaseRules
from interpretations.models.digest import digest
from interpretations.models.kind_rules import rule


def sample_of(release: Release) -> list[ReleaseItem]:
    """Return the documents that every reviewer of a migration opens; none for other kinds.

    Drawn by the seal: nobody chooses them, and a new submission draws others.
    """
    if not rule(release.kind).historic:
        return []
    documents = [item for item in release.items.all() if item.page_id == item.policy_id]
    documents.sort(key=lambda item: digest([release.seal, release.pk, item.page_id]))
    return documents[: ReleaseRules.load().migration_sample]


def sample_left(release: Release, user: Any) -> list[ReleaseItem]:
    """Return what of the sample this person has not opened yet."""
    sample = sample_of(release)
    opened = ItemReading.objects.filter(user=user, item__in=[item.pk for item in sample])
    seen = set(opened.values_list("item_id", flat=True))
    return [item for item in sample if item.pk not in seen]


def note_reading(item: ReleaseItem, user: Any) -> None:
    """Write down that this person has opened a member as it was pinned."""
    ItemReading.objects.get_or_create(item=item, user=user)
