"""Lists of sets with their filters: library, department and column share one (docs/contract.md)."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict

from interpretations.models import ColumnFeature, DepartmentPage
from interpretations.reading import snapshot
from interpretations.reading.cards import Cards
from interpretations.reading.catalogue import COLUMN, Catalogue, catalogue
from interpretations.reading.counting import counts_of, found_by
from interpretations.reading.facets import Facet, facets_of, question
from interpretations.reading.filters import chosen_in, page_number
from interpretations.reading.sets import ReleasedSet
from search import index as search_index

PER_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """A page of sets and everything around it that a template shows."""

    cards: Cards
    total: int
    latest_at: datetime | None
    facets: list[Facet]
    page_obj: PaginatorPage
    previous_url: str | None
    next_url: str | None
    query: str
    # What this list is asked by, in one form: empty for all of it.
    own_query: str

    @property
    def items(self) -> list[ReleasedSet]:
        """The sets of this page of the list."""
        return self.cards.items


class FeaturedFirst:
    """The numbers of a list for a paginator: what is featured, then the rest, newest first."""

    def __init__(self, sets: Catalogue, found: int, featured: int) -> None:
        self.sets, self.rest, self.total = sets, found & ~featured, found.bit_count()
        self.top = sets.newest(featured, 0, featured.bit_count())

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[int]:
        above = len(self.top)
        start, stop = max(part.start - above, 0), max(part.stop - above, 0)
        return [*self.top[part], *self.sets.newest(self.rest, start, stop)]


def listing(
    params: QueryDict, department: DepartmentPage | None = None, column: bool = False
) -> Listing:
    """Build the list that these query parameters ask for; unknown values match nothing.

    The column lists interpretations: a set stands there once, with one of its own. What is
    featured stands first in the column as long as nothing is filtered.
    """
    sets = catalogue()
    chosen = chosen_in(params, sets)
    base = sets.with_label(*COLUMN) if column else sets.everything
    if department is not None:
        base &= sets.with_label("department", department.slug)
    latest_at = sets.latest_at(base)
    if chosen["q"]:
        base &= sets.places_of(hit.set_id for hit in search_index.find(chosen["q"]))
    found = found_by(sets, base, chosen)
    featured = found & _featured(sets) if column and not any(chosen.values()) else 0
    ordered = FeaturedFirst(sets, found, featured)
    # django-stubs asks for more than a paginator reads: a slice, and how many there are.
    paginator: Paginator[int] = Paginator(ordered, PER_PAGE)  # type: ignore[arg-type]
    page_obj = paginator.get_page(page_number(params))
    number = page_obj.number
    return Listing(
        cards=Cards(list(page_obj.object_list), frozenset(ordered.top), by_interpretation=column),
        total=ordered.total,
        latest_at=latest_at,
        facets=facets_of(
            counts_of(sets, base, chosen), chosen, but="department" if department else ""
        ),
        page_obj=page_obj,
        previous_url=_page_url(chosen, number - 1) if page_obj.has_previous() else None,
        next_url=_page_url(chosen, number + 1) if page_obj.has_next() else None,
        query=chosen["q"],
        own_query=question(chosen, number),
    )


def asked_by(params: QueryDict) -> str:
    """What a list is asked by these parameters, in one form: empty for all of it."""
    return question(chosen_in(params, catalogue()), page_number(params))


def _featured(sets: Catalogue) -> int:
    """The places of the sets that stand first until the end of a day which is not over."""
    features = ColumnFeature.objects.filter(until__gte=snapshot.today()).values_list(
        "page", flat=True
    )
    return sets.places_of(snapshot.kept("featured", lambda: list(features)))


def _page_url(chosen: dict[str, str], number: int) -> str:
    return question(chosen, number) or "?"
