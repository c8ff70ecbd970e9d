"""A picture with the words for whoever cannot see it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock

from media import renditions
from media.blocks.naming import NamingBlock


class PictureBlock(NamingBlock):
    """A picture, delivered in two sizes that were made beforehand."""

    image = ImageChooserBlock(label=_("图片"))
    alt = TextBlock(
        label=_("替代文字"), rows=2,
        help_text=_("写给看不见图片的人：图里说了什么。"),
    )  # fmt: skip
    caption = CharBlock(label=_("图注"), required=False, max_length=120)
    credit = CharBlock(label=_("来源"), required=False, max_length=80)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict:
        """Add `small` and `large`, the renditions to deliver, where they exist."""
        context = super().get_context(value, parent_context)
        sizes = renditions.existing(value["image"]) if value.get("image") else {}
        context["small"], context["large"] = sizes.get("small"), sizes.get("large")
        return context

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        """The words, and the addresses of both sizes."""
        representation, image = super().get_api_representation(value, context), value.get("image")
        if image is None:
            return representation
        sizes = renditions.existing(image)
        return {
            **representation, "credit": value["credit"] or image.credit, "rights": image.rights,
            "made_by_ai": image.made_by_ai,
            "sizes": {
                name: {"url": rendition.url, "width": rendition.width, "height": rendition.height}
                for name, rendition in sizes.items()
            },
        }  # fmt: skip

    class Meta:
        icon = "image"
        label = _("图片")
        template = "blocks/picture.html"
