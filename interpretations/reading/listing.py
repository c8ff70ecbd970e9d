"""Lists of sets with their filters: library, department and column share one (CONTRACT.md)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear, Substr
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import (
    DepartmentPage,
    InterpretationForm,
    InterpretationPage,
    Topic,
)
from interpretations.reading.sets import ReleasedSet, public_policies, sets_of
from search import door

PER_PAGE = 20
PARAMETERS = ("q", "department", "topic", "form", "year", "validity")


@dataclass(frozen=True)
class Option:
    """One value of a facet, as a link that chooses or drops it."""

    value: str
    label: str
    count: int | None
    url: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list."""

    label: str
    parameter: str
    options: list[Option]


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


def listing(params: QueryDict, department: DepartmentPage | None = None) -> Listing:
    """Build the list that these query parameters ask for; unknown values match nothing."""
    chosen = {name: params.get(name, "").replace("\x00", "").strip() for name in PARAMETERS}
    base = public_policies()
    if department is not None:
        base = base.filter(path__startswith=department.path)
    found = _filter(base, chosen)
    paginator = Paginator(found, PER_PAGE)
    page_obj = paginator.get_page(params.get("page"))
    latest = base.values_list("publication__released_at", flat=True).first()
    return Listing(
        items=sets_of(page_obj.object_list, pictures=True),
        total=paginator.count,
        latest_at=latest,
        facets=_facets(base, chosen, department),
        page_obj=page_obj,
        previous_url=_page_url(chosen, page_obj.number - 1) if page_obj.has_previous() else None,
        next_url=_page_url(chosen, page_obj.number + 1) if page_obj.has_next() else None,
        query=chosen["q"],
    )


def _filter(found: QuerySet, chosen: dict[str, str], but: str = "") -> QuerySet:
    """Apply the chosen filters, all `but` one."""
    filters = {
        "q": _matching,
        "department": _of_department,
        "topic": _of_topic,
        "form": _in_form,
        "year": _of_year,
        "validity": _in_force,
    }
    for name, apply in filters.items():
        if chosen[name] and name != but:
            found = apply(found, chosen[name])
    return found


def _matching(found: QuerySet, query: str) -> QuerySet:
    return found.filter(pk__in=[hit.set_id for hit in door.find(query)])


def _of_department(found: QuerySet, slug: str) -> QuerySet:
    path = DepartmentPage.objects.live().filter(slug=slug).values_list("path", flat=True).first()
    return found.filter(path__startswith=path) if path else found.none()


def _of_topic(found: QuerySet, slug: str) -> QuerySet:
    return found.filter(Q(topic__slug=slug) | Q(topic__parent__slug=slug))


def _in_form(found: QuerySet, slug: str) -> QuerySet:
    explained = InterpretationPage.objects.public().filter(
        publication__policy=OuterRef("pk"), form__slug=slug
    )
    return found.filter(Exists(explained))


def _of_year(found: QuerySet, year: str) -> QuerySet:
    if not (year.isascii() and year.isdigit() and 1900 <= int(year) <= 2999):
        return found.none()
    return found.filter(publication__released_at__year=int(year))


def _in_force(found: QuerySet, code: str) -> QuerySet:
    today = timezone.localdate()
    upcoming, expired = Q(date_effective__gt=today), Q(date_expires__lt=today)
    states = {"upcoming": upcoming, "expired": expired, "valid": ~upcoming & ~expired}
    nulls = Q(date_effective__isnull=True) | Q(date_effective__lte=today)
    ends = Q(date_expires__isnull=True) | Q(date_expires__gte=today)
    states["valid"] = nulls & ends
    return found.filter(states[code]) if code in states else found.none()


def _facets(
    base: QuerySet, chosen: dict[str, str], department: DepartmentPage | None
) -> list[Facet]:
    """Counts under all other filters, so that a number says what a click will show."""
    facets = [_form_facet(base, chosen)]
    if department is None:
        facets.append(_department_facet(base, chosen))
    facets += [_topic_facet(base, chosen), _year_facet(base, chosen)]
    return [facet for facet in facets if len(facet.options) > 1]


def _facet(
    label: str, parameter: str, chosen: dict[str, str], rows: list[tuple[str, str, int]], total: int
) -> Facet:
    """Build a facet from (value, label, count) rows, with 全部 first."""
    everything = Option("", _("全部"), total, _url(chosen, parameter, ""), not chosen[parameter])
    options = [
        Option(value, name, count, _url(chosen, parameter, value), chosen[parameter] == value)
        for value, name, count in rows
        if count or chosen[parameter] == value
    ]
    return Facet(label, parameter, [everything, *options])


def _form_facet(base: QuerySet, chosen: dict[str, str]) -> Facet:
    found = _filter(base, chosen, but="form")
    pages = InterpretationPage.objects.public().filter(publication__policy__in=found.values("pk"))
    counted = (
        pages.order_by().values("form").annotate(n=Count("publication__policy", distinct=True))
    )
    counts = {row["form"]: row["n"] for row in counted}
    forms = InterpretationForm.objects.all()
    rows = [(form.slug, form.name, counts.get(form.pk, 0)) for form in forms]
    return _facet(_("形式"), "form", chosen, rows, found.count())


def _department_facet(base: QuerySet, chosen: dict[str, str]) -> Facet:
    found = _filter(base, chosen, but="department")
    departments = {d.path: d for d in DepartmentPage.objects.live().order_by("title")}
    width = len(next(iter(departments), ""))
    counted = (
        found.order_by().annotate(home=Substr("path", 1, width)).values("home") if width else []
    )
    counts = {row["home"]: row["n"] for row in counted.annotate(n=Count("pk"))} if width else {}
    rows = [(d.slug, d.label, counts.get(path, 0)) for path, d in departments.items()]
    rows.sort(key=lambda row: -row[2])
    return _facet(_("部门"), "department", chosen, rows, found.count())


def _topic_facet(base: QuerySet, chosen: dict[str, str]) -> Facet:
    found = _filter(base, chosen, but="topic")
    topics = {topic.pk: topic for topic in Topic.objects.select_related("parent")}
    counts: dict[int, int] = {}
    for row in found.order_by().values("topic").annotate(n=Count("pk")):
        topic = topics.get(row["topic"])
        if topic is not None:
            home = topic.parent_id or topic.pk
            counts[home] = counts.get(home, 0) + row["n"]
    rows = [(t.slug, t.name, counts.get(pk, 0)) for pk, t in topics.items() if not t.parent_id]
    return _facet(_("主题"), "topic", chosen, rows, found.count())


def _year_facet(base: QuerySet, chosen: dict[str, str]) -> Facet:
    found = _filter(base, chosen, but="year")
    years = found.order_by().annotate(released=ExtractYear("publication__released_at"))
    counted = years.values("released").annotate(n=Count("pk")).order_by("-released")
    rows = [(str(row["released"]), str(row["released"]), row["n"]) for row in counted]
    return _facet(_("年份"), "year", chosen, rows, found.count())


def _url(chosen: dict[str, str], parameter: str, value: str) -> str:
    return _query({**chosen, parameter: value})


def _page_url(chosen: dict[str, str], number: int) -> str:
    return _query({**chosen, "page": str(number)})


def _query(values: dict[str, Any]) -> str:
    return "?" + urlencode({name: value for name, value in values.items() if value})
