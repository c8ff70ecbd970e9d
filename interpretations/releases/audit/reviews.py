"""The proof over reviews: what is frozen, sealed and approved is what was submitted (P3, P4)."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch

from interpretations.models import LedgerEntry, Release, ReleaseItem
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import OPEN_STATES, ItemAction, ReleaseState
from interpretations.releases.audit.damage import by_rows, unreadable_release
from interpretations.releases.audit.release_rows import emergency_violations
from interpretations.releases.pins.pin import as_published, member_digest
from interpretations.releases.pins.references import reached_by
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.promises.two_people import approval_violations
from interpretations.releases.promises.violation import Violation


def review_violations() -> Iterator[Violation]:
    """Yield what is not frozen or approved as it should be."""
    open_releases = Release.objects.filter(state__in=OPEN_STATES).order_by("pk")
    released = Release.objects.filter(state=ReleaseState.RELEASED).order_by("pk")
    for releases, check in ((open_releases, _open), (released, _approved)):
        yield from by_rows(releases.values_list("pk", flat=True), check, unreadable_release)
    yield from _frozen_for_nothing()


def _open(ids: Sequence[int]) -> Iterator[Violation]:
    """P3: what is under review is still what was submitted; P4: nothing waits unapproved."""
    for release in Release.objects.filter(pk__in=ids).order_by("pk"):
        if seal_of(release) != release.seal:
            yield Violation("P3", "seal does not fit the release", release_id=release.pk)
        if release.state == ReleaseState.APPROVED:
            yield from approval_violations(release, reviewed_later=bool(release.emergency))
        for item in release.items.select_related("revision", "page"):
            for problem in _member_problems(item):
                yield Violation("P3", problem, item.page_id, release.pk)


def _member_problems(item: ReleaseItem) -> Iterator[str]:
    """What of a frozen member is no longer as it was submitted."""
    if not item.open:
        yield "member is not frozen"
    of_draft = item.action == ItemAction.PUBLISH or not item.page.live
    current_id = item.page.latest_revision_id if of_draft else item.page.live_revision_id
    if current_id != item.revision_id:
        yield "frozen page has a newer revision"
    moving = item.release.kind in kinds_where("moves")
    if not moving and (item.page.slug != item.slug or item.page.url_path != item.url_path):
        yield "frozen page has another address"
    shown = as_published(item.revision, item.slug, item.url_path)
    if member_digest(shown, reached_by(shown)) != item.digest:
        yield "content differs from the submitted one"


def _approved(ids: Sequence[int]) -> Iterator[Violation]:
    """P4: nothing was released without every step."""
    approvals = LedgerEntry.objects.filter(event=LedgerEntry.Event.APPROVED)
    released = Release.objects.filter(pk__in=ids).order_by("pk")
    for release in released.prefetch_related("steps", "authors", Prefetch("ledger", approvals)):
        if release.emergency:
            yield from emergency_violations(release)
        yield from approval_violations(release, reviewed_later=bool(release.emergency))


def _frozen_for_nothing() -> Iterator[Violation]:
    """P3: nothing closed stays frozen."""
    closed = ReleaseItem.objects.filter(open=True).exclude(release__state__in=OPEN_STATES)
    for page_id, release_id in closed.values_list("page_id", "release_id"):
        yield Violation("P3", "closed release still freezes a page", page_id, release_id)
