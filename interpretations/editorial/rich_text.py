"""The desk's editor of rich text: Wagtail's, with what it leaves out."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import DraftailRichTextArea

from interpretations.models.refusals import Unreadable

# What a paste left out or changed (site/static/js/pasted-words.js), as its field says it.
PASTED = {
    "deleted": _("带删除线的、修订中删掉的文字没有贴进来。"),
    "hidden": _("隐藏的文字没有贴进来。"),
    "remarks": _("批注没有贴进来。"),
    "signs": _("有的上标、下标变成了普通文字，请核对。"),
    "table": _("表格变成了一段一段的文字，请删掉它们，另外加一个「表格」来贴。"),
    "picture": _("图片没有贴进来，请另外加一个「图片」来上传。"),
}


class DeskRichTextArea(DraftailRichTextArea):
    """Named in the settings; features are chosen there."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Return what was written as HTML; refuse what the editor never sends."""
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unreadable from error
