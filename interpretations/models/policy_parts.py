"""What hangs on a policy document: keywords, attachments, relations to other documents."""

from django.db import models
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable


class Keyword(TagBase):
    """主题词; free, but kept in one list."""

    free_tagging = True

    class Meta:
        verbose_name = _("主题词")
        verbose_name_plural = _("主题词")


class PolicyTag(ItemBase):
    """A keyword on a policy document."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="tagged")
    content_object = ParentalKey(
        "interpretations.PolicyPage", on_delete=models.CASCADE, related_name="tagged_keywords"
    )

    class Meta:
        # What is pinned has an order: PostgreSQL gives rows back as they lie on the disk.
        ordering = ["pk"]


class PolicyAttachment(Orderable):
    """附件 of a policy document."""

    page = ParentalKey(
        "interpretations.PolicyPage", on_delete=models.CASCADE, related_name="attachments"
    )
    title = models.CharField(_("名称"), max_length=120)
    document = models.ForeignKey(
        "media.SiteDocument",
        verbose_name=_("文件"),
        # Not PROTECT: see `PolicyPage.topic`.
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("title"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        # Rows that a script writes have no place: one order on every database, or digests differ.
        ordering = ["sort_order", "pk"]
        verbose_name = _("附件")
        verbose_name_plural = _("附件")


class PolicyRelation(Orderable):
    """How this document stands to another one, ours or somebody else's."""

    class Kind(models.TextChoices):
        REPEALS = "repeals", _("废止")
        AMENDS = "amends", _("修改")
        FORWARDS = "forwards", _("转发／印发")
        IMPLEMENTS = "implements", _("贯彻落实")

    page = ParentalKey(
        "interpretations.PolicyPage", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(_("关系"), max_length=20, choices=Kind)
    target = models.ForeignKey(
        "interpretations.PolicyPage",
        verbose_name=_("本站文件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(
        _("文件标题"), max_length=200, blank=True, help_text=_("不在本站的文件，写标题。")
    )
    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    effective_on = models.DateField(
        _("从哪天起"),
        null=True,
        blank=True,
        help_text=_("废止、修改从这天起生效；不填就按本文件的施行日期，没有施行日期按公开当天。"),
    )

    panels = [
        FieldPanel("kind"),
        PageChooserPanel("target"),
        FieldPanel("title"),
        FieldPanel("doc_number"),
        FieldPanel("effective_on"),
    ]

    class Meta(Orderable.Meta):
        # Rows that a script writes have no place: one order on every database, or digests differ.
        ordering = ["sort_order", "pk"]
        verbose_name = _("相关文件")
        verbose_name_plural = _("相关文件")


class PlanLine(Orderable):
    """One planned interpretation of the 解读方案: a process paper, never public."""

    page = ParentalKey(
        "interpretations.PolicyPage", on_delete=models.CASCADE, related_name="plan_lines"
    )
    form = models.ForeignKey(
        "interpretations.InterpretationForm",
        verbose_name=_("解读形式"),
        # Not PROTECT: see `PolicyPage.topic`.
        on_delete=models.CASCADE,
        related_name="+",
    )
    channels = models.CharField(
        _("发布渠道"), max_length=120, blank=True, help_text=_("例如：市政府网站、市政务公众号。")
    )
    planned_for = models.DateField(
        _("什么时候"), null=True, blank=True, help_text=_("不填就是和文件同时。")
    )
    speaker = models.CharField(_("谁来解读"), max_length=80, blank=True)
    responsible = models.CharField(_("谁负责"), max_length=80, blank=True)

    panels = [
        FieldPanel("form", widget=Select),
        FieldPanel("channels"),
        FieldPanel("planned_for"),
        FieldPanel("speaker"),
        FieldPanel("responsible"),
    ]

    class Meta(Orderable.Meta):
        # Rows that a script writes have no place: one order on every database, or digests differ.
        ordering = ["sort_order", "pk"]
        verbose_name = _("计划的解读")
        verbose_name_plural = _("计划的解读")
