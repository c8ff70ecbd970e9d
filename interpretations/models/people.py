"""Who stands in for whom, and which departments draft a document together."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from interpretations.models.library import DepartmentPage


class DeputationQuerySet(models.QuerySet["Deputation"]):
    """Deputations by day."""

    def on(self, day: date) -> "DeputationQuerySet":
        return self.filter(starts__lte=day, ends__gte=day, principal__is_active=True)


class Deputation(models.Model):
    """代理: while it lasts, the deputy decides the steps of the principal, never their own (P4)."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputations",
        verbose_name=_("被代理人"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputized_by",
        verbose_name=_("代理人"),
    )
    starts = models.DateField(_("从哪天起"), default=timezone.localdate)
    ends = models.DateField(_("到哪天止"))

    objects = DeputationQuerySet.as_manager()

    class Meta:
        verbose_name = _("代理")
        verbose_name_plural = _("代理")
        ordering = ["-ends", "pk"]

    def __str__(self) -> str:
        return f"{self.deputy.get_full_name()} → {self.principal.get_full_name()}"

    def clean(self) -> None:
        if self.principal_id and self.principal_id == self.deputy_id:
            raise ValidationError({"deputy": _("代理人要是另外一个人。")})
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("结束的日子早于开始的日子，请核对。")})


class JointDepartment(models.Model):
    """A further department that may edit a document and its interpretations while drafting."""

    policy = models.ForeignKey(
        "interpretations.PolicyPage", on_delete=models.CASCADE, related_name="joint_departments"
    )
    department = models.ForeignKey(
        "interpretations.DepartmentPage", on_delete=models.CASCADE, related_name="+",
        verbose_name=_("联合部门"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("联合部门")
        verbose_name_plural = _("联合部门")
        constraints = [models.UniqueConstraint(fields=["policy", "department"], name="joint_once")]


def principals_of(user: Any) -> list[Any]:
    """Return the people for whom this person stands in today."""
    if not user.is_active:
        return []
    today = Deputation.objects.on(timezone.localdate()).filter(deputy=user)
    return [row.principal for row in today.select_related("principal").order_by("pk")]


def deputies_of(users: Iterable[Any]) -> list[Any]:
    """Return the active people who stand in today for one of these."""
    today = Deputation.objects.on(timezone.localdate()).filter(
        principal__in=list(users), deputy__is_active=True
    )
    return [row.deputy for row in today.select_related("deputy").order_by("pk")]


def drafts_jointly(user: Any, page: Page) -> bool:
    """Whether one of the user's departments was asked to draft this document, or the one above."""
    documents = [page.path, page.path[: -page.steplen]]
    return JointDepartment.objects.filter(
        policy__path__in=documents, department__in=DepartmentPage.objects.of(user)
    ).exists()
