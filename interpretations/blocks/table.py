"""A table pasted from a spreadsheet or a text document."""

import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue, TextBlock

from interpretations.blocks.merged import MARK_ALONE, MARKS, MergedCell, merged
from media.charts.grid import lines_of

MAX_CELLS = 5000
# What divides the cells of a text that no spreadsheet copied.
OTHER_SEPARATORS = tuple(map(re.compile, ("[,，]", "[;；]", "[|｜]", r"[ \u3000]{2,}")))
LONGEST_HEADING = 10  # characters of a cell in a header that is divided otherwise


class ShownTable(NamedTuple):
    """`head` is the first row, and those that its cells reach down to."""

    head: list[list[MergedCell]]
    body: list[list[MergedCell]]


class TableValue(StructValue):
    """The rows behind the pasted text; the first one is the header."""

    @property
    def lines(self) -> list[list[str]]:
        """Every line with as many cells as were typed, also the empty lines."""
        lines = lines_of(self["cells"])
        return [
            [_without_edges(cell, number) for cell in line] for number, line in enumerate(lines)
        ]

    @property
    def grid(self) -> list[list[str]]:
        rows = [row for row in self.lines if any(row)]
        width = _width(rows)
        if len(rows) * width > MAX_CELLS:
            return rows  # one long line and many short ones would fill the memory
        return [(row + [""] * (width - len(row)))[:width] for row in rows]

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
    """As wide as the header, or as the last cell of a row that holds something."""
    return max([len(row) for row in rows[:1]] + [_filled(row) for row in rows], default=0)


def _filled(row: list[str]) -> int:
    """How many cells a row has up to its last one that is not empty."""
    return max((column for column, cell in enumerate(row, 1) if cell), default=0)


def _without_edges(cell: str, line: int) -> str:
    """A cell without the space around it; below the header an indent shows its rank, and stays.

    Two narrow spaces are as wide as the space of Chinese text, and browsers would fold them.
    """
    bare = cell.strip()
    if not line or not bare or bare in MARKS:
        return bare
    indent = cell[: len(cell) - len(cell.lstrip())].expandtabs(4)
    wide = indent.count("\u3000")
    return "\u3000" * (wide + (len(indent) - wide) // 2) + bare


def _overlong(lines: list[list[str]]) -> tuple[int, int, int] | None:
    """The first row that has more cells than the header: its number from 1, cells, header's."""
    filled = [(number, row) for number, row in enumerate(lines, 1) if any(row)]
    heading = len(filled[0][1])
    for number, row in filled[1:]:
        cells = _filled(row)
        if cells > heading:
            return number, cells, heading
    return None


def _is_divided_otherwise(grid: list[list[str]]) -> bool:
    """Whether each line of a single column has the same other separator, equally often.

    Headings are short: a sentence that has a comma is one cell.
    """
    lines = [row[0].strip() for row in grid if len(row) == 1]
    if len(lines) < len(grid):
        return False
    for sign in OTHER_SEPARATORS:
        headings = sign.split(lines[0])
        are_short = len(headings) > 1 and max(map(len, headings)) <= LONGEST_HEADING
        if are_short and {len(sign.findall(line)) for line in lines} == {len(headings) - 1}:
            return True
    return False


class CellsBlock(TextBlock):
    """Cells as they were pasted: the corner of a table is often empty, and its tab comes first."""

    @cached_property
    def field(self) -> Any:
        field = super().field
        field.strip = False
        return field

    def deconstruct(self) -> tuple[str, Any, Any]:
        """For migrations it is the block that it is."""
        _path, args, options = super().deconstruct()
        return "wagtail.blocks.TextBlock", args, options


class TableBlock(StructBlock):
    """Cells divided by tabs, as every spreadsheet copies them."""

    caption = CharBlock(label=_("表题"), required=False, max_length=120)
    cells = CellsBlock(
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
        if _is_divided_otherwise(grid):
            raise ValidationError(
                _(
                    "只认出一列：各列要用制表符隔开。请在表格软件里选中这些格子，复制后粘贴。"
                    "如果就是一列，表头请不用逗号、分号、竖线和连着的空格。"
                )
            )
        if overlong := _overlong(cleaned.lines):
            row, cells, heading = overlong
            sentence = _(
                "第%(row)d行有%(cells)d格，表头只有%(heading)d格。请补上表头，或者删掉多的。"
            )
            raise ValidationError(sentence % {"row": row, "cells": cells, "heading": heading})
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words as they are pasted; a mark of a merged cell is none."""
        return [MARK_ALONE.sub("", text) for text in super().get_searchable_content(value)]

    class Meta:
        icon = "table"
        label = _("表格")
        template = "blocks/table.html"
        value_class = TableValue
