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
from interpretations.reading.departments import present
from interpretations.reading.facets import (
    PARAMETERS,
    Facet,
    counts_of,
    facets_of,
    narrow,
    query_string,
)
from interpretations.reading.sets import (
    ReleasedSet,
    explained_at_home,
    public_policies,
    sets_of,
)

PER_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """A page of sets and everything around it that a template shows."""

    items: list[ReleasedSet]
    total: int
    latest_at: datetime | None
    facets: list[Facet]
    page_obj: PaginatorPage
    previous_url: str | None
    next_url: str | None
    query: str


class FeaturedFirst:
    """A list for a paginator: what is featured, then the rest in its own order; each set once.

    Ordering by the pin instead would make the database sort every set of the site.
    """

    def __init__(self, found: QuerySet, featured: list[int], total: int) -> None:
        self.featured, self.total = featured, total
        self.top = found.filter(pk__in=featured)
        self.rest = found.exclude(pk__in=featured) if featured else found

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
    chosen = _chosen(params)
    base = public_policies()
    if department is not None:
        base = base.filter(path__startswith=department.path)
    if column:
        base = base.filter(explained_at_home())
    found = narrow(base, chosen)
    place = f"{department.path if department else ''}:{column}"
    counts = counts_of(base, chosen, place, department)
    featured = [] if any(chosen.values()) or not column else _featured(found)
    paginator = Paginator(FeaturedFirst(found, featured, counts.total), PER_PAGE)
    page_obj = paginator.get_page(params.get("page"))
    return Listing(
        items=sets_of(page_obj.object_list, pictures=True, featured=featured),
        total=counts.total,
        latest_at=base.values_list("publication__released_at", flat=True).first(),
        facets=facets_of(counts, chosen),
        page_obj=page_obj,
        previous_url=_page_url(chosen, page_obj.number - 1) if page_obj.has_previous() else None,
        next_url=_page_url(chosen, page_obj.number + 1) if page_obj.has_next() else None,
        query=chosen["q"],
    )


def _chosen(params: QueryDict) -> dict[str, str]:
    """The filters of an address; a department that was merged is asked for by its old name too."""
    chosen = {name: params.get(name, "").replace("\x00", "").strip() for name in PARAMETERS}
    merged = DepartmentPage.objects.live().filter(
        slug=chosen["department"], successor__isnull=False
    )
    if chosen["department"] and (department := merged.first()):
        chosen["department"] = present(department).slug
    return chosen


def _featured(found: QuerySet) -> list[int]:
    """The sets that stand first until the end of a day which is not over."""
    features = ColumnFeature.objects.filter(until__gte=snapshot.today())
    return list(found.filter(pk__in=features.values("page")).values_list("pk", flat=True))


def _page_url(chosen: dict[str, str], number: int) -> str:
    return query_string({**chosen, "page": str(number)})
