"""A file that belongs to the interpretation."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock
from wagtail.documents.blocks import DocumentChooserBlock

from media.blocks.naming import NamingBlock


class AttachmentBlock(NamingBlock):
    """A file to download, with a name that says what it is."""

    title = CharBlock(label=_("名称"), max_length=120)
    document = DocumentChooserBlock(label=_("文件"))

    class Meta:
        icon = "doc-empty"
        label = _("附件")
        template = "blocks/attachment.html"
