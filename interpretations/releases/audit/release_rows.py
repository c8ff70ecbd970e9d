"""The proof over what releases decide beside the text: who is public by which release (P2, P4)."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

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
from interpretations.releases.audit.questions import Question, ask
from interpretations.releases.promises.violation import Violation


def release_row_violations() -> Iterator[Violation]:
    """Yield what of these rows does not follow from the executed releases."""
    for promise, problem, question in QUESTIONS:
        for page_id, *release_id in ask(question):
            yield Violation(promise, problem, page_id, *release_id)


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


def _latest() -> QuerySet[ReleaseItem]:
    """The member of the newest executed release of each page."""
    later = ReleaseItem.objects.filter(
        page=OuterRef("page"), release__state=ReleaseState.RELEASED
    ).order_by("-release__edition", "-release_id")
    return ReleaseItem.objects.filter(
        release__state=ReleaseState.RELEASED, pk=Subquery(later.values("pk")[:1])
    )


def _not_public() -> QuerySet:
    of_item = Publication.objects.filter(item=OuterRef("pk"))
    missing = _latest().filter(action=ItemAction.PUBLISH).exclude(Exists(of_item))
    return missing.values_list("page", "release")


def _not_gone() -> QuerySet:
    of_item = Departure.objects.filter(item=OuterRef("pk"))
    missing = _latest().filter(action=ItemAction.REMOVE).exclude(Exists(of_item))
    return missing.values_list("page", "release")


def _public_by_others() -> QuerySet:
    latest = Q(page=F("item__page"), item__in=_latest().values("pk"))
    return Publication.objects.exclude(latest).values_list("page")


def _public(page: str) -> Exists:
    return Exists(Publication.objects.filter(page=OuterRef(page), page__live=True))


def _explaining_unseen() -> QuerySet:
    return Explanation.objects.exclude(_public("page")).values_list("page")


def _unexplained_by_their_own() -> QuerySet:
    own_document = Explanation.objects.filter(page=OuterRef("page"), policy=OuterRef("policy"))
    texts = Publication.objects.filter(role=Publication.Role.INTERPRETATION)
    return texts.exclude(Exists(own_document)).values_list("page")


def _exempt_by_nothing() -> QuerySet:
    granted = Q(item__exemption__isnull=False, item__page=F("page"))
    return Exemption.objects.exclude(_public("page") & granted).values_list("page")


def _exempt_and_explained() -> QuerySet:
    explained = Explanation.objects.filter(policy=OuterRef("page"), page__live=True)
    return Exemption.objects.filter(Exists(explained)).values_list("page")


def _gone_and_public() -> QuerySet:
    gone = Departure.objects.filter(Q(page__live=True) | Q(page__publication__isnull=False))
    return gone.values_list("page")


def _gone_elsewhere() -> QuerySet:
    at_this_address = ReleaseItem.objects.filter(
        page=OuterRef("page"),
        release__state=ReleaseState.RELEASED,
        url_path=OuterRef("page__url_path"),
    )
    return Departure.objects.exclude(Exists(at_this_address)).values_list("page")


def _featured_unseen() -> QuerySet:
    return ColumnFeature.objects.exclude(page__publication__isnull=False).values_list("page")


QUESTIONS: tuple[tuple[str, str, Question], ...] = (
    # P2: what is public are the pins of the latest executed releases, and nothing else.
    ("P2", "released and not public by that release", _not_public),
    ("P2", "taken off and not gone by that release", _not_gone),
    ("P2", "public by another release than the latest", _public_by_others),
    ("P1", "explains without being public", _explaining_unseen),
    ("P1", "does not explain its own document", _unexplained_by_their_own),
    ("P1", "exemption that no release grants", _exempt_by_nothing),
    ("P1", "exempt and explained", _exempt_and_explained),
    ("P1", "gone and public at once", _gone_and_public),
    ("P2", "a gone page has another address", _gone_elsewhere),
    ("P2", "pinned and not public", _featured_unseen),
)
