"""Running text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock


class TextBlock(RichTextBlock):
    """Plain explanation with small headings, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("文字")
        template = "blocks/text.html"


class DocumentTextBlock(RichTextBlock):
    """Official text as it was issued, one paragraph a line."""

    class Meta:
        icon = "doc-full"
        label = _("正文段落")
        template = "blocks/document_text.html"
