"""What of the tree and of the files a person on the desk may see (P7).

One queryset for pages, one for files; asked by choosers, listings, reports and the guard.
"""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from interpretations.models import (
    DepartmentPage,
    InterpretationPage,
    JointDepartment,
    PolicyPage,
)
from media.models import SiteDocument, SiteImage
from media.models.examined import ExaminedFile

FILE_POLICIES: dict[type[ExaminedFile], Any] = {
    SiteImage: image_policy,
    SiteDocument: document_policy,
}
FILE_ACTIONS = ("add", "change", "delete", "choose")


def pages_visible_to(user: Any) -> PageQuerySet:
    """Public pages, those where the user's groups have a permission, and jointly drafted ones."""
    if not user.is_active:
        return Page.objects.none()
    if user.is_superuser:
        return Page.objects.all()
    reachable = Q(pk__in=[])
    for permission in page_permission_policy.get_cached_permissions_for_user(user):
        reachable |= Q(path__startswith=permission.page.path)
    joint = JointDepartment.objects.filter(department__in=DepartmentPage.objects.of(user))
    for path in joint.values_list("policy__path", flat=True):
        reachable |= Q(path__startswith=path)
    public = Q(pk__in=PolicyPage.objects.public().values("pk")) | Q(
        pk__in=InterpretationPage.objects.public().values("pk")
    )
    managed = Q(pk__in=PolicyPage.objects.values("pk")) | Q(
        pk__in=InterpretationPage.objects.values("pk")
    )
    return Page.objects.filter(reachable | public | (Q(live=True) & ~managed))


def only_visible(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Keep of a chooser's or a listing's pages those that the user may see."""
    return pages.filter(pk__in=pages_visible_to(user).values("pk"))


def files_visible_to(user: Any, model: type[ExaminedFile]) -> QuerySet:
    """Pictures or attachments of the collections in which the user may do anything."""
    return FILE_POLICIES[model].instances_user_has_any_permission_for(user, FILE_ACTIONS)


class VisibleImagesAPIViewSet(ImagesAdminAPIViewSet):
    """Wagtail's own lists every picture to everybody who may open the admin."""

    def get_queryset(self) -> QuerySet:
        visible = files_visible_to(self.request.user, SiteImage)
        return super().get_queryset().filter(pk__in=visible.values("pk"))


class VisibleDocumentsAPIViewSet(DocumentsAdminAPIViewSet):
    """Wagtail's own lists every attachment to everybody who may open the admin."""

    def get_queryset(self) -> QuerySet:
        visible = files_visible_to(self.request.user, SiteDocument)
        return super().get_queryset().filter(pk__in=visible.values("pk"))
