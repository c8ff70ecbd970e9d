"""What the template of each page needs, and which page may be served at all (P1, P7)."""

from dataclasses import replace
from functools import singledispatch
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page

from interpretations.blocks.anchors import anchors_of
from interpretations.models import (
    DepartmentPage,
    InterpretationColumnPage,
    InterpretationPage,
    PolicyLibraryPage,
    PolicyPage,
)
from interpretations.models.clauses import entries_of
from interpretations.models.managed import ManagedPage
from interpretations.models.slugs import BOTH
from interpretations.reading import snapshot
from interpretations.reading.abreast import rows_of
from interpretations.reading.clauses import clauses_gone
from interpretations.reading.explaining import explained_clauses, explanations
from interpretations.reading.listing import Listing, listing
from interpretations.reading.notes import notes_of
from interpretations.reading.parts import attachments_of, keywords_of, relations_of
from interpretations.reading.previews import previewed_documents, previewed_set
from interpretations.reading.route import above, is_routed, way_of
from interpretations.reading.sets import (
    ReleasedSet,
    explained_by,
    sets_of,
    whole_policies,
)
from interpretations.reading.validity import explained_validity


def refuse_what_is_not_public(page: Page, request: HttpRequest) -> None:
    """The same 404 for "not yet" and "never was"; no half of a set is served alone.

    Nobody logs in here: what a restriction of before hides is not public either.
    """
    if page.get_view_restrictions():
        raise Http404
    if isinstance(page, ManagedPage) and not is_routed(page, request) and not page.is_public:
        raise Http404


@singledispatch
def context_of(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a page; nothing for pages that need none."""
    return {}


@context_of.register
def _library_context(page: PolicyLibraryPage, request: HttpRequest) -> dict[str, Any]:
    return _list_context(listing(request.GET), page, request)


@context_of.register
def _column_context(page: InterpretationColumnPage, request: HttpRequest) -> dict[str, Any]:
    return _list_context(listing(request.GET, column=True), page, request)


@context_of.register
def _department_context(page: DepartmentPage, request: HttpRequest) -> dict[str, Any]:
    return _list_context(listing(request.GET, page), page, request)


def _list_context(shown: Listing, page: Page, request: HttpRequest) -> dict[str, Any]:
    own_query = shown.own_query
    return {"listing": shown, "own_query": own_query, "breadcrumb": breadcrumb(page, request)}


@context_of.register
def _policy_context(page: PolicyPage, request: HttpRequest) -> dict[str, Any]:
    preview = _is_preview(request)
    wants_both = (request.GET.get("view") if preview else way_of(request)) == BOTH
    if preview:
        sets = previewed_set(page, page, request)
    else:
        policies = [page] if is_routed(page, request) else whole_policies().filter(pk=page.pk)
        sets = sets_of(policies, whole=wants_both, links=True)
    shown = in_full(sets)[0] if sets else None
    interpretations = shown.interpretations if shown else []
    pair_with(interpretations, "interpretation")
    both = wants_both and shown and shown.both_url
    notes = notes_of([page, *interpretations])
    entries = entries_of(page, saved=not preview)
    anchors = anchors_of(entries)
    lead = shown.lead if shown and both else None
    rows = rows_of(page, entries, anchors, lead) if lead else []
    return {
        "set": shown,
        "view": BOTH if both else "document",
        **_places(page, request),
        "keywords": keywords_of(page),
        "attachments": attachments_of(page),
        "relations": relations_of(page),
        "notes": notes.get(page.pk, []),
        "clause_anchors": anchors,
        "clauses_gone": clauses_gone(page, entries, saved=not preview),
        "clause_marks": {} if rows else explanations(page, interpretations, entries),
        "rows": rows,
        "explains": explained_clauses(lead, [page], in_page=True) if lead else {},
        "corrected": {pk: page_notes[0].at for pk, page_notes in notes.items()},
    }


@context_of.register
def _interpretation_context(page: InterpretationPage, request: HttpRequest) -> dict[str, Any]:
    sets = (
        previewed_documents(page, request) if _is_preview(request) else sets_of(explained_by(page))
    )
    documents = in_full(sets)
    pair_with([released.policy for released in documents], "policy")
    policy = documents[0].policy if documents else page.policy
    return {
        "set": documents[0] if documents else None,
        "policy": policy,
        "documents": documents,
        **_places(page, request),
        "keywords": keywords_of(policy),
        "notes": notes_of([page]).get(page.pk, []),
        "explains": explained_clauses(page, [released.policy for released in documents]),
    }


def _is_preview(request: HttpRequest) -> bool:
    return getattr(request, "is_preview", False)


def in_full(sets: list[ReleasedSet]) -> list[ReleasedSet]:
    """Say of each document from which day it is what it is, and by which other document."""
    validity = explained_validity([released.policy for released in sets], snapshot.today())
    return [replace(released, validity=validity[released.policy.pk]) for released in sets]


def pair_with(pages: list[Any], half: str) -> None:
    """Let links in the running text of this answer say that they lead to the other half."""
    if current := snapshot.current():
        current.pairs.update((page.pk, half) for page in pages)


def _places(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The breadcrumb, and the department that the page stands under."""
    pages = above(page, request)
    department = next(
        (ancestor for ancestor in pages if ancestor.specific_class is DepartmentPage), None
    )
    return {"breadcrumb": _crumbs(pages), "department": department}


def breadcrumb(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    """您当前所在位置: the pages above, from the front page down, without the tree's root."""
    return _crumbs(above(page, request))


def _crumbs(pages: list[Page]) -> list[dict[str, str]]:
    return [{"title": page.title, "url": page.url} for page in pages]
