"""Which pages a kind of release may name, and what it does to each of them."""

from dataclasses import dataclass

from django.db.models import F
from wagtail.models import Page

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.kinds import WHOLE_SETS, ItemAction, ReleaseKind

# Kinds whose members nobody chooses: the whole set, or the document alone.
FIXED = (ReleaseKind.WITHDRAWAL, ReleaseKind.TRANSFER, ReleaseKind.FEATURE)
REMOVING = (ReleaseKind.REMOVAL, ReleaseKind.WITHDRAWAL)
KEEPING = (ReleaseKind.TRANSFER, ReleaseKind.FEATURE)


@dataclass(frozen=True)
class Candidate:
    """A page that a release may name, the document of its set, and what would happen to it."""

    page: Page
    policy: PolicyPage
    action: str


def candidates(policy: PolicyPage, kind: str = ReleaseKind.FIRST) -> list[Page]:
    """Return the pages that a release of this kind could name, document first."""
    return [one.page for one in candidates_of(policy, kind)]


def candidates_of(policy: PolicyPage, kind: str) -> list[Candidate]:
    """The same, with what would happen to each."""
    action = action_of(kind)
    return [Candidate(page, policy, action) for page in _pages(policy, kind)]


def action_of(kind: str) -> str:
    """Return what a release of this kind does to every member."""
    if kind in REMOVING:
        return ItemAction.REMOVE
    return ItemAction.KEEP if kind in KEEPING else ItemAction.PUBLISH


def _pages(policy: PolicyPage, kind: str) -> list[Page]:
    children = InterpretationPage.objects.child_of(policy).order_by("path")
    if kind in WHOLE_SETS:
        return [] if policy.live else [policy, *children.filter(live=False)]
    if kind == ReleaseKind.SUPPLEMENT:
        return list(children.filter(live=False)) if policy.live else []
    if kind == ReleaseKind.CORRECTION:
        return _changed(policy, children)
    if kind == ReleaseKind.REMOVAL:
        return list(children.filter(live=True))
    if kind == ReleaseKind.WITHDRAWAL:
        return [policy, *children.filter(live=True)] if policy.live else []
    if kind == ReleaseKind.FEATURE:
        return [policy] if policy.live else []
    return [policy, *children.filter(latest_revision__isnull=False)]


def _changed(policy: PolicyPage, children: list[InterpretationPage]) -> list[Page]:
    """Public pages with a newer draft; new interpretations may go along with them."""
    if not policy.live:
        return []
    document = [policy] if policy.latest_revision_id != policy.live_revision_id else []
    newer = children.filter(live=True).exclude(latest_revision=F("live_revision"))
    return [*document, *newer, *children.filter(live=False)]
