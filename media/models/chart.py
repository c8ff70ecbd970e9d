"""Charts as they were drawn: one row for one content, shared by whoever says the same."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChartKind(models.TextChoices):
    """What a chart may look like; what each suits stands in `media.charts.kinds`."""

    COLUMN = "column", _("柱形图")
    BAR = "bar", _("条形图")
    LINE = "line", _("折线图")
    AREA = "area", _("面积图")
    PIE = "pie", _("饼图")
    RING = "ring", _("环形图")
    STACKED = "stacked", _("堆积柱形图")
    COMBINED = "combined", _("柱线组合图（双轴）")
    TILES = "tiles", _("数字卡片")


class ChartDrawing(models.Model):
    """What a pasted table became; never changed: other content is another row.

    `key` is a hash of everything that is shown and of how it is drawn. `file` are the data for
    download; the picture is a row of its own, made when a set is submitted. `table` holds what
    readers see: `{corner, unit, columns: [{label, unit}], rows: [[name, text, …], …]}`.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("图表种类"), max_length=10, choices=ChartKind.choices)
    title = models.CharField(_("标题"), max_length=120)
    description = models.TextField(_("文字说明"))
    table = models.JSONField(_("数据"))
    unit = models.CharField(_("单位"), max_length=30, blank=True)
    source = models.CharField(_("数据来源"), max_length=120, blank=True)
    notes = models.CharField(_("注"), max_length=300, blank=True)
    wide_svg = models.TextField(blank=True)
    narrow_svg = models.TextField(blank=True)
    file = models.FileField(_("数据文件"), upload_to="charts")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("图表")
        verbose_name_plural = _("图表")
        indexes = [models.Index(fields=["file"], name="chart_file")]

    def __str__(self) -> str:
        return self.title

    def public_traits(self) -> dict[str, Any]:
        """Everything that a reader could notice, by name (P3)."""
        names = (
            "key", "kind", "title", "description", "table", "unit", "source", "notes",
            "wide_svg", "narrow_svg",
        )  # fmt: skip
        return {"file": self.file.name, **{name: getattr(self, name) for name in names}}


class ChartPicture(models.Model):
    """The PNG of a drawing, with its title and source; what share buttons and reports take."""

    drawing = models.OneToOneField(ChartDrawing, on_delete=models.CASCADE, related_name="picture")
    file = models.FileField(_("图片文件"), upload_to="charts")

    class Meta:
        verbose_name = _("图表的图片")
        verbose_name_plural = _("图表的图片")
        indexes = [models.Index(fields=["file"], name="chart_picture_file")]

    def __str__(self) -> str:
        return str(self.file)
