"""政策文件: the official text with its metadata (docs/domain.md, Metadata)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.forms import Select
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, Revision
from wagtail.query import PageQuerySet

from chinese.numbers import number_key
from interpretations.blocks import PolicyBody
from interpretations.models.clause_panels import ClauseStatesPanel
from interpretations.models.clauses import settle
from interpretations.models.draft import Saving
from interpretations.models.library import DepartmentPage
from interpretations.models.managed import ManagedPage
from interpretations.models.page_form import PolicyPageForm
from interpretations.models.panels import SetPanel
from interpretations.models.publication import Exemption, Explanation
from interpretations.models.taxonomy import Genre, Topic

PLAN_MARKS = ("wide_reach", "high_attention", "hard_to_carry_out", "highly_specialized")


class PolicyQuerySet(PageQuerySet):
    """Documents as the public may see them."""

    def public(self) -> "PolicyQuerySet":
        """Released documents that have a released interpretation, or none by exemption (P1)."""
        explained = Explanation.objects.filter(policy=OuterRef("pk"), page__live=True)
        exempt = Exemption.objects.filter(page=OuterRef("pk"))
        return self.filter(Exists(explained) | Exists(exempt), live=True, publication__isnull=False)


class PolicyPage(ManagedPage):
    """A policy document; its interpretations are its children in the tree."""

    class Openness(models.TextChoices):
        PUBLIC = "public", _("主动公开")
        ON_REQUEST = "on_request", _("依申请公开")
        CLOSED = "closed", _("不予公开")

    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    doc_number_key = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    index_number = models.CharField(_("索引号"), max_length=40, blank=True)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("主题分类"),
        null=True,
        blank=True,
        # Not PROTECT: a draft whose entry is gone could not be opened any more. The guard
        # keeps what a frozen or public page uses.
        on_delete=models.SET_NULL,
        related_name="+",
    )
    keywords = ClusterTaggableManager(
        verbose_name=_("主题词"), through="interpretations.PolicyTag", blank=True
    )
    genre = models.ForeignKey(
        Genre, verbose_name=_("体裁"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    issuers = models.TextField(_("发文机关"), blank=True, help_text=_("联合发文时每行写一个机关。"))
    recipients = models.TextField(_("主送机关"), blank=True)
    date_written = models.DateField(_("成文日期"), null=True, blank=True)
    date_effective = models.DateField(_("施行日期"), null=True, blank=True)
    date_expires = models.DateField(_("失效日期"), null=True, blank=True)
    openness = models.CharField(
        _("公开属性"), max_length=20, choices=Openness, default=Openness.PUBLIC
    )
    openness_reason = models.CharField(
        _("不主动公开的依据"), max_length=200, blank=True,
        help_text=_("依申请公开或不予公开的，写明法律依据。"),
    )  # fmt: skip
    external = models.BooleanField(
        _("上级政策"),
        default=False,
        help_text=_("上级机关的文件：不放正文，写明来源网址，公众从这里去看原文。"),
    )
    source_url = models.URLField(_("原文网址"), blank=True)
    body = StreamField(PolicyBody(), verbose_name=_("正文"), blank=True)
    # Chosen when a revision is saved, by nobody's hand (decision 0088); see `clauses_of`.
    clause_identities = models.JSONField(default=list, blank=True, editable=False)
    clauses_retired = models.JSONField(default=list, blank=True, editable=False)
    # Identities of clauses that explain themselves (自明), as the drafter declares.
    clauses_self_evident = models.JSONField(_("自明的条款"), default=list, blank=True)
    responsible_editor = models.CharField(_("责任编辑"), max_length=40, blank=True)
    information_source = models.CharField(_("信息来源"), max_length=80, blank=True)

    # 解读方案: reviewed with the document, never shown to the public.
    plan_outline = models.TextField(
        _("解读提纲"), blank=True, help_text=_("背景、要点、群众最可能问什么。")
    )
    plan_responsible = models.CharField(_("方案负责人"), max_length=80, blank=True)
    wide_reach = models.BooleanField(_("涉及面广"), default=False)
    high_attention = models.BooleanField(_("关注度高"), default=False)
    hard_to_carry_out = models.BooleanField(_("实施难度大"), default=False)
    highly_specialized = models.BooleanField(_("专业性强"), default=False)
    plan_reason = models.CharField(
        _("不开发布会等的理由"), max_length=200, blank=True,
        help_text=_("有以上标记，方案里又没有发布会、吹风会、访谈、署名文章的，写明理由。"),
    )  # fmt: skip

    base_form_class = PolicyPageForm
    objects = PageManager.from_queryset(PolicyQuerySet)()

    # A copy is another document: its clauses are others.
    exclude_fields_in_copy = ["clause_identities", "clauses_retired"]

    parent_page_types = ["interpretations.DepartmentPage"]
    subpage_types = ["interpretations.InterpretationPage"]
    template = "interpretations/policy_page.html"

    content_panels = [
        SetPanel(heading=_("这组内容")),
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("doc_number"), FieldPanel("index_number")]),
                FieldPanel("issuers"),
                FieldRowPanel(
                    [FieldPanel("topic", widget=Select), FieldPanel("genre", widget=Select)]
                ),
                FieldPanel("keywords"),
                FieldRowPanel(
                    [
                        FieldPanel("date_written"),
                        FieldPanel("date_effective"),
                        FieldPanel("date_expires"),
                    ]
                ),
                FieldRowPanel([FieldPanel("openness"), FieldPanel("openness_reason")]),
                FieldRowPanel([FieldPanel("external"), FieldPanel("source_url")]),
            ],
            heading=_("文件信息"),
        ),
        FieldPanel("recipients"),
        FieldPanel("body"),
        ClauseStatesPanel(heading=_("条款")),
        InlinePanel("attachments", label=_("附件")),
        InlinePanel("relations", label=_("相关文件")),
        FieldRowPanel([FieldPanel("responsible_editor"), FieldPanel("information_source")]),
        MultiFieldPanel(
            [
                FieldPanel("plan_outline"),
                FieldPanel("plan_responsible"),
                InlinePanel("plan_lines", label=_("计划的解读")),
                FieldRowPanel([FieldPanel(mark) for mark in PLAN_MARKS]),
                FieldPanel("plan_reason"),
            ],
            heading=_("解读方案（不公开，和文件一起审）"),
        ),
        FieldPanel("formerly_published_at"),
    ]

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")
        # The front page looks for what takes effect this month, and shows the first few.
        indexes = [models.Index(fields=["date_effective"], name="policy_date_effective")]

    def clean(self) -> None:
        """Check dates and openness; fill the key of the file number, never its text."""
        super().clean()
        self.doc_number_key = number_key(self.doc_number)
        errors = {}
        if self.date_expires and self.date_effective and self.date_expires < self.date_effective:
            errors["date_expires"] = _("失效日期早于施行日期，请核对。")
        if self.openness != self.Openness.PUBLIC and not self.openness_reason.strip():
            errors["openness_reason"] = _("请写明不主动公开的法律依据。")
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a draft, and write down what lists of drafts ask for: file number, former date.

        Wagtail keeps a draft's fields in its revision alone; these columns are for warning
        other drafters of a number, and for finding what is to be migrated.
        """
        self.doc_number_key = number_key(self.doc_number)  # a script may save without cleaning
        revision = super().save_revision(*args, **kwargs)
        drafts = type(self).objects.filter(pk=self.pk, live=False)
        drafts.update(
            doc_number_key=number_key(self.doc_number),
            formerly_published_at=self.formerly_published_at,
        )
        return revision

    def settle(self, saving: Saving) -> None:
        super().settle(saving)
        settle(self, saving.before, saving.reverted.content if saving.reverted else None)
        known = [entry["id"] for entry in (*self.clause_identities, *self.clauses_retired)]
        ticked: Any = self.clauses_self_evident
        # Whatever wrote the list: each clause of this text once, and nothing that is none.
        self.clauses_self_evident = (
            [one for at, one in enumerate(ticked) if one in known and one not in ticked[:at]]
            if isinstance(ticked, list)
            else []
        )

    @property
    def issuer_list(self) -> list[str]:
        """发文机关, one a line, as printed."""
        return [line.strip() for line in self.issuers.splitlines() if line.strip()]

    @cached_property
    def department(self) -> DepartmentPage | None:
        """责任部门: who looks after the document today."""
        return DepartmentPage.objects.ancestor_of(self).first()

    @property
    def needs_interpretation(self) -> bool:
        """Whether P1 asks for an interpretation: unless a release has granted an exemption."""
        return not Exemption.objects.filter(page=self.pk).exists()

    @property
    def plan_marks(self) -> list[str]:
        """The labels of the marks that ask for a conference, briefing, interview or article."""
        return [
            str(self._meta.get_field(mark).verbose_name)
            for mark in PLAN_MARKS
            if getattr(self, mark)
        ]

    @property
    def is_public(self) -> bool:
        return type(self).objects.public().filter(pk=self.pk).exists()
