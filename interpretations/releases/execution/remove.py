"""Taking one public member away inside a release: page, index, files, public record."""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from interpretations.models import (
    ClauseLink,
    ColumnFeature,
    Departure,
    Exemption,
    Explanation,
    Publication,
    Release,
    ReleaseItem,
)
from interpretations.models.refusals import Changed
from interpretations.releases.execution.clauses import remove_clauses
from media.models import FrozenFile, ReleasedFile
from search import index as search_index


def remove(release: Release, item: ReleaseItem, now: datetime) -> None:
    """Take a member off; from this commit on its address answers 410 and says why.

    Raises `Changed` if what is public is not what was pinned.
    """
    record = Publication.objects.filter(page_id=item.page_id, page__live=True).first()
    live = Page.objects.filter(pk=item.page_id, live_revision_id=item.revision_id)
    if record is None or not live.exists():
        raise Changed(_("「%s」已不是送审时公开的内容，整组没有变动。") % item.title)
    page = item.page.specific
    # Its text stays as it is, and Wagtail's task would swallow a fault (docs/doors.md, point 13).
    with disable_reference_index_auto_update():
        UnpublishPageAction(page).execute(skip_permission_checks=True)
    _clean_draft_flag(page)
    ReleasedFile.objects.filter(page_id=item.page_id).delete()
    FrozenFile.objects.filter(page_id=item.page_id).delete()
    search_index.remove([item.page_id])
    remove_clauses(item.page_id, now)
    for model in (Explanation, Exemption, ColumnFeature):
        model.objects.filter(page_id=item.page_id).delete()
    ClauseLink.objects.filter(interpretation=item.page_id).delete()
    record.delete()
    Departure.objects.create(
        page_id=item.page_id,
        policy_id=record.policy_id,
        role=record.role,
        item=item,
        title=item.title,
        note=release.public_note,
        at=now,
    )


def _clean_draft_flag(page: Page) -> None:
    """The page is a draft again: its newest text, in the lists of its own department only."""
    newest = Revision.objects.filter(pk=page.latest_revision_id).first()
    if newest is not None:
        Page.objects.filter(pk=page.pk).update(draft_title=newest.content["title"])
