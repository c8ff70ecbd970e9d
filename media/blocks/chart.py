"""A chart from a pasted table: drawn when it is saved, printed when it is read (decision 0031)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BlockGroup,
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    StructBlock,
    StructValue,
    TextBlock,
)
from wagtail.blocks.struct_block import StructBlockValidationError

from media.blocks.chart_drawing import DrawingBlock
from media.charts.draw import draw
from media.charts.figures import DECIMALS, ChartOptions
from media.charts.grid import TableRefused
from media.charts.kinds import ChartKind
from media.charts.render_client import DrawingError
from media.examine.characters import storable

SCALES = [("none", _("照原样")), ("wan", _("以万计")), ("yi", _("以亿计"))]
DECIMAL_CHOICES = [(count, format_lazy(_("{} 位"), count)) for count in DECIMALS]
NOT_DRAWN = _("图这一次没有画成，数据没有问题。请再保存一次。")


class ChartValue(StructValue):
    """What the editor holds: the pasted text, the options, and the drawing made of them."""

    @property
    def options(self) -> ChartOptions:
        """The options beside the text, empty ones as empty strings."""
        names = (
            "kind", "title", "description", "unit", "scale", "decimals", "highlight", "source",
            "notes",
        )  # fmt: skip
        texts = {name: storable(str(self.get(name) or "")).strip() for name in names}
        return ChartOptions(**texts, transposed=bool(self.get("transposed")))


class ChartBlock(StructBlock):
    """A pasted table and how it shall look."""

    title = CharBlock(label=_("标题"), max_length=60, help_text=_("图说明什么，用一句短话。"))
    data = TextBlock(
        label=_("数据"),
        rows=7,
        help_text=_(
            "从 Excel、WPS 或 Word 里复制表格后粘贴，也可以选 CSV 或 XLSX 文件。"
            "第一行是表头，第一列是名称；单位写在表头的括号里，例如「人数（万人）」。"
        ),
    )
    kind = ChoiceBlock(
        label=_("种类"), choices=ChartKind.choices, required=False,
        help_text=_("不选就按数据自动选。"),
    )  # fmt: skip
    highlight = CharBlock(
        label=_("突出显示"), required=False, max_length=120,
        help_text=_("表里的名称，几个之间用顿号隔开。"),
    )  # fmt: skip
    description = TextBlock(
        label=_("文字说明"), required=False, rows=2, max_length=600,
        help_text=_("读给看不见图的人听：图里说了什么。不填就由数据生成。"),
    )  # fmt: skip
    source = CharBlock(label=_("数据来源"), required=False, max_length=120)
    notes = CharBlock(label=_("注"), required=False, max_length=300)
    unit = CharBlock(
        label=_("单位"), required=False, max_length=14, help_text=_("表头里没有单位时填写。")
    )
    scale = ChoiceBlock(
        label=_("大数"),
        choices=SCALES,
        required=False,
        help_text=_("不选：十万以上以万计，一亿以上以亿计。"),
    )
    decimals = ChoiceBlock(
        label=_("小数"),
        choices=DECIMAL_CHOICES,
        required=False,
        help_text=_("不选：照数据，最多两位。"),
    )
    transposed = BooleanBlock(label=_("行列互换"), required=False)
    drawing = DrawingBlock(required=False)

    def clean(self, value: Any) -> Any:
        """Draw; refuse what cannot be drawn, saying which cell and why."""
        cleaned = super().clean(value)
        cleaned["drawing"] = None
        if not cleaned["data"].strip():
            return cleaned  # a draft may be saved without; the field itself asks for it later
        try:
            cleaned["drawing"] = draw(cleaned["data"], cleaned.options)
        except TableRefused as refusal:
            raise StructBlockValidationError(
                {"data": ValidationError(str(refusal), code="table")}
            ) from refusal
        except DrawingError as error:
            raise StructBlockValidationError({"data": ValidationError(NOT_DRAWN)}) from error
        return cleaned

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        """Draw for code that builds pages without a form; what cannot be drawn has no drawing."""
        if isinstance(value, ChartValue) and value.get("data") and not value.get("drawing"):
            try:
                value["drawing"] = draw(value["data"], value.options)
            except (TableRefused, DrawingError):
                value["drawing"] = None
        return super().get_prep_value(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Title and description; the cells would only be noise in an excerpt."""
        drawing = value.get("drawing")
        return [value["title"], drawing.description if drawing else value["description"]]

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        """What a program can use: the numbers, and the two files of the page."""
        drawing = value.get("drawing")
        if drawing is None:
            return {"title": value["title"]}
        picture = getattr(drawing, "picture", None)
        return {
            "title": drawing.title, "kind": drawing.kind, "description": drawing.description,
            "unit": drawing.unit, "source": drawing.source, "notes": drawing.notes,
            "table": drawing.table, "csv": drawing.file.url,
            "png": picture.file.url if picture else None,
        }  # fmt: skip

    class Meta:
        icon = "view"
        label = _("图表")
        template = "blocks/chart.html"
        value_class = ChartValue
        form_classname = "struct-block chart-editor"
        form_attrs = {"data-controller": "chart-editor"}
        form_layout = [
            "title",
            "data",
            "kind",
            "highlight",
            "description",
            "source",
            "notes",
            BlockGroup(
                children=["unit", "scale", "decimals", "transposed"],
                heading=_("数字怎么写"),
                classname="collapsed",
            ),
            "drawing",
        ]
