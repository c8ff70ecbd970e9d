"""Publishing the pinned members of a release inside it: pages, index, files, public records."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from interpretations.models import (
    InterpretationPage,
    PolicyPage,
    Publication,
    Release,
    ReleaseItem,
)
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ItemAction
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Changed, Incomplete
from interpretations.releases.execution.clauses import put_clauses
from interpretations.releases.execution.decisions import write_decisions
from interpretations.releases.execution.pages import put_live, see_live
from interpretations.releases.execution.ready import Member, Ready, as_pinned
from media.delivery import delivered_of
from media.models import FrozenFile, ReleasedFile
from search import index as search_index


def publish(
    release: Release,
    items: Sequence[ReleaseItem],
    now: datetime,
    built: Mapping[int, Ready | None] = MappingProxyType({}),
) -> None:
    """Put exactly the pinned revisions live; raises `Changed` if one is not what was approved.

    `built` is what was worked out before the time, by item. Everything is read and written for
    all members together: meanwhile the release holds the write lock.
    """
    members = _members(release, items, now, as_pinned(items, built))
    put_live(members, now)
    see_live(members)
    _write_publications(members)
    write_decisions(release, members, now)
    _release_files(members)
    let_go_of_older_files(release, [member.page_id for member in members])
    search_index.put(member.ready.entry for member in members)
    put_clauses(
        [(one.shown, one.ready.clauses) for one in members if isinstance(one.shown, PolicyPage)],
        now,
    )


def _members(
    release: Release, items: Sequence[ReleaseItem], now: datetime, ready: Sequence[Ready]
) -> list[Member]:
    public = Publication.objects.filter(page__in=[item.page_id for item in items])
    since = dict(public.values_list("page_id", "released_at"))
    return [
        Member(
            item,
            one,
            since.get(item.page_id) or _first_public_at(release, one.shown, now),
            item.page_id in since,
        )
        for item, one in zip(items, ready, strict=True)
    ]


def keep(item: ReleaseItem) -> None:
    """Let the newest release that named a public member stand for it: text and files are pinned.

    Raises `Changed` if what is public is not what was pinned.
    """
    public = Publication.objects.filter(page_id=item.page_id)
    if not public.exists():
        # Nobody's public text: the files of a draft are free again.
        FrozenFile.objects.filter(page_id=item.page_id).delete()
        return
    if not public.filter(page__live=True, page__live_revision_id=item.revision_id).exists():
        raise Changed(_("「%s」已不是送审时公开的内容，整组没有变动。") % item.title)
    public.update(item=item)
    let_go_of_older_files(item.release, [item.page_id])


def _first_public_at(release: Release, shown: ManagedPage, now: datetime) -> datetime:
    """What was public before this site keeps its date; everything else begins now."""
    former = shown.formerly_published_at if rule(release.kind).keeps_former_date else None
    return former or now


def _write_publications(members: Sequence[Member]) -> None:
    role = Publication.Role
    records = [
        Publication(
            page_id=member.page_id,
            policy_id=member.item.policy_id,
            role=role.POLICY if member.page_id == member.item.policy_id else role.INTERPRETATION,
            item=member.item,
            released_at=member.first,
        )
        for member in members
    ]
    Publication.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["policy", "role", "item", "released_at"],
    )


def _release_files(members: Sequence[Member]) -> None:
    """From this commit on the public may fetch what the pages show, and nothing else (P7)."""
    files = [
        (member.page_id, target.instance)
        for member in members
        for target in member.ready.reached
        if target.is_file
    ]
    names = delivered_of(instance for _page_id, instance in files)
    shown = {(page_id, name) for page_id, file in files for name in names[type(file), file.pk]}
    of_pages = ReleasedFile.objects.filter(page_id__in=[member.page_id for member in members])
    served = {
        (page_id, name): pk for pk, page_id, name in of_pages.values_list("pk", "page_id", "name")
    }
    if gone := [served[one] for one in served.keys() - shown]:
        ReleasedFile.objects.filter(pk__in=gone).delete()
    ReleasedFile.objects.bulk_create(
        ReleasedFile(page_id=page_id, name=name) for page_id, name in sorted(shown - served.keys())
    )


def let_go_of_older_files(release: Release, page_ids: Sequence[int]) -> None:
    """What only older texts of these pages used is nobody's public text any more (P3)."""
    FrozenFile.objects.filter(page_id__in=page_ids).exclude(release_id=release.pk).delete()


def refuse_half_a_set(release: Release) -> None:
    """Check P1 over the rows that result, not only over the pins."""
    policies = set(release.items.values_list("policy_id", flat=True))
    recorded = Publication.objects.filter(policy__in=policies).values_list("page_id", flat=True)
    published = release.items.filter(action=ItemAction.PUBLISH).values_list("page_id", flat=True)
    if _not_public({*recorded, *published}):
        raise Incomplete(_("文件和解读必须同时公开：这组内容还缺一半，没有发布。"))
    documents = PolicyPage.objects.filter(pk__in=policies, live=True)
    # One look for all that stand on the same shelf.
    for policy in {page.path[: -page.steplen]: page for page in documents}.values():
        if closed := closed_shelf(policy):
            raise Incomplete(closed)


def _not_public(page_ids: set[int]) -> set[int]:
    """Those of these documents and interpretations that are not public.

    The pages are named: a release may not take longer because there are more sets.
    """
    missing = page_ids
    for model in (PolicyPage, InterpretationPage):
        public = model.objects.public().filter(pk__in=page_ids)
        missing = missing.difference(public.values_list("pk", flat=True))
    return missing


def closed_shelf(page: Page, shelf: bool = False) -> str | None:
    """Say why a set here would not be public everywhere: a shelf above is closed.

    `page` is the document, or the `shelf` that is to hold it.
    """
    with_ancestors = page.get_ancestors(inclusive=True)
    shelves = page.get_ancestors(inclusive=shelf)
    unpublished = shelves.filter(depth__gt=1, live=False).first()
    if unpublished:
        return _("「%s」还没有公开，放在它下面的内容不能发布。") % unpublished.title
    restricted = (
        PageViewRestriction.objects.filter(page__in=with_ancestors).select_related("page").first()
    )
    if restricted:
        return _("「%s」设了访问限制，放在它下面的内容不能发布。") % restricted.page.title
    return None
