"""Which releases a person may see on the desk (P7)."""

from typing import Any

from django.db.models import Q, QuerySet

from interpretations.models import DepartmentPage, Release, ReviewStep
from media.freeze import kind_of
from media.models import FrozenFile


def releases_visible_to(user: Any) -> QuerySet:
    """Own submissions and writings, own departments, and what one's groups review."""
    if user.is_superuser:
        return Release.objects.all()
    departments = DepartmentPage.objects.of(user)
    reviewed = ReviewStep.objects.all().in_hands_of(user, departments)
    return Release.objects.filter(
        Q(submitted_by=user)
        | Q(pk__in=Release.authors.through.objects.filter(user=user).values("release"))
        | Q(department__in=departments)
        | Q(pk__in=reviewed.values("release"))
    )


def reviews_file(user: Any, instance: Any) -> bool:
    """Tell whether a picture or attachment belongs to a release that the user may see."""
    releases = FrozenFile.objects.filter(kind=kind_of(instance), object_id=instance.pk).values(
        "release_id"
    )
    return releases_visible_to(user).filter(pk__in=releases).exists()
