"""文件库 and 部门: where policy documents live; the tree gives departments their rights."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import GroupPagePermission, Page, PageManager
from wagtail.query import PageQuerySet

from interpretations.models.shelf import ShelfPage


class PolicyLibraryPage(ShelfPage):
    """The library of all policy documents, at /policies/."""

    intro = models.CharField(_("导语"), max_length=200, blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["interpretations.DepartmentPage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    settings_panels: list[Panel] = []

    class Meta:
        verbose_name = _("政策文件库")
        verbose_name_plural = _("政策文件库")


class DepartmentQuerySet(PageQuerySet):
    """Departments by who works for them."""

    def of(self, user: Any) -> "DepartmentQuerySet":
        """Departments whose pages the user's groups may write; being superuser adds none."""
        paths = GroupPagePermission.objects.filter(
            group__in=user.groups.all(), permission__codename__in=["add_page", "change_page"]
        ).values_list("page__path", flat=True)
        in_their_trees = Q(pk__in=[])
        for path in set(paths):
            in_their_trees |= Q(path__startswith=path)
        return self.filter(in_their_trees)


class DepartmentPage(ShelfPage):
    """A department: looks after its documents today, whoever issued them."""

    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    unit_code = models.CharField(_("机构代码"), max_length=20, blank=True)

    successor = models.ForeignKey(
        "self",
        verbose_name=_("并入的部门"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("机构合并后填写：这个部门没有公开内容时，它的网址转到新部门。"),
    )

    objects = PageManager.from_queryset(DepartmentQuerySet)()

    parent_page_types = ["interpretations.PolicyLibraryPage"]
    subpage_types = ["interpretations.PolicyPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("short_name"),
        FieldPanel("unit_code"),
        FieldPanel("successor"),
    ]
    settings_panels: list[Panel] = []

    class Meta:
        verbose_name = _("部门")
        verbose_name_plural = _("部门")

    @property
    def label(self) -> str:
        """The name as citizens say it."""
        return self.short_name or self.title
