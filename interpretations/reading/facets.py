"""Filters of a list, and how many sets each value would show; counted once an edition and day."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear, Substr
from django.utils.translation import gettext as _

from interpretations.models import (
    DepartmentPage,
    InterpretationForm,
    InterpretationPage,
    Topic,
)
from interpretations.reading import snapshot
from interpretations.reading.validity import WORDS
from search import index as search_index

PARAMETERS = ("q", "department", "topic", "form", "year", "validity")
# Keys carry edition and day: what is kept longer is never asked for again.
KEPT_SECONDS = 24 * 60 * 60

Row = tuple[str, str, int]


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


def narrow(found: QuerySet, chosen: dict[str, str], but: str = "") -> QuerySet:
    """Apply the chosen filters, all `but` one; unknown values match nothing."""
    for name, apply in FILTERS.items():
        if chosen[name] and name != but:
            found = apply(found, chosen[name])
    return found


def _matching(found: QuerySet, query: str) -> QuerySet:
    return found.filter(pk__in=[hit.set_id for hit in search_index.find(query)])


def _of_department(found: QuerySet, slug: str) -> QuerySet:
    path = DepartmentPage.objects.live().filter(slug=slug).values_list("path", flat=True).first()
    return found.filter(path__startswith=path) if path else found.none()


def _of_topic(found: QuerySet, slug: str) -> QuerySet:
    return found.filter(Q(topic__slug=slug) | Q(topic__parent__slug=slug))


def _in_form(found: QuerySet, slug: str) -> QuerySet:
    explaining = InterpretationPage.objects.public().filter(
        explanations__policy=OuterRef("pk"), form__slug=slug
    )
    return found.filter(Exists(explaining))


def _of_year(found: QuerySet, year: str) -> QuerySet:
    if not (year.isascii() and year.isdigit() and 1900 <= int(year) <= 2999):
        return found.none()
    return found.filter(publication__released_at__year=int(year))


def _in_force(found: QuerySet, code: str) -> QuerySet:
    return found.filter(validity=code) if code in WORDS else found.none()


FILTERS: dict[str, Callable[[QuerySet, str], QuerySet]] = {
    "q": _matching,
    "department": _of_department,
    "topic": _of_topic,
    "form": _in_form,
    "year": _of_year,
    "validity": _in_force,
}


@dataclass(frozen=True)
class Counts:
    """How many sets a list shows in all, and its facets as rows with a total of their own."""

    total: int
    facets: dict[str, tuple[list[Row], int]]


def counts_of(
    base: QuerySet, chosen: dict[str, str], place: str, department: DepartmentPage | None
) -> Counts:
    """Count a list, or give what was counted in this edition on this day; `place` names the list.

    At the desk, where no edition is fixed, and for free words, whose sets are few, it counts.
    """
    if snapshot.current() is None or chosen["q"]:
        return _count(base, chosen, department)
    asked = urlencode({**chosen, "place": place})
    key = f"facets:{hashlib.sha256(asked.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: _count(base, chosen, department), KEPT_SECONDS)


def facets_of(counts: Counts, chosen: dict[str, str]) -> list[Facet]:
    """Return the facets that have something to choose."""
    found = [_facet(name, chosen, *counted) for name, counted in counts.facets.items()]
    return [facet for facet in found if len(facet.options) > 1]


def _count(base: QuerySet, chosen: dict[str, str], department: DepartmentPage | None) -> Counts:
    """Count under all other filters, so that a number says what a click will show."""
    counters = {
        "form": _by_form,
        "department": _by_department,
        "topic": _by_topic,
        "year": _by_year,
        "validity": _by_validity,
    }
    if department is not None:
        del counters["department"]
    total = narrow(base, chosen).count()
    counted = {}
    for name, rows_of in counters.items():
        found = narrow(base, chosen, but=name).order_by()
        rows = [row for row in rows_of(found) if row[2] or row[0] == chosen[name]]
        counted[name] = (rows, found.count() if chosen[name] else total)
    return Counts(total, counted)


def _by_form(found: QuerySet) -> list[Row]:
    pages = InterpretationPage.objects.public().filter(explanations__policy__in=found.values("pk"))
    counted = (
        pages.order_by().values("form").annotate(n=Count("explanations__policy", distinct=True))
    )
    counts = {row["form"]: row["n"] for row in counted}
    forms = InterpretationForm.objects.all()
    return [(form.slug, form.name, counts.get(form.pk, 0)) for form in forms]


def _by_department(found: QuerySet) -> list[Row]:
    departments = {d.path: d for d in DepartmentPage.objects.live().order_by("title", "path")}
    width = len(next(iter(departments), ""))
    if not width:
        return []
    counted = found.annotate(home=Substr("path", 1, width)).values("home").annotate(n=Count("pk"))
    counts = {row["home"]: row["n"] for row in counted}
    rows = [(d.slug, d.label, counts.get(path, 0)) for path, d in departments.items()]
    return sorted(rows, key=lambda row: -row[2])


def _by_topic(found: QuerySet) -> list[Row]:
    topics = {topic.pk: topic for topic in Topic.objects.select_related("parent")}
    counts: dict[int, int] = {}
    for row in found.values("topic").annotate(n=Count("pk")):
        topic = topics.get(row["topic"])
        if topic is not None:
            home = topic.parent_id or topic.pk
            counts[home] = counts.get(home, 0) + row["n"]
    return [(t.slug, t.name, counts.get(pk, 0)) for pk, t in topics.items() if not t.parent_id]


def _by_year(found: QuerySet) -> list[Row]:
    years = found.annotate(released=ExtractYear("publication__released_at"))
    counted = years.values("released").annotate(n=Count("pk")).order_by("-released")
    return [(str(row["released"]), str(row["released"]), row["n"]) for row in counted]


def _by_validity(found: QuerySet) -> list[Row]:
    counted = found.values("validity").annotate(n=Count("pk"))
    counts = {row["validity"]: row["n"] for row in counted}
    return [(code, str(words[0]), counts.get(code, 0)) for code, words in WORDS.items()]


def _facet(parameter: str, chosen: dict[str, str], rows: list[Row], total: int) -> Facet:
    """Build a facet from (value, label, count) rows, with 全部 first."""
    everything = Option("", _("全部"), total, _url(chosen, parameter, ""), not chosen[parameter])
    options = [
        Option(value, name, count, _url(chosen, parameter, value), chosen[parameter] == value)
        for value, name, count in rows
    ]
    return Facet(_label(parameter), parameter, [everything, *options])


def _label(parameter: str) -> str:
    return {
        "form": _("形式"),
        "department": _("部门"),
        "topic": _("主题"),
        "year": _("年份"),
        "validity": _("有效性"),
    }[parameter]


def _url(chosen: dict[str, str], parameter: str, value: str) -> str:
    return query_string({**chosen, parameter: value})


def query_string(values: dict[str, str]) -> str:
    """The chosen filters as an address; what is not chosen is left out."""
    return "?" + urlencode({name: value for name, value in values.items() if value})
