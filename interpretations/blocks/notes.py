"""Footnotes and endnotes of a document, behind its text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, TextBlock


class NoteBlock(StructBlock):
    """A note, and what stands for it in the text: ①, [1], *."""

    mark = CharBlock(label=_("注号"), max_length=20, required=False)
    text = TextBlock(label=_("注文"), rows=2)

    class Meta:
        icon = "info-circle"
        label = _("注")


class NotesBlock(ListBlock):
    """The notes in their order, each with its mark as it is printed in the text."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(NoteBlock(), **kwargs)

    class Meta:
        icon = "info-circle"
        label = _("注释")
        template = "blocks/notes.html"
