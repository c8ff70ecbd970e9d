"""Contributions and the ledger, never changed; the outbox and the heartbeat, which are."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Contribution(models.Model):
    """Who wrote which revision of a page. Authors are computed from these rows (P4).

    `changes` are the pieces of the text that this save changed: `{place: [before, after]}`, each
    the digest of what stood there, None for nothing (`interpretations.models.pieces`). It is None
    where only the text as a whole was written down.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="contributions"
    )
    revision_id = models.BigIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    user_name = models.CharField(max_length=310, blank=True)
    digest = models.CharField(max_length=64)
    changes = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("编写记录")
        verbose_name_plural = _("编写记录")
        indexes = [models.Index(fields=["page", "revision_id"], name="contribution_of_page")]


class RowContribution(models.Model):
    """Who wrote the words of a row that pages reach: a picture, a film, an entry of a list (P4).

    `before` and `after` are digests of what people can edit of it; `before` is empty for a new
    row.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=310, blank=True)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("文件和列表的编写记录")
        verbose_name_plural = _("文件和列表的编写记录")
        indexes = [models.Index(fields=["content_type", "object_id"], name="contribution_of_row")]


class LedgerEntry(models.Model):
    """One line of the append-only ledger (P8). Names are text: people come and go."""

    class Event(models.TextChoices):
        SUBMITTED = "submitted", _("送审")
        APPROVED = "approved", _("通过")
        RETURNED = "returned", _("退回")
        TAKEN_BACK = "taken_back", _("取回")
        RELEASED = "released", _("发布")
        FAILED = "failed", _("未能发布")
        HELD = "held", _("逾期待确认")
        RESUMED = "resumed", _("恢复发布")
        RESCHEDULED = "rescheduled", _("定生效时间")
        EMERGENCY = "emergency", _("紧急处置")
        OBJECTED = "objected", _("事后审核不同意")
        SETTLED = "settled", _("事后审核了结")
        JOINED = "joined", _("联合起草")

    release = models.ForeignKey(
        "interpretations.Release",
        null=True,
        on_delete=models.PROTECT,
        related_name="ledger",
    )
    policy = models.ForeignKey(
        "interpretations.PolicyPage",
        null=True,
        on_delete=models.PROTECT,
        related_name="ledger",
    )
    event = models.CharField(_("事项"), max_length=20, choices=Event)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    who = models.CharField(_("何人"), max_length=310, blank=True)
    why = models.TextField(_("理由"), blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("台账")
        verbose_name_plural = _("台账")
        ordering = ["pk"]


class LedgerHead(models.Model):
    """The hash of the newest line: the next one is chained to it, one writer at a time."""

    THE_ONE = 1

    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("台账末行")
        verbose_name_plural = _("台账末行")


class ItemReading(models.Model):
    """A reviewer opened a member as it was pinned: how a long list is reviewed by samples."""

    item = models.ForeignKey(
        "interpretations.ReleaseItem", on_delete=models.PROTECT, related_name="readings"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("抽看记录")
        verbose_name_plural = _("抽看记录")
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="item_read_once")]


class OutboxMessage(models.Model):
    """Something to do outside the database, written with the decision it follows (P6)."""

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("待办事项")
        verbose_name_plural = _("待办事项")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_waiting",
                condition=models.Q(done_at__isnull=True),
            )
        ]


class SchedulerHeartbeat(models.Model):
    """When a scheduler was last seen alive; asked by `/readyz`."""

    name = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("调度心跳")
        verbose_name_plural = _("调度心跳")
