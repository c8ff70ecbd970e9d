"""Which charts, captions and films somebody may see before they are public: of own drafts (P7)."""

from typing import Any

from django.db.models import Q
from wagtail.permissions import page_permission_policy

from interpretations.models import DepartmentPage, InterpretationPage, JointDepartment
from media.models import CaptionTrack, ChartDrawing, Recording

WRITING = ("add", "change")


def stands_in_own_draft(user: Any, instance: Any) -> bool:
    """Tell whether a file stands in the latest draft of a page that the user may write.

    Charts and captions belong to whoever says the same, so the page is looked for, not the
    maker; a film may lie in the folder of the department with which the page is written.
    """
    naming = _pages_naming(instance)
    if naming is None:
        return False
    writable = page_permission_policy.instances_user_has_any_permission_for(user, WRITING)
    reachable = Q(pk__in=writable.values("pk"))
    departments = DepartmentPage.objects.of(user)
    joint = JointDepartment.objects.filter(department__in=departments)
    for path in joint.values_list("policy__path", flat=True):
        reachable |= Q(path__startswith=path)
    return InterpretationPage.objects.filter(reachable, naming).exists()


def _pages_naming(instance: Any) -> Q | None:
    """Pages whose latest draft names it; None for what is not looked for this way."""
    if isinstance(instance, (ChartDrawing, CaptionTrack)):
        return Q(latest_revision__content__body__icontains=instance.key)
    if isinstance(instance, Recording):
        pattern = rf'"recording": {instance.pk}[,}}]'
        return Q(latest_revision__content__body__iregex=pattern)
    return None
