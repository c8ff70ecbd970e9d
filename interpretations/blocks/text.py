"""Running text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText

from interpretations.blocks.anchors import anchored


class TextBlock(RichTextBlock):
    """Plain explanation with small headings, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("文字")
        template = "blocks/text.html"


class DocumentTextBlock(RichTextBlock):
    """Official text as it was issued, one paragraph a line.

    `anchors` of the context are the addresses of the clauses that begin in this block.
    """

    def get_context(
        self, value: RichText, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        if anchors := context.get("anchors"):
            context["value"] = RichText(anchored(value.source, anchors))
        return context

    class Meta:
        icon = "doc-full"
        label = _("正文段落")
        template = "blocks/document_text.html"
