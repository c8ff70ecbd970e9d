"""The vocabulary of releases and reviews, said once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseKind(models.TextChoices):
    """What a release does to the public pages it names."""

    FIRST = "first", _("首次发布")


class ReleaseState(models.TextChoices):
    """Where a release stands; the open states keep its members frozen (P3)."""

    IN_REVIEW = "in_review", _("审核中")
    APPROVED = "approved", _("待发布")
    RELEASED = "released", _("已发布")
    RETURNED = "returned", _("已退回")


OPEN_STATES = (ReleaseState.IN_REVIEW, ReleaseState.APPROVED)


class Decision(models.TextChoices):
    """What a reviewer decides."""

    APPROVE = "approve", _("同意")
    RETURN = "return", _("退回")
