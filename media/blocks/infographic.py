"""一图读懂: one tall picture in slices, with everything it says as text (decision 0032)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.images.blocks import ImageChooserBlock

from media import renditions, slices
from media.blocks.naming import NamingBlock
from media.models import SlicedPicture
from media.serving import stored_size_and_time


class InfographicBlock(NamingBlock):
    """A tall picture; who cannot see it reads the long text instead."""

    image = ImageChooserBlock(label=_("长图"))
    alt = CharBlock(
        label=_("替代文字"), max_length=120,
        help_text=_("写给看不见图片的人：这张图讲什么，用一句短话。"),
    )  # fmt: skip
    long_description = RichTextBlock(
        label=_("文字说明"),
        features=["h4", "bold", "ol", "ul", "link"],
        help_text=_("图里说了什么，都写在这里：看不见图的人读的就是它。"),
    )
    caption = CharBlock(label=_("图注"), required=False, max_length=120)
    credit = CharBlock(label=_("来源"), required=False, max_length=80)

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        """Say that the picture is shown in slices; they are cut after the draft is saved."""
        if value.get("image"):
            slices.order(value["image"])
        return super().get_prep_value(value)

    def extract_references(self, value: Any) -> Iterator[tuple]:
        """Name the slices too, so that releases pin, freeze and deliver them (P3, P7)."""
        yield from super().extract_references(value)
        if value.get("image"):
            yield SlicedPicture, str(slices.order(value["image"]).pk), "", ""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict:
        """Add `shown`, the slices; `size` of the whole in bytes, None where its file is lost;
        and `large`, what a preview shows before they are cut.
        """
        context = super().get_context(value, parent_context)
        if image := value.get("image"):
            shown = context["shown"] = slices.shown(image)
            context["size"] = shown.whole and _size(shown.whole)
            if not shown.pairs:
                context["large"] = renditions.existing(image).get("large")
        return context

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        """What a program can use: the addresses, and the words in their place."""
        image = value.get("image")
        shown = slices.shown(image) if image else slices.Shown([], None)
        return {
            "alt": value["alt"], "description": value["long_description"].source,
            "caption": value["caption"],
            "credit": value["credit"] or (image.credit if image else ""),
            "rights": image.rights if image else "",
            "made_by_ai": bool(image and image.made_by_ai),
            "whole": _representation(shown.whole) if shown.whole else None,
            "slices": [
                {
                    "wide": _representation(wide),
                    "narrow": _representation(narrow) if narrow else None,
                }
                for wide, narrow in shown.pairs
            ],
        }  # fmt: skip

    class Meta:
        icon = "image"
        label = _("一图读懂")
        template = "blocks/infographic.html"
        form_classname = "struct-block infographic-editor"
        form_attrs = {"data-controller": "infographic-editor"}


def _representation(piece: Any) -> dict[str, Any]:
    return {"url": piece.file.url, "width": piece.width, "height": piece.height}


def _size(piece: Any) -> int | None:
    size_and_time = stored_size_and_time(piece.file.name)
    return size_and_time and size_and_time[0]
