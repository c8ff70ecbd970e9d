"""`/search/?q=&page=`: one result is one set, with the sentence that answers."""

from dataclasses import dataclass
from functools import partial

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from interpretations.models import Clause
from interpretations.reading.answers import kept_answer
from interpretations.reading.catalogue import catalogue
from interpretations.reading.clause_hits import clauses_matched
from interpretations.reading.facets import question, topics
from interpretations.reading.filters import clean_query, page_number
from interpretations.reading.parameters import reads
from interpretations.reading.sets import ReleasedSet, read_policies, sets_of
from search import index as search_index
from search.index import Hit
from search.models import SearchEntry

PER_PAGE = 20


@dataclass(frozen=True)
class Result:
    """A set that answers, the page of it that answers best, and its sentence.

    `clause` is where in a document that sentence stands, if one clause alone says it.
    """

    set: ReleasedSet
    page: Page
    excerpt: SafeString
    clause: Clause | None = None


@reads("search")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query, number = clean_query(request.GET.get("q", "")), page_number(request.GET)
    asked = question({"q": query}, number) if query else ""
    return kept_answer(request, asked, partial(_results_page, request, query, number))


def _results_page(request: HttpRequest, query: str, number: int) -> HttpResponse:
    page_obj = Paginator(public_hits(query), PER_PAGE).get_page(number)
    context = {
        "query": query,
        "own_query": question({"q": query}, page_obj.number),
        "results": results_of(list(page_obj.object_list), query),
        "total": page_obj.paginator.count,
        "topics": [] if page_obj.paginator.count else topics(),
        "page_obj": page_obj,
        "previous_url": _page_url(query, page_obj, -1) if page_obj.has_previous() else None,
        "next_url": _page_url(query, page_obj, 1) if page_obj.has_next() else None,
        "breadcrumb": [{"title": _("首页"), "url": "/"}],
    }
    return TemplateResponse(request, "search/results.html", context)


def public_hits(query: str) -> list[Hit]:
    """The hits whose set is public in this snapshot, best first."""
    public = catalogue().key_of
    return [hit for hit in search_index.find(query) if hit.set_id in public]


def results_of(hits: list[Hit], query: str) -> list[Result]:
    """Read the sets of these hits, in their order, in a fixed count of queries."""
    if not hits:
        return []
    policies = read_policies([hit.set_id for hit in hits])
    sets = {released.policy.pk: released for released in sets_of(policies)}
    bodies = dict(
        SearchEntry.objects.filter(pk__in=[hit.page_id for hit in hits]).values_list("pk", "body")
    )
    meant = search_index.terms_meant(query)
    excerpts = {
        hit.page_id: search_index.excerpt(bodies.get(hit.page_id, ""), query, meant=meant)
        for hit in hits
    }
    clauses = clauses_matched({pk: excerpts[pk] for pk in excerpts if pk in sets})
    return [
        Result(
            sets[hit.set_id],
            _matched(sets[hit.set_id], hit.page_id),
            excerpts[hit.page_id],
            clauses.get(hit.page_id),
        )
        for hit in hits
        if hit.set_id in sets
    ]


def _matched(released: ReleasedSet, page_id: int) -> Page:
    """The page of a set that matched."""
    members = [released.policy, *released.interpretations]
    return next((page for page in members if page.pk == page_id), released.policy)


def _page_url(query: str, page_obj: PaginatorPage, step: int) -> str:
    return question({"q": query}, page_obj.number + step)
