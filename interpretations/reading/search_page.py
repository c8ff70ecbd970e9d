"""`/search/?q=&page=`: one result is one set, with the sentence that answers."""

from collections import defaultdict
from collections.abc import Collection, Mapping
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
from interpretations.reading.prepared import Prepared
from interpretations.reading.sets import ReleasedSet, read_policies, sets_of
from search import index as search_index
from search.index import Hit, Search
from search.models import SearchEntry

PER_PAGE = 20
MARK = "<mark>"


@dataclass(frozen=True)
class Result:
    """A set that answers, the page of it that says so, and its sentence.

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
    asked = Search(query)
    page_obj = Paginator(public_hits(asked), PER_PAGE).get_page(number)
    context = {
        "query": query,
        "own_query": question({"q": query}, page_obj.number),
        "results": results_of(list(page_obj.object_list), asked),
        "total": page_obj.paginator.count,
        "topics": [] if page_obj.paginator.count else topics(),
        "page_obj": page_obj,
        "previous_url": _page_url(query, page_obj, -1) if page_obj.has_previous() else None,
        "next_url": _page_url(query, page_obj, 1) if page_obj.has_next() else None,
        "breadcrumb": [{"title": _("首页"), "url": "/"}],
    }
    return TemplateResponse(request, "search/results.html", context)


def public_hits(asked: Search) -> list[Hit]:
    """The hits whose set is public in this snapshot, best first."""
    public = catalogue().key_of
    return [hit for hit in asked.sets() if hit.set_id in public]


def results_of(hits: list[Hit], asked: Search) -> list[Result]:
    """Read the sets of these hits, in their order, in a fixed count of queries."""
    if not hits:
        return []
    set_ids = [hit.set_id for hit in hits]
    policies = read_policies(set_ids)
    sets = {released.policy.pk: released for released in sets_of(policies)}
    texts, meant = _texts(set_ids), asked.terms()
    said = {
        hit.set_id: _said(texts.get(hit.set_id, {}), hit.page_id, asked.query, meant)
        for hit in hits
    }
    clauses = clauses_matched(
        {page_id: sentence for page_id, sentence in said.values() if page_id in sets}
    )
    return [
        Result(
            sets[hit.set_id],
            _member(sets[hit.set_id], said[hit.set_id][0]),
            said[hit.set_id][1],
            clauses.get(said[hit.set_id][0]),
        )
        for hit in hits
        if hit.set_id in sets
    ]


def _texts(set_ids: list[int]) -> dict[int, dict[int, str]]:
    """The texts of these sets: by set, then by page."""
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for entry in _entries.ask(set_ids=set_ids):
        texts[entry.set_id][entry.page_id] = entry.body
    return texts


_entries = Prepared(
    lambda set_ids: (
        SearchEntry.objects.filter(set_id__in=set_ids).only("set_id", "body").order_by("page_id")
    ),
    set_ids=list,
)


def _said(
    texts: Mapping[int, str], best: int, query: str, meant: Collection[str]
) -> tuple[int, SafeString]:
    """The page of a set that says what is asked, and its sentence: the best one, if it does.

    A title may answer whose text does not have the words; another page of the set may say them.
    """
    first = search_index.excerpt(texts.get(best, ""), query, meant=meant)
    if MARK in first:
        return best, first
    for page_id, text in texts.items():
        sentence = search_index.excerpt(text, query, meant=meant) if page_id != best else first
        if MARK in sentence:
            return page_id, sentence
    return best, first


def _member(released: ReleasedSet, page_id: int) -> Page:
    """The page of a set with this number; its document where the index knows more."""
    members = [released.policy, *released.interpretations]
    return next((page for page in members if page.pk == page_id), released.policy)


def _page_url(query: str, page_obj: PaginatorPage, step: int) -> str:
    return question({"q": query}, page_obj.number + step)
