"""Publishing one pinned member inside a release: page, index, files, public record."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from interpretations.models import PolicyPage, Publication, Release, ReleaseItem
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Changed, Incomplete
from interpretations.releases.indexing import entry_of
from interpretations.releases.pin import as_published, member_digest
from interpretations.releases.references import Reached, reached_by
from media.models import ReleasedFile
from search import door


class PublishPinned(PublishPageRevisionAction):
    """Wagtail's publishing of the very object whose digest was compared."""

    def __init__(self, revision: Revision, shown: ManagedPage) -> None:
        """Take the object as it is: Wagtail would build another one, for a third of the time."""
        self.revision, self.object = revision, shown
        self.user = self.previous_revision = None
        self.changed = self.log_action = True


def publish(release: Release, item: ReleaseItem, now: datetime) -> None:
    """Put exactly the pinned revision live; raises `Changed` if it is not what was approved."""
    shown = as_published(item.revision, item.slug, item.url_path)
    reached = reached_by(shown)
    if member_digest(shown, reached) != item.digest:
        raise Changed(_("「%s」与送审时不一致，不能发布。请退回后重新送审。") % item.title)
    record = Publication.objects.filter(page_id=item.page_id).first()
    first = record.released_at if record else now
    shown.first_published_at = first
    # Wagtail's own task would swallow a failure of this index (DOORS.md, point 13).
    with disable_reference_index_auto_update():
        _put_live(item, shown)
    ReferenceIndex.create_or_update_for_object(shown)
    # The release's time is taken once and written to every member.
    Page.objects.filter(pk=item.page_id).update(first_published_at=first, last_published_at=now)
    _see_live(item)
    _write_publication(release, item, first)
    _release_files(item.page_id, reached)
    door.put([entry_of(shown, release.policy_id)])


def _put_live(item: ReleaseItem, shown: ManagedPage) -> None:
    try:
        PublishPinned(item.revision, shown).execute(skip_permission_checks=True)
    except ValidationError as error:
        raise Changed(
            _("「%(title)s」现在不能发布：%(problem)s")
            % {"title": item.title, "problem": "".join(error.messages)}
        ) from error


def _see_live(item: ReleaseItem) -> None:
    """Look at the row: publishing can merely schedule, or be swallowed (DOORS.md, point 11)."""
    live = Page.objects.filter(
        pk=item.page_id, live=True, live_revision_id=item.revision_id, url_path=item.url_path
    )
    if not live.exists():
        raise Changed(_("「%s」没有按送审的内容公开，整组没有发布。") % item.title)


def _write_publication(release: Release, item: ReleaseItem, first: datetime) -> None:
    policy = item.page_id == release.policy_id
    record = {
        "policy_id": release.policy_id,
        "role": Publication.Role.POLICY if policy else Publication.Role.INTERPRETATION,
        "item": item,
        "released_at": first,
    }
    # Inside the gate nobody else writes it: no savepoint, no look before.
    if not Publication.objects.filter(page_id=item.page_id).update(**record):
        Publication.objects.create(page_id=item.page_id, **record)


def _release_files(page_id: int, reached: list[Reached]) -> None:
    """From this commit on the public may fetch what the page shows, and nothing else (P7)."""
    names = {name for one in reached for name in one.delivered}
    of_page = ReleasedFile.objects.filter(page_id=page_id)
    served = set(of_page.values_list("name", flat=True))
    if served - names:
        of_page.exclude(name__in=names).delete()
    ReleasedFile.objects.bulk_create(
        ReleasedFile(name=name, page_id=page_id) for name in sorted(names - served)
    )


def refuse_half_a_set(release: Release) -> None:
    """Check P1 over the state that results, not only over the pins."""
    members = Publication.objects.filter(policy_id=release.policy_id, page__live=True)
    roles = set(members.values_list("role", flat=True))
    if roles != {Publication.Role.POLICY, Publication.Role.INTERPRETATION}:
        raise Incomplete(_("文件和解读必须同时公开：这组内容还缺一半，没有发布。"))
    if closed := closed_shelf(release.policy):
        raise Incomplete(closed)


def closed_shelf(policy: PolicyPage) -> str | None:
    """Say why a set here would not be public everywhere: a shelf above is closed."""
    above = policy.get_ancestors(inclusive=True)
    unpublished = above.filter(depth__gt=1, live=False).exclude(pk=policy.pk).first()
    if unpublished:
        return _("「%s」还没有公开，放在它下面的内容不能发布。") % unpublished.title
    restricted = PageViewRestriction.objects.filter(page__in=above).select_related("page").first()
    if restricted:
        return _("「%s」设了访问限制，放在它下面的内容不能发布。") % restricted.page.title
    return None
