"""发布单: the set of pinned revisions that goes public at one instant."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from interpretations.models.kinds import (
    FLAGGED,
    OPEN_STATES,
    EmergencyState,
    ItemAction,
    ReleaseKind,
    ReleaseState,
)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases by where they stand."""

    def open(self) -> "ReleaseQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def waiting(self) -> "ReleaseQuerySet":
        """Approved, not stopped, in the order in which they go out."""
        return self.filter(
            state=ReleaseState.APPROVED, failed_at__isnull=True, held_at__isnull=True
        ).order_by("due_at", "approved_at", "pk")

    def due(self, now: datetime) -> "ReleaseQuerySet":
        """Waiting releases whose time has come and whose document has no earlier one open."""
        earlier = Release.objects.filter(
            Q(due_at__lt=OuterRef("due_at"))
            | Q(due_at=OuterRef("due_at"), approved_at__lt=OuterRef("approved_at"))
            | Q(
                due_at=OuterRef("due_at"),
                approved_at=OuterRef("approved_at"),
                pk__lt=OuterRef("pk"),
            ),
            Exists(_shared_document()),
            state=ReleaseState.APPROVED,
        )
        return self.waiting().filter(~Exists(earlier), due_at__lte=now)

    def flagged(self) -> "ReleaseQuerySet":
        """Emergencies that nobody else has agreed to yet."""
        return self.filter(emergency__in=FLAGGED).exclude(state=ReleaseState.RETURNED)


def _shared_document() -> "models.QuerySet[ReleaseItem]":
    """Members of an earlier release, one query out, whose document a later one names too."""
    # Three queries out from here: members of the earlier, the earlier release, the later one.
    later = ReleaseItem.objects.filter(release=OuterRef(OuterRef(OuterRef("pk"))))
    return ReleaseItem.objects.filter(release=OuterRef("pk"), policy__in=later.values("policy"))


class Release(models.Model):
    """One act of making a set public: what, by whom, approved how, and when."""

    kind = models.CharField(
        _("类型"), max_length=20, choices=ReleaseKind, default=ReleaseKind.FIRST
    )
    state = models.CharField(
        _("状态"), max_length=20, choices=ReleaseState, default=ReleaseState.IN_REVIEW
    )
    policy = models.ForeignKey(
        "interpretations.PolicyPage",
        on_delete=models.PROTECT,
        related_name="releases",
        verbose_name=_("政策文件"),
    )
    department = models.ForeignKey(
        "interpretations.DepartmentPage",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("部门"),
    )
    title = models.CharField(_("标题"), max_length=255)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="submitted_releases",
        verbose_name=_("送审人"),
    )
    submitted_by_name = models.CharField(max_length=310)
    submitted_at = models.DateTimeField(_("送审时间"))
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    author_names = models.TextField(blank=True)
    scheduled_for = models.DateTimeField(_("定时发布"), null=True, blank=True)
    not_before = models.DateTimeField(_("不早于"), null=True, blank=True)
    public_note = models.TextField(
        _("公开说明"), blank=True, help_text=_("公众会看到，写明做了什么、为什么。")
    )
    target_department = models.ForeignKey(
        "interpretations.DepartmentPage",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("接收部门"),
    )
    feature_until = models.DateField(_("置顶到"), null=True)
    emergency = models.CharField(
        _("紧急"), max_length=12, choices=EmergencyState, default=EmergencyState.NONE, blank=True
    )
    emergency_reason = models.TextField(_("紧急的理由"), blank=True)
    seal = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(_("发布时间"), null=True)
    edition = models.PositiveBigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(_("退回理由"), blank=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("发布单")
        verbose_name_plural = _("发布单")
        ordering = ["-pk"]
        permissions = [("emergency_release", _("紧急发布和紧急撤回"))]
        indexes = [
            # What was released between two editions.
            models.Index(fields=["edition"], name="release_edition"),
            models.Index(
                fields=["due_at", "approved_at"],
                name="release_waiting",
                condition=models.Q(state="approved"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def goes_out_at(self) -> datetime | None:
        """The time that is set, or the one before which it must not go; None for at once.

        `scheduled_for` is changed by signers until the set is out, `not_before` by nobody: it
        was asked for at the submission and belongs to the seal.
        """
        return max(filter(None, (self.scheduled_for, self.not_before)), default=None)

    def due_if_set_at(self, now: datetime) -> datetime:
        """When it is due, had its time been set at this moment."""
        return max(self.goes_out_at or now, now)

    @property
    def is_flagged(self) -> bool:
        """An emergency that nobody else has agreed to yet: flagged wherever it is named.

        One that was ended before it went out changed nothing.
        """
        return self.emergency in FLAGGED and self.state != ReleaseState.RETURNED

    @property
    def is_stopped(self) -> bool:
        """Approved, but waiting for a person: it failed, or is overdue by too much (P5)."""
        return self.state == ReleaseState.APPROVED and bool(self.failed_at or self.held_at)


class ReleaseItem(models.Model):
    """A pinned revision of one member: what it would publish, under which address (P3).

    `policy` is the document whose set the member belongs to; `exemption` is asked for on the
    document's own item. A member that is removed or kept pins what is public now.
    `exemption_words` are the reason's words as they were submitted; pins made before there was
    this column have none (`exemption_reason`).
    `digest` is the hex SHA-256 of what publishing the revision would make public;
    `open` says that the release still freezes the page.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="release_items"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="release_items"
    )
    policy = models.ForeignKey(
        "interpretations.PolicyPage", on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(
        _("做什么"), max_length=10, choices=ItemAction, default=ItemAction.PUBLISH
    )
    exemption = models.ForeignKey(
        "interpretations.ExemptionReason",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("免于解读的理由"),
    )
    exemption_words = models.CharField(max_length=60, blank=True)
    exemption_note = models.CharField(_("免于解读的说明"), max_length=200, blank=True)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    slug = models.CharField(max_length=255)
    url_path = models.TextField()
    digest = models.CharField(max_length=64)
    open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("发布单成员")
        verbose_name_plural = _("发布单成员")
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "page"], name="member_once"),
            models.UniqueConstraint(fields=["release", "url_path"], name="member_address_once"),
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(open=True), name="one_open_release_a_page"
            ),
        ]

    @cached_property
    def exemption_reason(self) -> str:
        """Why the document needs no interpretation, in the words that were submitted (P3).

        A pin without these words has them in the ledger, in the line of its submission.
        """
        if self.exemption_words or self.exemption is None:
            return self.exemption_words
        submitted = self.release.ledger.filter(event="submitted").first()
        members = submitted.data["members"] if submitted else []
        written = (member.get("exemption") for member in members if member["page"] == self.page_id)
        return next(filter(None, written), self.exemption.name)


class ReleaseReference(models.Model):
    """Something that a pinned revision reaches: kept from deletion as long as it is pinned.

    `fingerprint` is the digest of the public traits of a file (content hash, title,
    description, credit); empty for what is not a file. `sha256` is the hash of its bytes.
    `last_contribution` is the number of the newest `RowContribution` that was pinned with it.
    """

    item = models.ForeignKey(ReleaseItem, on_delete=models.PROTECT, related_name="references")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    last_contribution = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("发布单引用")
        verbose_name_plural = _("发布单引用")
        indexes = [models.Index(fields=["content_type", "object_id"], name="reference_target")]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "content_type", "object_id"], name="reference_once"
            )
        ]
