"""The pages that a release publishes, written together: rows, child rows, references, log.

What Wagtail's publishing (`PublishPageRevisionAction`, `Page.save`) does, which asks and writes
some forty times a page, and a release holds the write lock meanwhile. The rest of it is of no use
here: frozen pages have no new comments, managed pages no aliases, the site no redirects of Wagtail.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from interpretations.models import PolicyPage
from interpretations.models.inherited_rows import update_own_rows
from interpretations.models.refusals import Changed
from interpretations.releases.execution.child_rows import put_children
from interpretations.releases.execution.ready import Member
from interpretations.releases.execution.reference_rows import put_references
from interpretations.releases.pins.pin import OF_THE_PAGE

# Publishing decides three of those that do not come from the text.
KEPT = frozenset(OF_THE_PAGE) - {"live", "has_unpublished_changes", "draft_title"}
PARENTS_AT_ONCE = 100


def put_live(members: Sequence[Member], now: datetime) -> None:
    """Write the very objects whose digests were compared; to be called once in a release.

    Raises `Changed` where an address is taken.
    """
    _refuse_taken_addresses(members)
    for member in members:
        _say_live(member, now)
    # What is below first: members among it have their pinned addresses already.
    for member in members:
        _move_below(member)
    update_own_rows(Page, [member.shown for member in members], KEPT)
    for model in {type(member.shown) for member in members}:
        pages = [member.shown for member in members if type(member.shown) is model]
        update_own_rows(model, pages)
        put_children(pages)
    _forget_dates(members)
    put_references([(member.shown, member.ready.references) for member in members])
    PageLogEntry.objects.bulk_create(_log_of(members, now))
    for member in members:
        page_published.send(
            sender=type(member.shown), instance=member.shown, revision=member.item.revision
        )


def see_live(members: Sequence[Member]) -> None:
    """Look at the rows: writing may have been lost, or an address not be that of its place."""
    rows = Page.objects.filter(pk__in=[member.page_id for member in members], live=True)
    live = {
        pk: (revision_id, url_path, _parent(path))
        for pk, revision_id, url_path, path in rows.values_list(
            "pk", "live_revision_id", "url_path", "path"
        )
    }
    above = {parent for _revision, _address, parent in live.values()}
    addresses = dict(Page.objects.filter(path__in=above).values_list("path", "url_path"))
    for member in members:
        item = member.item
        revision_id, url_path, parent = live.get(member.page_id, (None, "", ""))
        by_place = f"{addresses.get(parent)}{item.slug}/"
        if revision_id != item.revision_id or not url_path == item.url_path == by_place:
            raise Changed(_("「%s」没有按送审的内容公开，整组没有发布。") % item.title)


def _parent(path: str) -> str:
    return path[: -Page.steplen]


def _refuse_taken_addresses(members: Sequence[Member]) -> None:
    """Raise `Changed` where another page stands at an address that a member is to have."""
    wanted = {(_parent(member.shown.path), member.item.slug): member for member in members}
    for pk, path, slug in _beside(members):
        member = wanted.get((_parent(path), slug))
        if member and member.page_id != pk:
            raise Changed(
                _("「%s」的网址已被别的页面占用，不能发布。请退回后重新送审。") % member.item.title
            )


def _beside(members: Sequence[Member]) -> Iterator[tuple[int, str, str]]:
    """Pages (number, path, slug) that may stand where members are to.

    A department has many documents, each with a slug of its own; a document has few
    interpretations, and they are called alike everywhere.
    """
    documents = [member for member in members if isinstance(member.shown, PolicyPage)]
    rows = Page.objects.order_by().values_list("pk", "path", "slug")
    yield from rows.filter(slug__in=[member.item.slug for member in documents])
    above = sorted({_parent(one.shown.path) for one in members if one not in documents})
    for start in range(0, len(above), PARENTS_AT_ONCE):
        below = [
            Q(path__range=Page._get_children_path_interval(path))
            for path in above[start : start + PARENTS_AT_ONCE]
        ]
        yield from rows.filter(reduce(or_, below))


def _say_live(member: Member, now: datetime) -> None:
    shown, item = member.shown, member.item
    shown.live, shown.expired = True, False
    # Lists of the desk show the public title of what is public, and that is this one now.
    shown.draft_title = shown.title
    shown.live_revision = item.revision
    shown.has_unpublished_changes = shown.latest_revision_id != item.revision_id
    # The release's time is taken once and written to every member.
    shown.first_published_at, shown.last_published_at = member.first, now


def _move_below(member: Member) -> None:
    """Give what stands below a page, members or not, the beginning of its new address."""
    before = member.item.page.url_path
    if member.shown.numchild and before != member.item.url_path:
        member.shown._update_descendant_url_paths(before, member.item.url_path)


def _forget_dates(members: Sequence[Member]) -> None:
    """No revision of a public page waits for a date."""
    base = ContentType.objects.get_for_model(Page)
    of_members = Revision.objects.filter(
        base_content_type=base, object_id__in=[str(member.page_id) for member in members]
    )
    of_members.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)


def _log_of(members: Sequence[Member], now: datetime) -> Iterator[PageLogEntry]:
    """What Wagtail's history of a page says: that it has another title, and that it is public."""
    for member in members:
        before, title = member.item.page.title, member.shown.title
        data = {"title": {"old": before, "new": title}} if before != title else {}
        if data:
            yield _line(member, now, "wagtail.rename", data, changed=False)
        yield _line(member, now, "wagtail.publish", data, changed=True)


def _line(
    member: Member, now: datetime, action: str, data: dict[str, dict[str, str]], *, changed: bool
) -> PageLogEntry:
    context = get_active_log_context()
    return PageLogEntry(
        content_type=ContentType.objects.get_for_model(member.shown),
        label=member.shown.get_admin_display_title(),
        action=action,
        timestamp=now,
        data=data,
        user=context.user,
        uuid=context.uuid,
        revision=member.item.revision,
        page_id=member.page_id,
        content_changed=changed,
    )
