"""The vocabulary of releases and reviews, said once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseKind(models.TextChoices):
    """What a release does to the public pages it names; the table is `kind_rules`."""

    FIRST = "first", _("首次发布")
    REPEAL = "repeal", _("发布并废止旧文件")
    SUPPLEMENT = "supplement", _("补充解读")
    CORRECTION = "correction", _("更正")
    REMOVAL = "removal", _("撤下解读")
    WITHDRAWAL = "withdrawal", _("撤回")
    RERELEASE = "rerelease", _("重新发布")
    MIGRATION = "migration", _("历史文件迁移")
    TRANSFER = "transfer", _("移交部门")
    FEATURE = "feature", _("置顶")


class ItemAction(models.TextChoices):
    """What executing a release does to one member."""

    PUBLISH = "publish", _("公开")
    REMOVE = "remove", _("撤下")
    KEEP = "keep", _("内容不变")


class ReleaseState(models.TextChoices):
    """Where a release stands; the open states keep its members frozen (P3)."""

    IN_REVIEW = "in_review", _("审核中")
    APPROVED = "approved", _("待发布")
    RELEASED = "released", _("已发布")
    RETURNED = "returned", _("已退回")


OPEN_STATES = (ReleaseState.IN_REVIEW, ReleaseState.APPROVED)


class EmergencyState(models.TextChoices):
    """What became of the review that follows an emergency."""

    NONE = "", _("不是紧急发布")
    UNREVIEWED = "unreviewed", _("紧急发布，待事后审核")
    OBJECTED = "objected", _("事后审核不同意，待更正或撤回")
    SETTLED = "settled", _("紧急发布，事后审核已了结")


# The states in which everybody is told that nobody else has agreed yet.
FLAGGED = (EmergencyState.UNREVIEWED, EmergencyState.OBJECTED)


class Decision(models.TextChoices):
    """What a reviewer decides."""

    APPROVE = "approve", _("同意")
    RETURN = "return", _("退回")
