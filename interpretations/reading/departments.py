"""Departments that were merged: where their readers find what is public now."""

from interpretations.models import DepartmentPage, PolicyPage


def present(department: DepartmentPage) -> DepartmentPage:
    """Return the department that has taken this one over, or the same one.

    A department with something public stands for itself, whatever it was merged into; so
    does one whose successors lead round in a circle, or to a department that is not public.
    """
    seen, here = {department.pk}, department
    while here.successor_id and not _has_public(here):
        here = DepartmentPage.objects.live().filter(pk=here.successor_id).first()
        if here is None or here.pk in seen:
            return department
        seen.add(here.pk)
    return here


def _has_public(department: DepartmentPage) -> bool:
    return PolicyPage.objects.public().filter(path__startswith=department.path).exists()
