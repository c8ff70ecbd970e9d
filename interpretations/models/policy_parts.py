"""What hangs on a policy document: keywords, attachments, relations to other documents."""

from django.db import models
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

    panels = [
        FieldPanel("kind"),
        PageChooserPanel("target"),
        FieldPanel("title"),
        FieldPanel("doc_number"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("相关文件")
        verbose_name_plural = _("相关文件")

    @property
    def target_url(self) -> str | None:
        """The address of a document of ours, only when the public may know it (P7)."""
        if self.target_id and self.target.is_public:
            return self.target.url
        return None
