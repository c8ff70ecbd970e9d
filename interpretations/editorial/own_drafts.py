"""Which charts and captions somebody may see before they are public: of own drafts (P7)."""

from typing import Any

from django.db.models import Q
from wagtail.permissions import page_permission_policy

from interpretations.models import DepartmentPage, InterpretationPage, JointDepartment
from media.models import CaptionTrack, ChartDrawing

WRITING = ("add", "change")


def stands_in_own_draft(user: Any, instance: Any) -> bool:
    """Tell whether a chart or captions stand in the latest draft of a page that the user may write.

    Either belongs to whoever says the same, so its page is looked for, not its maker.
    """
    if not isinstance(instance, (ChartDrawing, CaptionTrack)):
        return False
    written = page_permission_policy.instances_user_has_any_permission_for(user, WRITING)
    ours = Q(pk__in=written.values("pk"))
    departments = DepartmentPage.objects.of(user)
    joint = JointDepartment.objects.filter(department__in=departments)
    for path in joint.values_list("policy__path", flat=True):
        ours |= Q(path__startswith=path)
    named = Q(latest_revision__content__body__icontains=instance.key)
    return InterpretationPage.objects.filter(ours, named).exists()
