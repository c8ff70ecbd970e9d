"""置顶: a set stands first in the column until the end of a day; a reviewed act like any other."""

from interpretations.models import ColumnFeature, Release, ReleaseItem


def feature(release: Release, items: list[ReleaseItem]) -> None:
    """Write how long the documents of this release stand first; without a day they no longer do."""
    documents = [item for item in items if item.page_id == item.policy_id]
    ColumnFeature.objects.filter(page__in=[item.page_id for item in documents]).delete()
    if release.feature_until:
        ColumnFeature.objects.bulk_create(
            ColumnFeature(page_id=item.page_id, until=release.feature_until, item=item)
            for item in documents
        )
