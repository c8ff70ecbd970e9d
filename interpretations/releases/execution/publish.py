"""Publishing one pinned member inside a release: page, index, files, public record."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from interpretations.models import (
    ClauseLink,
    Departure,
    Exemption,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
    PublicNote,
    Release,
    ReleaseItem,
)
from interpretations.models.clause_links import Link
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ItemAction
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Changed, Incomplete
from interpretations.releases.execution.clauses import put_clauses
from interpretations.releases.execution.indexing import entry_of
from interpretations.releases.pins.pin import as_published, member_digest, placed
from interpretations.releases.pins.references import Reached, reached_by
from media.models import FrozenFile, ReleasedFile
from search import index as search_index


class PublishPinned(PublishPageRevisionAction):
    """Wagtail's publishing of the very object whose digest was compared."""

    def __init__(self, revision: Revision, shown: ManagedPage) -> None:
        """Take the object as it is: Wagtail would build another one, for a third of the time."""
        self.revision, self.object = revision, shown
        # Looked at when it was submitted, and not changed since; only its address may be taken.
        shown.save = partial(shown.save, clean=False)
        self.user = self.previous_revision = None
        self.changed = self.log_action = True

    def _after_publish(self) -> None:
        """Tell others, no more: a frozen page has no new comments, a managed page no aliases."""
        page_published.send(sender=type(self.object), instance=self.object, revision=self.revision)


def publish(
    release: Release, item: ReleaseItem, now: datetime, built: ManagedPage | None = None
) -> None:
    """Put exactly the pinned revision live; raises `Changed` if it is not what was approved.

    `built` is what the revision holds, if somebody built it before the time.
    """
    shown = placed(built or as_published(item.revision, item.slug, item.url_path), item.page)
    reached = reached_by(shown)
    if member_digest(shown, reached) != item.digest:
        raise Changed(_("「%s」与送审时不一致，不能发布。请退回后重新送审。") % item.title)
    record = Publication.objects.filter(page_id=item.page_id).first()
    first = record.released_at if record else _first_public_at(release, shown, now)
    shown.first_published_at = first
    # Wagtail's own task would swallow a failure of this index (docs/doors.md, point 13).
    with disable_reference_index_auto_update():
        _put_live(item, shown)
    ReferenceIndex.create_or_update_for_object(shown)
    # The release's time is taken once and written to every member.
    Page.objects.filter(pk=item.page_id).update(first_published_at=first, last_published_at=now)
    _see_live(item)
    _write_publication(item, first)
    _write_decisions(release, item, shown, now, corrected=record is not None)
    _release_files(item.page_id, reached)
    let_go_of_older_files(item)
    search_index.put([entry_of(shown, item.policy_id)])
    put_clauses(shown, now)


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
    let_go_of_older_files(item)


def _first_public_at(release: Release, shown: ManagedPage, now: datetime) -> datetime:
    """What was public before this site keeps its date; everything else begins now."""
    former = shown.formerly_published_at if rule(release.kind).keeps_former_date else None
    return former or now


def _put_live(item: ReleaseItem, shown: ManagedPage) -> None:
    try:
        shown.minimal_clean()
        PublishPinned(item.revision, shown).execute(skip_permission_checks=True)
    except ValidationError as error:
        raise Changed(
            _("「%(title)s」现在不能发布：%(problem)s")
            % {"title": item.title, "problem": "".join(error.messages)}
        ) from error


def _see_live(item: ReleaseItem) -> None:
    """Look at the row: publishing may merely schedule, or be lost (docs/doors.md, point 11)."""
    live = Page.objects.filter(
        pk=item.page_id, live=True, live_revision_id=item.revision_id, url_path=item.url_path
    )
    if not live.exists():
        raise Changed(_("「%s」没有按送审的内容公开，整组没有发布。") % item.title)


def _write_publication(item: ReleaseItem, first: datetime) -> None:
    role = Publication.Role
    record = {
        "policy_id": item.policy_id,
        "role": role.POLICY if item.page_id == item.policy_id else role.INTERPRETATION,
        "item": item,
        "released_at": first,
    }
    # Inside the gate nobody else writes it: no savepoint, no look before.
    if not Publication.objects.filter(page_id=item.page_id).update(**record):
        Publication.objects.create(page_id=item.page_id, **record)


def _write_decisions(
    release: Release, item: ReleaseItem, shown: ManagedPage, now: datetime, *, corrected: bool
) -> None:
    """What this release decides about a member, beside its text."""
    Departure.objects.filter(page_id=item.page_id).delete()
    if isinstance(shown, InterpretationPage):
        _write_explanations(item.page_id, {item.policy_id, *shown.further_ids})
        _write_links(item.page_id, Link.read(shown.clause_links))
    elif item.exemption_id:
        Exemption.objects.filter(page_id=item.page_id).delete()
        Exemption.objects.create(
            page_id=item.page_id, reason=item.exemption_reason, note=item.exemption_note,
            item=item, granted_at=now,
        )  # fmt: skip
    if corrected and release.public_note:
        PublicNote.objects.create(page_id=item.page_id, item=item, text=release.public_note, at=now)


def _write_explanations(page_id: int, explained: set[int]) -> None:
    of_page = Explanation.objects.filter(page_id=page_id)
    explained_before = set(of_page.values_list("policy_id", flat=True))
    if explained_before - explained:
        of_page.exclude(policy__in=explained).delete()
    Explanation.objects.bulk_create(
        Explanation(page_id=page_id, policy_id=pk) for pk in sorted(explained - explained_before)
    )
    # A document that is explained now is not exempt any more.
    Exemption.objects.filter(page__in=explained).delete()


def _write_links(page_id: int, links: Sequence[Link]) -> None:
    of_page = ClauseLink.objects.filter(interpretation=page_id)
    before = of_page.order_by("position").values_list("block", "policy_id", "clause")
    if [Link(*row) for row in before] == list(links):
        return
    of_page.delete()
    ClauseLink.objects.bulk_create(
        ClauseLink(
            interpretation_id=page_id,
            block=link.block,
            policy_id=link.policy,
            clause=link.clause,
            position=position,
        )
        for position, link in enumerate(links)
    )


def _release_files(page_id: int, reached: list[Reached]) -> None:
    """From this commit on the public may fetch what the page shows, and nothing else (P7)."""
    names = {name for target in reached for name in target.delivered}
    of_page = ReleasedFile.objects.filter(page_id=page_id)
    served = set(of_page.values_list("name", flat=True))
    if served - names:
        of_page.exclude(name__in=names).delete()
    ReleasedFile.objects.bulk_create(
        ReleasedFile(name=name, page_id=page_id) for name in sorted(names - served)
    )


def let_go_of_older_files(item: ReleaseItem) -> None:
    """What only an older text of this page used is nobody's public text any more (P3)."""
    older = FrozenFile.objects.filter(page_id=item.page_id).exclude(release_id=item.release_id)
    older.delete()


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
