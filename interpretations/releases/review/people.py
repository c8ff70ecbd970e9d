"""The people of a step, of a release or of a chain before it is submitted (P4).

The inverse of the rule in `deciders`, for everybody at once: it names people and decides nothing.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission

from interpretations.models import ChainStep, DepartmentPage, ReviewStep
from interpretations.models.people import deputies_of

# A step of a release, or one of a chain that a release may copy.
Step = ReviewStep | ChainStep


def in_hands_of(
    step: Step, department: DepartmentPage | None, target: DepartmentPage | None
) -> list[Any]:
    """Return the active people whose groups decide a step, whatever they did to the set.

    The other direction of `ReviewStepQuerySet.in_hands_of`. `department` keeps the set, `target`
    receives it; None where that is not known.
    """
    people = get_user_model().objects.filter(is_active=True, groups__in=step.groups.all())
    if step.own_department:
        people = people.filter(groups__in=_staff_of(department))
    if step.receiving_department:
        people = people.filter(groups__in=_staff_of(target))
    return list(people.distinct())


def free_among(people: list[Any], barred: Collection[int]) -> list[Any]:
    """Return who of these may decide, and their deputies; `barred` wrote, submitted or decided."""
    free = [person for person in people if person.pk not in barred]
    deputies = [deputy for deputy in deputies_of(free) if deputy.pk not in barred]
    return list({person.pk: person for person in (*free, *deputies)}.values())


def _staff_of(department: DepartmentPage | None) -> QuerySet[Group]:
    """Groups that write the pages of a department: see `DepartmentQuerySet.of`."""
    if department is None:
        return Group.objects.none()
    path, step = department.path, department.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    permissions = GroupPagePermission.objects.filter(
        page__path__in=above, permission__codename__in=["add_page", "change_page"]
    )
    return Group.objects.filter(pk__in=permissions.values("group"))
