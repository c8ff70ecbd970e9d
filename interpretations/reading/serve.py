"""Serving a page, and answering for an address where one was before (410, 301) or never (404)."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
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
from interpretations.reading import route
from interpretations.reading.departments import present
from interpretations.reading.public import public_pages


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the public page at this address, or say what became of it.

    Raises the same 404 for "not yet" and "never was" (P7).
    """
    # Where Wagtail looks first: its own way down the tree asks twice a level.
    cast(route.RoutedRequest, request)._wagtail_route_for_request = route.find(request, path)
    try:
        return serve_live_page(request, path)
    except Http404:
        if answer := _answer_for_the_past(request, path):
            return answer
        raise


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
    departures = Departure.objects.select_related("policy")
    if departure := departures.filter(page__url_path=url_path).first():
        return _gone(request, departure)
    former = FormerAddress.objects.filter(url_path=url_path).first()
    if former is None:
        return None
    if page := public_pages().filter(pk=former.page_id).first():
        return _redirect(page, request)
    departure = departures.filter(page=former.page_id).first()
    return _gone(request, departure) if departure else None


def _gone(request: HttpRequest, departure: Departure) -> HttpResponse:
    """Say when and why a page left, and where its document is, if that is public."""
    policy = None
    if departure.role == Publication.Role.INTERPRETATION:
        policy = PolicyPage.objects.public().filter(pk=departure.policy_id).first()
    context = {"gone": departure, "alone": policy is not None, "policy": policy}
    return render(request, "410.html", context, status=410)


def _redirect(page: Page, request: HttpRequest) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{page.url}?{query}" if query else page.url)
