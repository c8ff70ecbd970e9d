"""The desk's editor of rich text: Wagtail's, with what it leaves out."""

from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea

from interpretations.models.refusals import Unreadable


class DeskRichTextArea(DraftailRichTextArea):
    """Named in the settings; features are chosen there."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Return what was written as HTML; refuse what the editor never sends."""
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unreadable from error
