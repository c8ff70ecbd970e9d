"""What the template of each page needs, and which page may be served at all (P1, P7)."""

from functools import singledispatch
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page

from interpretations.models import (
    DepartmentPage,
    InterpretationColumnPage,
    InterpretationPage,
    PolicyLibraryPage,
    PolicyPage,
)
from interpretations.models.managed import ManagedPage
from interpretations.models.readable import PINNED_MEMBERS
from interpretations.reading.listing import listing
from interpretations.reading.sets import ReleasedSet, set_of


def refuse_what_is_not_public(page: Page) -> None:
    """The same 404 for "not yet" and "never was"; no half of a set is served alone."""
    if isinstance(page, ManagedPage) and not page.is_public:
        raise Http404


@singledispatch
def context_of(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a page; nothing for pages that need none."""
    return {}


@context_of.register(PolicyLibraryPage)
@context_of.register(InterpretationColumnPage)
def _list_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {"listing": listing(request.GET), "breadcrumb": breadcrumb(page)}


@context_of.register
def _department_context(page: DepartmentPage, request: HttpRequest) -> dict[str, Any]:
    return {"listing": listing(request.GET, page), "breadcrumb": breadcrumb(page)}


@context_of.register
def _policy_context(page: PolicyPage, request: HttpRequest) -> dict[str, Any]:
    view = "both" if request.GET.get("view") == "both" else "document"
    return {
        "set": shown_set(page, page, request),
        "view": view,
        "breadcrumb": breadcrumb(page),
    }


@context_of.register
def _interpretation_context(page: InterpretationPage, request: HttpRequest) -> dict[str, Any]:
    policy = page.policy
    shown = shown_set(page, policy, request)
    return {
        "set": shown,
        "policy": shown.policy if shown else policy,
        "breadcrumb": breadcrumb(page),
    }


def shown_set(page: Page, policy: PolicyPage, request: HttpRequest) -> ReleasedSet | None:
    """Return the public set; in a preview, the set as its drafts stand or were pinned.

    The page itself takes its own place, so that a preview shows what was typed. A
    reviewer is shown the pinned members and no other.
    """
    if not getattr(request, "is_preview", False):
        return set_of(policy)
    if pinned := getattr(request, PINNED_MEMBERS, None):
        members = [one for one in pinned.values() if isinstance(one, InterpretationPage)]
        document = pinned.get(policy.pk, policy)
        return ReleasedSet(document, members, policy.first_published_at) if members else None
    drafts = [
        page if child.pk == page.pk else child.get_latest_revision_as_object()
        for child in InterpretationPage.objects.child_of(policy).order_by("path")
    ]
    shown = page if page.pk == policy.pk else policy.get_latest_revision_as_object()
    moment = policy.first_published_at
    return ReleasedSet(shown, drafts, moment) if drafts else None


def breadcrumb(page: Page) -> list[dict[str, str]]:
    """您当前所在位置: the pages above, from the front page down, without the tree's root."""
    above = page.get_ancestors().filter(depth__gt=1).order_by("depth")
    return [{"title": one.title, "url": one.url} for one in above]
