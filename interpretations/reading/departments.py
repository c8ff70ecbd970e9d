"""Departments as readers meet them: their names, and where merged ones lead."""

from typing import NamedTuple

from interpretations.models import DepartmentPage, PolicyPage
from interpretations.reading import snapshot


class Department(NamedTuple):
    """A department; `label` is its name as citizens say it."""

    path: str
    live: bool
    slug: str
    title: str
    label: str


def departments() -> dict[str, Department]:
    """All departments by their place in the tree, in the order of their names."""
    return snapshot.kept("departments", _read)


def _read() -> dict[str, Department]:
    pages = DepartmentPage.objects.order_by("title", "path")
    rows = pages.values_list("path", "live", "slug", "title", "short_name")
    return {
        path: Department(path, live, slug, title, short_name or title)
        for path, live, slug, title, short_name in rows
    }


def present(department: DepartmentPage) -> DepartmentPage:
    """Return the department that has taken this one over, or the same one.

    A department with something public stands for itself, whatever it was merged into; so
    does one whose successors lead round in a circle, or to a department that is not public.
    """
    seen, current = {department.pk}, department
    while current.successor_id and not _has_public(current):
        current = DepartmentPage.objects.live().filter(pk=current.successor_id).first()
        if current is None or current.pk in seen:
            return department
        seen.add(current.pk)
    return current


def _has_public(department: DepartmentPage) -> bool:
    return PolicyPage.objects.public().filter(path__startswith=department.path).exists()
