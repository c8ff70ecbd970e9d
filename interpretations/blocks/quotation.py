"""The document's own words, quoted in the interpretation."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock


class QuotationBlock(StructBlock):
    """A passage of the policy document, word for word."""

    text = TextBlock(label=_("原文"), rows=3)
    source = CharBlock(label=_("出处"), required=False, help_text=_("例如：第六条"))

    class Meta:
        icon = "openquote"
        label = _("引用原文")
        template = "blocks/quotation.html"
