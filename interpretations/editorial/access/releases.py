"""Which releases and sets a person may see on the desk (P7)."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from interpretations.editorial.access.pages import pages_visible_to
from interpretations.models import (
    DepartmentPage,
    PolicyPage,
    Release,
    ReleaseItem,
)
from interpretations.models.kinds import ReleaseState
from interpretations.models.release import ReleaseQuerySet
from interpretations.releases.review.deciders import steps_in_hands
from interpretations.releases.submission.rights import may_act_in_emergency
from media.delivery import kind_of
from media.models import FrozenFile


def releases_visible_to(user: Any) -> ReleaseQuerySet:
    """Own submissions and writings, those of own and joint departments, and what one reviews."""
    if user.is_superuser:
        return Release.objects.all()
    departments = DepartmentPage.objects.of(user)
    own = (
        Q(submitted_by=user)
        | Q(pk__in=Release.authors.through.objects.filter(user=user).values("release"))
        | Q(department__in=departments)
        | Q(target_department__in=departments)
        | Q(pk__in=_of_own_sets(departments).values("pk"))
    )
    return Release.objects.filter(own | Q(pk__in=steps_in_hands(user).values("release")))


def _of_own_sets(departments: QuerySet) -> ReleaseQuerySet:
    """Releases with a document that these departments keep or draft together with others.

    What was never public is seen where every document of the release is theirs: one that came
    to them later, or that they draft along, does not bring the other titles of its list.
    """
    theirs = Q(joint_departments__department__in=departments)
    for path in departments.values_list("path", flat=True):
        theirs |= Q(path__startswith=path)
    policies = PolicyPage.objects.filter(theirs).values("pk")
    items = ReleaseItem.objects.filter(release=OuterRef("pk"))
    others = Exists(items.exclude(policy__in=policies))
    return Release.objects.filter(
        Exists(items.filter(policy__in=policies)), Q(state=ReleaseState.RELEASED) | ~others
    )


def sets_visible_to(user: Any) -> QuerySet:
    """Documents whose set a person may know of: to write, to review, or to act in an emergency."""
    if user.is_superuser or may_act_in_emergency(user):
        return PolicyPage.objects.all()
    released = ReleaseItem.objects.filter(release__in=releases_visible_to(user).values("pk"))
    return PolicyPage.objects.filter(
        Q(pk__in=pages_visible_to(user).values("pk")) | Q(pk__in=released.values("policy"))
    )


def reviews_file(user: Any, instance: Any) -> bool:
    """Tell whether a picture or attachment belongs to a release that the user may see.

    A reviewer has no right on the department's files, but must see those of the set.
    """
    releases = FrozenFile.objects.filter(kind=kind_of(instance), object_id=instance.pk).values(
        "release_id"
    )
    return releases_visible_to(user).filter(pk__in=releases).exists()
