"""The desk's editor of rich text: Wagtail's, with what it leaves out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import DraftailRichTextArea

from interpretations.editorial.contentstate import Known, MisreadContent, read
from interpretations.editorial.contentstate_html import html_of

# What a paste left out or changed (site/static/js/pasted-words.js), as its field says it.
PASTED = {
    "deleted": _("带删除线的、修订中删掉的文字没有贴进来。"),
    "hidden": _("隐藏的文字没有贴进来。"),
    "unseen": _("有的文字在原文里几乎看不见，已照样贴进来，请看是不是要留。"),
    "styles": _("网页的样式没有全部读懂，原来隐藏的文字可能贴了进来，请核对。"),
    "remarks": _("批注没有贴进来。"),
    "signs": _("有的上标、下标变成了普通文字，请核对。"),
    "formula": _("公式只取了文字，请核对。"),
    "unread": _("表单里填的、图形里写的文字没有贴进来，请核对。"),
    "media": _("视频、音频或嵌入的内容没有贴进来，请另外添加。"),
    "table": _("表格变成了一段一段的文字，请删掉它们，另外加一个「表格」来贴。"),
    "picture": _("图片没有贴进来，请另外加一个「图片」来上传。"),
}
# «atomic» is for pictures and rules, which are blocks of their own here.
NO_TYPES = frozenset({"atomic", "fallback", "FALLBACK"})
MISREAD = _("这段文字送来的格式不对，没有保存。请在编辑框里重新输入。")


class MisreadText(str):
    """What was posted and is no text of the editor, as a paragraph of HTML to show it again.

    A widget's value is asked for where nobody catches a `ValidationError`, in forms and blocks
    alike; fields of characters begin their cleaning with `str()`, and there it is caught.
    """

    __slots__ = ()

    def __str__(self) -> str:
        raise ValidationError(MISREAD, code="misread")

    @property
    def shown(self) -> str:
        """The same as an ordinary text."""
        return "".join(self)


class DeskRichTextArea(DraftailRichTextArea):
    """Named in the settings; features are chosen there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exporter = self.converter.exporter
        names = (exporter.block_options, exporter.style_options, exporter.entity_options)
        self.known = Known(*(frozenset(options) - NO_TYPES for options in names))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Return what was written as HTML; what the editor never sends is refused by its field."""
        posted = data.get(name)
        if posted is None:
            return None
        try:
            return html_of(read(posted, self.known), self.converter.exporter.render)
        except MisreadContent:
            return MisreadText(f"<p>{escape(posted)}</p>")

    def format_value(self, value: Any) -> str:
        """Return a stored text in the editor's form."""
        return super().format_value(value.shown if isinstance(value, MisreadText) else value)
