"""What the public can find: one row for each released page, written by releases alone."""

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
