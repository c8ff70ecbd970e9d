"""图片集: a few pictures, one after the other, paged by scrolling or by links."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock

from media import renditions
from media.blocks.picture import PictureBlock


class GalleryItemBlock(PictureBlock):
    """A picture of a set, shown by the set's own template."""

    class Meta:
        template = None


class GalleryBlock(StructBlock):
    """Pictures that belong together; every one has its own words."""

    title = CharBlock(label=_("标题"), max_length=60)
    items = ListBlock(GalleryItemBlock(label=_("图片")), label=_("图片"), min_num=2, max_num=30)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict:
        """Add `pictures`: each item with the sizes to deliver, where they exist."""
        context = super().get_context(value, parent_context)
        items = [item for item in value["items"] if item.get("image")]
        sizes = renditions.existing_of([item["image"].pk for item in items])
        context["pictures"] = [{"value": item, **sizes.get(item["image"].pk, {})} for item in items]
        return context

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        return {
            "title": value["title"],
            "items": [
                self.child_blocks["items"].child_block.get_api_representation(item, context)
                for item in value["items"]
            ],
        }

    class Meta:
        icon = "copy"
        label = _("图片集")
        template = "blocks/gallery.html"
