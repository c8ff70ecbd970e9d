"""What narrows a list of sets: the filters of an address, and what each one matches."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from interpretations.models import DepartmentPage, InterpretationPage
from interpretations.reading.departments import departments, present
from interpretations.reading.validity import WORDS

PARAMETERS = ("q", "department", "topic", "form", "year", "validity")


def chosen_in(params: QueryDict) -> dict[str, str]:
    """The filters of an address; a department that was merged is asked for by its old name too."""
    chosen = {name: params.get(name, "").replace("\x00", "").strip() for name in PARAMETERS}
    merged = DepartmentPage.objects.live().filter(
        slug=chosen["department"], successor__isnull=False
    )
    if chosen["department"] and (department := merged.first()):
        chosen["department"] = present(department).slug
    return chosen


def narrow(sets: QuerySet, chosen: dict[str, str], but: str = "") -> QuerySet:
    """Apply the chosen filters, all `but` one and free words; unknown values match nothing."""
    for name, apply in FILTERS.items():
        if chosen[name] and name != but:
            sets = apply(sets, chosen[name])
    return sets


def _of_department(sets: QuerySet, slug: str) -> QuerySet:
    paths = (
        department.path
        for department in departments().values()
        if department.live and department.slug == slug
    )
    path = next(paths, None)
    return sets.filter(path__startswith=path) if path else sets.none()


def _of_topic(sets: QuerySet, slug: str) -> QuerySet:
    return sets.filter(Q(topic__slug=slug) | Q(topic__parent__slug=slug))


def _in_form(sets: QuerySet, slug: str) -> QuerySet:
    explaining = InterpretationPage.objects.public().filter(
        explanations__policy=OuterRef("pk"), form__slug=slug
    )
    return sets.filter(Exists(explaining))


def _of_year(sets: QuerySet, year: str) -> QuerySet:
    if not (year.isascii() and year.isdigit() and 1900 <= int(year) <= 2999):
        return sets.none()
    return sets.filter(publication__released_at__year=int(year))


def _in_force(sets: QuerySet, code: str) -> QuerySet:
    return sets.filter(validity=code) if code in WORDS else sets.none()


FILTERS: dict[str, Callable[[QuerySet, str], QuerySet]] = {
    "department": _of_department,
    "topic": _of_topic,
    "form": _in_form,
    "year": _of_year,
    "validity": _in_force,
}
