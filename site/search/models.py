"""What the public can find, written by releases alone, and the words that help to find it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """The displayed text of one released page.

    Pages are named by number, not by foreign key: search is a lower layer than pages.
    The full text lives beside this table, in the shape its database prefers: see `sqlite.py`
    and `postgresql.py`. It can be made again from these columns.
    """

    class Kind(models.TextChoices):
        """What a page is to its set."""

        POLICY = "policy", _("政策文件")
        INTERPRETATION = "interpretation", _("解读")

    page_id = models.IntegerField(_("页面编号"), primary_key=True)
    set_id = models.IntegerField(_("所属政策文件编号"), db_index=True)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    title = models.TextField(_("标题"))
    number = models.TextField(_("发文字号"), blank=True)
    number_key = models.CharField(_("发文字号检索键"), max_length=64, blank=True, db_index=True)
    body = models.TextField(_("正文"), blank=True)

    class Meta:
        verbose_name = _("检索条目")
        verbose_name_plural = _("检索条目")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["policy", "interpretation"]),
                name="search_entry_known_kind",
            )
        ]

    def __str__(self) -> str:
        return self.title


class WordGroup(models.Model):
    """Words that a reader may use for each other, or words that only ask: kept by the office."""

    class Kind(models.TextChoices):
        """What a group of words is for."""

        SAME = "same", _("意思相同的词")
        ASKING = "asking", _("提问的词（搜索时可以不管）")

    kind = models.CharField(_("类别"), max_length=8, choices=Kind, default=Kind.SAME)
    words = models.TextField(_("词语"), help_text=_("用顿号隔开，例如：医保、医疗保险、医疗保障。"))

    class Meta:
        verbose_name = _("检索词表")
        verbose_name_plural = _("检索词表")
        ordering = ["-kind", "pk"]

    def __str__(self) -> str:
        return self.words[:60]
