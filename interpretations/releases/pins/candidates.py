"""Which pages a kind of release may name, and what it does to each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from wagtail.models import Page

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.kind_rules import Names, SetState, rule
from interpretations.models.kinds import ReleaseKind


@dataclass(frozen=True)
class Candidate:
    """A page that a release may name, the document of its set, and what would happen to it."""

    page: Page
    policy: PolicyPage
    action: str


def candidates(policy: PolicyPage, kind: str = ReleaseKind.FIRST) -> list[Page]:
    """Return the pages that a release of this kind could name, document first."""
    return [candidate.page for candidate in candidates_of(policy, kind)]


def candidates_of(policy: PolicyPage, kind: str) -> list[Candidate]:
    """The same, each with its set and what would happen to it."""
    row = rule(kind)
    if row.begins is not None and policy.live != (row.begins == SetState.PUBLIC):
        return []
    document = [policy] if row.document and _is_named(policy, row.interpretations) else []
    pages = [*document, *_interpretations(policy, row.interpretations)]
    return [Candidate(page, policy, row.action) for page in pages]


def candidates_of_sets(policies: Iterable[PolicyPage], kind: str) -> list[Candidate]:
    """The same of several sets that go out together."""
    return [candidate for policy in policies for candidate in candidates_of(policy, kind)]


def _is_named(policy: PolicyPage, names: Names) -> bool:
    """A correction names the document only if there is something to correct in it."""
    changed = policy.latest_revision_id != policy.live_revision_id
    return changed or names != Names.CHANGED


def _interpretations(policy: PolicyPage, names: Names) -> list[Page]:
    children = InterpretationPage.objects.child_of(policy).order_by("path")
    drafts, public = children.filter(live=False), children.filter(live=True)
    if names == Names.CHANGED:
        newer = public.exclude(latest_revision=F("live_revision"))
        return [*newer, *drafts]
    named = {
        Names.NONE: children.none(),
        Names.DRAFTS: drafts,
        Names.PUBLIC: public,
        Names.ALL: children.filter(latest_revision__isnull=False),
    }
    return list(named[names])
