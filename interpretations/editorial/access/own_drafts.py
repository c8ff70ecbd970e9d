"""Which charts, captions and films somebody may see before they are public: of own drafts (P7)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from interpretations.editorial.access.references import recordings_visible_to
from interpretations.models import (
    Contribution,
    DepartmentPage,
    InterpretationPage,
    JointDepartment,
)
from media.models import CaptionTrack, ChartDrawing, Recording

WRITING = ("add", "change")


def stands_in_own_draft(user: Any, instance: Any) -> bool:
    """Tell whether a file stands in the latest draft of a page that the user may write.

    Charts and captions belong to whoever says the same, so the page is looked for, not the
    maker. A film may lie in the folder of the department with which the page is written: then
    somebody else wrote there who may see it by own right, for own naming grants nothing.
    """
    if isinstance(instance, (ChartDrawing, CaptionTrack)):
        naming = Q(latest_revision__content__body__icontains=instance.key)
        return _writable_pages(user).filter(naming).exists()
    if isinstance(instance, Recording):
        pattern = rf'"recording": {instance.pk}[,}}]'
        naming = Q(latest_revision__content__body__iregex=pattern)
        return _brought_by_another(user, instance, _writable_pages(user).filter(naming))
    return False


def _writable_pages(user: Any) -> QuerySet:
    """Interpretations that the user may write: of the own departments, and joint ones."""
    writable = page_permission_policy.instances_user_has_any_permission_for(user, WRITING)
    reachable = Q(pk__in=writable.values("pk"))
    departments = DepartmentPage.objects.of(user)
    joint = JointDepartment.objects.filter(department__in=departments)
    for path in joint.values_list("policy__path", flat=True):
        reachable |= Q(path__startswith=path)
    return InterpretationPage.objects.filter(reachable)


def _brought_by_another(user: Any, recording: Recording, pages: QuerySet) -> bool:
    """Tell whether somebody else wrote one of these pages who may see the recording."""
    written = Contribution.objects.filter(page__in=pages.values("pk")).exclude(user=user)
    writers = get_user_model().objects.filter(pk__in=written.values("user"))
    return any(recordings_visible_to(writer).filter(pk=recording.pk).exists() for writer in writers)
