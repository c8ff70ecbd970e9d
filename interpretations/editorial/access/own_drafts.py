"""Which files somebody may see before they are public: of drafts that they write (P7)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from interpretations.editorial.access.named import drafts_naming
from interpretations.editorial.access.references import VISIBLE
from interpretations.models import Contribution, DepartmentPage, JointDepartment
from media.models import CaptionTrack, ChartDrawing, Recording, SiteDocument, SiteImage

WRITING = ("add", "change")
BY_KEY = (ChartDrawing, CaptionTrack)
KEPT_IN_FOLDERS = (SiteImage, SiteDocument, Recording)


def stands_in_own_draft(user: Any, instance: Any) -> bool:
    """Tell whether a file stands in the latest draft of a page that the user may write.

    Charts and captions belong to whoever says the same, so the page is looked for, not the
    maker. Other files may lie in the folder of the department with which the page is written:
    then somebody else wrote there who may see it by own right, for own naming grants nothing.
    """
    if isinstance(instance, BY_KEY):
        return any(True for _page in drafts_naming(instance, _writable_by(user)))
    if isinstance(instance, KEPT_IN_FOLDERS):
        return _brought_by_another(user, instance, drafts_naming(instance, _writable_by(user)))
    return False


def _writable_by(user: Any) -> Q:
    """Pages that the user may write: of the own departments, and joint ones."""
    writable = page_permission_policy.instances_user_has_any_permission_for(user, WRITING)
    reachable = Q(pk__in=writable.values("pk"))
    departments = DepartmentPage.objects.of(user)
    joint = JointDepartment.objects.filter(department__in=departments)
    for path in joint.values_list("policy__path", flat=True):
        reachable |= Q(path__startswith=path)
    return reachable


def _brought_by_another(user: Any, instance: Model, pages: Iterable[Page]) -> bool:
    """Tell whether somebody else wrote one of these pages who may see the file."""
    visible_to: Callable[[Any], Any] = VISIBLE[type(instance)]
    written = Contribution.objects.filter(page__in=[page.pk for page in pages]).exclude(user=user)
    writers = get_user_model().objects.filter(pk__in=written.values("user"))
    return any(visible_to(writer).filter(pk=instance.pk).exists() for writer in writers)
