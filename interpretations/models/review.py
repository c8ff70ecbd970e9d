"""Review chains, which editors keep, and the steps that one release must pass (P4)."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from interpretations.models.kinds import Decision, EmergencyState, ReleaseKind, ReleaseState
from interpretations.models.library import DepartmentQuerySet
from interpretations.models.taxonomy import Genre


class ReviewChain(ClusterableModel):
    """Which steps a release of this kind and genre passes, in which order."""

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(
        _("发布类型"), max_length=20, choices=ReleaseKind, default=ReleaseKind.FIRST
    )
    genres = ParentalManyToManyField(
        Genre, verbose_name=_("只用于这些体裁"), blank=True, help_text=_("不选则用于所有体裁。")
    )
    sort_order = models.PositiveIntegerField(_("排序"), default=0)
    emergency = models.BooleanField(
        _("用于紧急发布的事后审核"),
        default=False,
        help_text=_("紧急发布或紧急撤回以后，由另外的人按这个流程补审。"),
    )
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("审核流程")
        verbose_name_plural = _("审核流程")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class ChainStep(Orderable, ClusterableModel):
    """One step of a chain. Copied into a release at submission; editing it changes no open one."""

    chain = ParentalKey(ReviewChain, on_delete=models.CASCADE, related_name="steps")
    label = models.CharField(_("步骤"), max_length=40)
    groups = ParentalManyToManyField(Group, verbose_name=_("由谁审核"))
    own_department = models.BooleanField(
        _("限本部门"), default=False, help_text=_("只有这组内容所属部门的人可以审核。")
    )
    receiving_department = models.BooleanField(
        _("限接收部门"), default=False, help_text=_("只用于移交：接收部门的人才可以审核。")
    )

    class Meta(Orderable.Meta):
        # Rows that a script writes have no place: one order on every database, or digests differ.
        ordering = ["sort_order", "pk"]
        verbose_name = _("审核步骤")
        verbose_name_plural = _("审核步骤")


class ReviewStepQuerySet(models.QuerySet["ReviewStep"]):
    """The two halves of the rule who may decide (`may_decide`): in whose hands, and free to."""

    def undecided(self) -> "ReviewStepQuerySet":
        return self.filter(decision="")

    def current(self) -> "ReviewStepQuerySet":
        """The first undecided step of each release in review, or reviewed after an emergency."""
        earlier = ReviewStep.objects.undecided().filter(
            release=OuterRef("release"), position__lt=OuterRef("position")
        )
        afterwards = Q(
            release__state=ReleaseState.RELEASED, release__emergency=EmergencyState.UNREVIEWED
        )
        return self.undecided().filter(
            Q(release__state=ReleaseState.IN_REVIEW) | afterwards, ~Exists(earlier)
        )

    def in_hands_of(
        self, user: AbstractUser, departments: DepartmentQuerySet
    ) -> "ReviewStepQuerySet":
        """Steps that the user's groups decide, whatever the user did to the set."""
        if not user.is_active:
            return self.none()
        of_their_groups = self.filter(
            Q(own_department=False) | Q(release__department__in=departments),
            Q(receiving_department=False) | Q(release__target_department__in=departments),
            groups__in=user.groups.all(),
        )
        return self.filter(pk__in=of_their_groups.values("pk"))

    def free_of(self, user: AbstractUser) -> "ReviewStepQuerySet":
        """Steps of releases that this person neither wrote, submitted nor decided a step of (P4).

        A step that a deputy decided for somebody counts as theirs.
        """
        decided = ReviewStep.objects.filter(
            Q(decided_by=user) | Q(on_behalf_of=user), release=OuterRef("release")
        )
        return (
            self.exclude(release__submitted_by=user)
            .exclude(release__authors=user)
            .exclude(Exists(decided))
        )


class ReviewStep(models.Model):
    """One step of one release: who may decide it, and what was decided on which seal."""

    release = models.ForeignKey(
        "interpretations.Release", on_delete=models.PROTECT, related_name="steps"
    )
    position = models.PositiveIntegerField()
    label = models.CharField(_("步骤"), max_length=40)
    groups = models.ManyToManyField(Group, verbose_name=_("由谁审核"), related_name="+")
    group_names = models.CharField(max_length=255, blank=True)
    own_department = models.BooleanField(default=False)
    receiving_department = models.BooleanField(default=False)
    decision = models.CharField(_("结论"), max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="review_steps",
        verbose_name=_("审核人"),
    )
    decided_by_name = models.CharField(max_length=310, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("代谁审核"),
    )
    on_behalf_of_name = models.CharField(max_length=310, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    opinion = models.TextField(_("意见"), blank=True)
    seal = models.CharField(max_length=64, blank=True)

    objects = ReviewStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("发布审核步骤")
        verbose_name_plural = _("发布审核步骤")
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="step_position_once"),
            models.UniqueConstraint(
                fields=["release", "decided_by"],
                condition=models.Q(decided_by__isnull=False),
                name="nobody_decides_twice",
            ),
            models.UniqueConstraint(
                fields=["release", "on_behalf_of"],
                condition=models.Q(on_behalf_of__isnull=False),
                name="nobody_is_stood_in_for_twice",
            ),
        ]

    def __str__(self) -> str:
        return self.label
