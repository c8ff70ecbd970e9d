"""A table pasted from a spreadsheet or a text document."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue, TextBlock

from interpretations.blocks.merged import MARK_ALONE, MergedCell, merged
from media.charts.grid import lines_of

MAX_CELLS = 5000


class ShownTable(NamedTuple):
    """`head` is the first row, and those that its cells reach down to."""

    head: list[list[MergedCell]]
    body: list[list[MergedCell]]


class TableValue(StructValue):
    """The rows behind the pasted text; the first one is the header."""

    @property
    def grid(self) -> list[list[str]]:
        lines = [[cell.strip() for cell in line] for line in lines_of(self["cells"])]
        rows = [line for line in lines if any(line)]
        width = _width(rows)
        if len(rows) * width > MAX_CELLS:
            return rows  # one long line and many short ones would fill the memory
        return [row + [""] * (width - len(row)) for row in rows]

    @property
    def shown(self) -> ShownTable:
        """The table as it is shown, merged cells with their room."""
        rows = merged(self.grid)
        height = max((cell.rowspan for cell in rows[0]), default=1) if rows else 0
        return ShownTable(rows[:height], rows[height:])

    @property
    def header(self) -> list[str]:
        return self.grid[0] if self.grid else []

    @property
    def rows(self) -> list[list[str]]:
        return self.grid[1:]


def _width(rows: list[list[str]]) -> int:
    return max((len(row) for row in rows), default=0)


class TableBlock(StructBlock):
    """Cells divided by tabs, as every spreadsheet copies them."""

    caption = CharBlock(label=_("表题"), required=False, max_length=120)
    cells = TextBlock(
        label=_("表格内容"),
        rows=6,
        help_text=_(
            "从表格软件复制后直接粘贴；第一行是表头，各列用制表符隔开。"
            "合并的格子：和左边一格合并的写 <<，和上边一格合并的写 ^^。"
        ),
    )

    def clean(self, value: Any) -> Any:
        """Refuse what is no table, saying why."""
        cleaned = super().clean(value)
        grid = cleaned.grid
        if len(grid) < 2:
            raise ValidationError(_("表格至少要有表头和一行内容。"))
        if len(grid) * _width(grid) > MAX_CELLS:
            raise ValidationError(_("表格太大，请改为附件。"))
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words as they are pasted; a mark of a merged cell is none."""
        return [MARK_ALONE.sub("", text) for text in super().get_searchable_content(value)]

    class Meta:
        icon = "table"
        label = _("表格")
        template = "blocks/table.html"
        value_class = TableValue
