"""Lists of sets with their filters: library, department and column share one (docs/contract.md)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from interpretations.models import ColumnFeature, DepartmentPage
from interpretations.reading import snapshot
from interpretations.reading.cards import Cards
from interpretations.reading.counting import counts_anew, counts_of
from interpretations.reading.facets import Facet, facets_of, query_string
from interpretations.reading.filters import chosen_in, narrow
from interpretations.reading.sets import (
    ReleasedSet,
    explained_at_home,
    public_policies,
)
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

    @property
    def items(self) -> list[ReleasedSet]:
        """The sets of this page of the list."""
        return self.cards.items


class FeaturedFirst:
    """The numbers of a list for a paginator: what is featured, then the rest in its own order.

    Ordering by the feature instead would make the database sort every set of the site.
    """

    def __init__(self, sets: QuerySet, featured: list[int], total: int) -> None:
        numbers = sets.values_list("pk", flat=True)
        self.featured, self.total = featured, total
        self.top = numbers.filter(pk__in=featured)
        self.rest = numbers.exclude(pk__in=featured) if featured else numbers

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[Any]:
        above = len(self.featured)
        top = self.top[part] if part.start < above else []
        return [*top, *self.rest[max(part.start - above, 0) : max(part.stop - above, 0)]]


def listing(
    params: QueryDict, department: DepartmentPage | None = None, column: bool = False
) -> Listing:
    """Build the list that these query parameters ask for; unknown values match nothing.

    The column lists interpretations: a set stands there once, with one of its own. What is
    featured stands first in the column as long as nothing is filtered.
    """
    chosen = chosen_in(params)
    base = public_policies()
    if department is not None:
        base = base.filter(path__startswith=department.path)
    if column:
        base = base.filter(explained_at_home())
    place = f"{department.path if department else ''}:{column}"
    latest_at = snapshot.kept(f"latest:{place}", lambda: _latest_of(base))
    if chosen["q"]:
        base = base.filter(pk__in=[hit.set_id for hit in search_index.find(chosen["q"])])
        counts = counts_anew(base, chosen)
    else:
        counts = counts_of(base, chosen, place)
    sets = narrow(base, chosen)
    featured = _featured(sets) if column and not any(chosen.values()) else []
    paginator: Paginator[int] = Paginator(
        # django-stubs asks for more than a paginator reads: a slice, and how many there are.
        FeaturedFirst(sets, featured, counts.total),  # type: ignore[arg-type]
        PER_PAGE,
    )
    page_obj = paginator.get_page(params.get("page"))
    return Listing(
        cards=Cards(list(page_obj.object_list), frozenset(featured), by_interpretation=column),
        total=counts.total,
        latest_at=latest_at,
        facets=facets_of(counts, chosen, but="department" if department else ""),
        page_obj=page_obj,
        previous_url=_page_url(chosen, page_obj.number - 1) if page_obj.has_previous() else None,
        next_url=_page_url(chosen, page_obj.number + 1) if page_obj.has_next() else None,
        query=chosen["q"],
    )


def _latest_of(sets: QuerySet) -> datetime | None:
    return sets.values_list("publication__released_at", flat=True).first()


def _featured(sets: QuerySet) -> list[int]:
    """The sets that stand first until the end of a day which is not over."""
    features = ColumnFeature.objects.filter(until__gte=snapshot.today())
    featured = sets.filter(pk__in=features.values("page")).values_list("pk", flat=True)
    return snapshot.kept("featured", lambda: list(featured))


def _page_url(chosen: dict[str, str], number: int) -> str:
    return query_string({**chosen, "page": str(number)})
