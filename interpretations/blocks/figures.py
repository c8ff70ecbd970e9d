"""The two or three numbers that a citizen wants, set large (docs/look.md, Numbers)."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock


class FigureBlock(StructBlock):
    """One number with its unit and what it counts."""

    value = CharBlock(label=_("数字"), max_length=20)
    unit = CharBlock(label=_("单位"), max_length=10, required=False)
    label = CharBlock(label=_("说明"), max_length=30)

    class Meta:
        icon = "order"
        label = _("数字")


class FiguresBlock(ListBlock):
    """Up to four numbers side by side."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(FigureBlock(), max_num=4, **kwargs)

    class Meta:
        icon = "order"
        label = _("关键数字")
        template = "blocks/figures.html"
