"""Serving a page, and answering for an address where one was before (410, 301) or never (404)."""

from functools import partial
from typing import cast

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from wagtail.models import Page
from wagtail.views import serve as serve_live_page

from interpretations.models import (
    DepartmentPage,
    Departure,
    FormerAddress,
    PolicyPage,
    Publication,
)
from interpretations.models.slugs import BOTH
from interpretations.reading import route
from interpretations.reading.answers import kept_answer
from interpretations.reading.departments import present
from interpretations.reading.listing import asked_by
from interpretations.reading.parameters import READ, known_of, known_parameters
from interpretations.reading.public import public_pages


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the public page at this address, or say what became of it.

    Raises the same 404 for "not yet" and "never was" (P7).
    """
    # Where Wagtail looks first: its own way down the tree asks twice a level.
    found = route.find(request, path)
    cast(route.RoutedRequest, request)._wagtail_route_for_request = found
    if found is not None:
        request.GET = known_of(request.GET, READ[found.kind])  # type: ignore[assignment]
    try:
        answer = _answer(request, path, found)
    except Http404:
        if past := _answer_for_the_past(request, path):
            return past
        raise
    return _to_its_own_address(request, answer) or answer


def _answer(request: HttpRequest, path: str, found: route.Route | None) -> HttpResponse:
    make = partial(serve_live_page, request, path)
    if found is None or "page" not in READ[found.kind]:
        return make()
    return kept_answer(request, asked_by(request.GET), make)


def _to_its_own_address(request: HttpRequest, answer: HttpResponse) -> HttpResponse | None:
    """Lead from `?view=both`, where it was before, to the address of that way of reading.

    Where there is nothing to read beside the document, that address leads to the document, but
    not for ever: an interpretation may come.
    """
    context = getattr(answer, "context_data", None) or {}
    released = context.get("set")
    if route.way_of(request) == BOTH and context["view"] != BOTH:
        return HttpResponseRedirect(context["page"].url)
    if request.GET.get("view") == BOTH and released and released.both_url:
        return HttpResponsePermanentRedirect(released.both_url)
    return None


def to_the_successor(page: Page, request: HttpRequest) -> HttpResponse | None:
    """A department that was merged and has nothing public any more leads to its successor."""
    if isinstance(page, DepartmentPage) and (home := present(page)).pk != page.pk:
        return _redirect(home, request)
    return None


def _answer_for_the_past(request: HttpRequest, path: str) -> HttpResponse | None:
    site = route.site_of(request)
    if site is None:
        return None
    url_path = f"{site.root_page.url_path}{path.strip('/')}/"
    if answer := _answer_for_what_stood_at(url_path, request):
        return answer
    document_path, way, rest = url_path.rpartition(f"{BOTH}/")
    return _answer_for_what_stood_at(document_path, request, BOTH) if way and not rest else None


def _answer_for_what_stood_at(
    url_path: str, request: HttpRequest, way: str = ""
) -> HttpResponse | None:
    """410 or 301 for a page that stood at this place of the tree; `way` of a document alone."""
    departures = Departure.objects.select_related("policy")
    if departure := departures.filter(page__url_path=url_path).first():
        return (
            None if way and departure.role != Publication.Role.POLICY else _gone(request, departure)
        )
    former = FormerAddress.objects.filter(url_path=url_path).first()
    if former is None:
        return None
    if page := public_pages().filter(pk=former.page_id).first():
        return _redirect(page, request, way)
    departure = departures.filter(page=former.page_id).first()
    return _gone(request, departure) if departure else None


def _gone(request: HttpRequest, departure: Departure) -> HttpResponse:
    """Say when and why a page left, and where its document is, if that is public."""
    policy = None
    if departure.role == Publication.Role.INTERPRETATION:
        policy = PolicyPage.objects.public().filter(pk=departure.policy_id).first()
    context = {"gone": departure, "alone": policy is not None, "policy": policy}
    return render(request, "410.html", context, status=410)


def _redirect(page: Page, request: HttpRequest, way: str = "") -> HttpResponse:
    """Lead to a page, in the way and with the parameters that were asked for and that it knows."""
    kind = page.specific_class
    if kind is PolicyPage and BOTH in (way, request.GET.get("view")):
        return HttpResponsePermanentRedirect(f"{page.url}{BOTH}/")
    known = known_of(request.GET, known_parameters(kind))
    query = f"?{known.urlencode()}" if known else ""
    return HttpResponsePermanentRedirect(f"{page.url}{query}")
