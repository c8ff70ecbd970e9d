"""The proof over what releases decide beside the text: who is public by which release (P2, P4)."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery

from interpretations.models import (
    ColumnFeature,
    Departure,
    Exemption,
    Explanation,
    LedgerEntry,
    Publication,
    Release,
    ReleaseItem,
)
from interpretations.models.kinds import EmergencyState, ItemAction, ReleaseState
from interpretations.releases.promises.violation import Violation


def release_row_violations() -> Iterator[Violation]:
    """Yield what of these rows does not follow from the executed releases."""
    yield from _latest_releases()
    yield from _explanations()
    yield from _exemptions()
    yield from _departures()
    yield from _pins()


def emergency_violations(release: Release) -> Iterator[Violation]:
    """P4: an emergency has a reason and a line in the ledger, and stays flagged until settled."""
    if not release.emergency_reason:
        yield Violation("P4", "emergency without a reason", release_id=release.pk)
    lines = set(LedgerEntry.objects.filter(release=release).values_list("event", flat=True))
    if LedgerEntry.Event.EMERGENCY not in lines:
        yield Violation("P4", "emergency not in the ledger", release_id=release.pk)
    settled = release.emergency == EmergencyState.SETTLED
    if settled != (LedgerEntry.Event.SETTLED in lines):
        yield Violation("P4", "emergency settled by nobody", release_id=release.pk)
    if settled and LedgerEntry.Event.OBJECTED not in lines:
        unapproved = release.steps.exclude(decision="approve")
        if unapproved.exists():
            yield Violation("P4", "emergency settled without every approval", release_id=release.pk)


def _latest_releases() -> Iterator[Violation]:
    """P2: what is public are the pins of the latest executed releases, and nothing else."""
    later = ReleaseItem.objects.filter(
        page=OuterRef("page"), release__state=ReleaseState.RELEASED
    ).order_by("-release__edition", "-release_id")
    latest = ReleaseItem.objects.filter(
        release__state=ReleaseState.RELEASED, pk=Subquery(later.values("pk")[:1])
    )
    of_item = Publication.objects.filter(item=OuterRef("pk"))
    for item in latest.filter(action=ItemAction.PUBLISH).exclude(Exists(of_item)):
        yield Violation(
            "P2", "released and not public by that release", item.page_id, item.release_id
        )
    departure = Departure.objects.filter(item=OuterRef("pk"))
    for item in latest.filter(action=ItemAction.REMOVE).exclude(Exists(departure)):
        yield Violation(
            "P2", "taken off and not gone by that release", item.page_id, item.release_id
        )
    of_other_pages = Publication.objects.exclude(page=F("item__page"))
    stale = Publication.objects.exclude(item__in=latest.values("pk"))
    for row in (of_other_pages | stale).distinct():
        yield Violation("P2", "public by another release than the latest", row.page_id)


def _explanations() -> Iterator[Violation]:
    public = Publication.objects.filter(page=OuterRef("page"), page__live=True)
    for explanation in Explanation.objects.exclude(Exists(public)):
        yield Violation("P1", "explains without being public", explanation.page_id)
    own_document = Explanation.objects.filter(page=OuterRef("page"), policy=OuterRef("policy"))
    texts = Publication.objects.filter(role=Publication.Role.INTERPRETATION)
    for text in texts.exclude(Exists(own_document)):
        yield Violation("P1", "does not explain its own document", text.page_id)


def _exemptions() -> Iterator[Violation]:
    public = Publication.objects.filter(page=OuterRef("page"), page__live=True)
    granted = Q(item__exemption__isnull=False, item__page=F("page"))
    for row in Exemption.objects.exclude(Exists(public) & granted):
        yield Violation("P1", "exemption that no release grants", row.page_id)
    explained = Explanation.objects.filter(policy=OuterRef("page"), page__live=True)
    for row in Exemption.objects.filter(Exists(explained)):
        yield Violation("P1", "exempt and explained", row.page_id)


def _departures() -> Iterator[Violation]:
    for row in Departure.objects.filter(Q(page__live=True) | Q(page__publication__isnull=False)):
        yield Violation("P1", "gone and public at once", row.page_id)
    at_this_address = ReleaseItem.objects.filter(
        page=OuterRef("page"),
        release__state=ReleaseState.RELEASED,
        url_path=OuterRef("page__url_path"),
    )
    for row in Departure.objects.exclude(Exists(at_this_address)):
        yield Violation("P2", "a gone page has another address", row.page_id)


def _pins() -> Iterator[Violation]:
    for row in ColumnFeature.objects.exclude(page__publication__isnull=False):
        yield Violation("P2", "pinned and not public", row.page_id)
