"""The words by which sets are sorted; each city edits its own (docs/domain.md)."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Label(models.Model):
    """A named, ordered entry of a list that editors keep."""

    name = models.CharField(_("名称"), max_length=60)
    slug = models.SlugField(_("网址代号"), max_length=60, unique=True)
    sort_order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class TopicQuerySet(models.QuerySet):
    """Topics in the two levels that people know."""

    def as_tree(self) -> "TopicQuerySet":
        """Each topic of the first level before those below it, every level in its order."""
        return self.select_related("parent").order_by(
            Coalesce("parent__sort_order", "sort_order"),
            Coalesce("parent", "pk"),
            F("parent").asc(nulls_first=True),
            "sort_order",
            "pk",
        )


class Topic(Label):
    """主题分类, two levels."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级主题"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent__isnull": True},
    )

    objects = TopicQuerySet.as_manager()

    class Meta(Label.Meta):
        verbose_name = _("主题分类")
        verbose_name_plural = _("主题分类")

    def __str__(self) -> str:
        return f"{self.parent.name} / {self.name}" if self.parent else self.name


class Genre(Label):
    """体裁: 通知, 意见, 办法 …"""

    class Meta(Label.Meta):
        verbose_name = _("体裁")
        verbose_name_plural = _("体裁")


class InterpretationForm(Label):
    """解读形式: 文字解读, 图解, 政策问答 …"""

    suits_major = models.BooleanField(
        _("适合重大政策"),
        default=False,
        help_text=_(
            "发布会、吹风会、访谈、署名文章一类。涉及面广、关注度高、实施难度大、专业性强的"
            "文件，方案里要有其中一种。"
        ),
    )

    class Meta(Label.Meta):
        verbose_name = _("解读形式")
        verbose_name_plural = _("解读形式")


class ExemptionReason(Label):
    """免于解读的理由: 人事任免, 表彰, 单一事项的批复, 转发, 历史文件 …"""

    class Meta(Label.Meta):
        verbose_name = _("免于解读的理由")
        verbose_name_plural = _("免于解读的理由")
