"""Printing a stored drawing."""

from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from media.charts.markup import PREFIX
from media.models import ChartDrawing

register = template.Library()


@register.simple_tag
def chart_markup(drawing: ChartDrawing, width: str, block: str | None) -> SafeString:
    """Print one width, its ids made its own: two widths stand in one page, the chart twice too.

    `block` is the id of the block in its body, None outside of one.

    The markup was made of known elements and attributes by `media.charts.markup` alone.
    """
    svg = getattr(drawing, f"{width}_svg")
    return mark_safe(svg.replace(PREFIX, f"c{(block or drawing.key)[:8]}{width[0]}"))


@register.simple_tag
def chart_rows(table: dict[str, Any]) -> SafeString:
    """The rows of a table; five hundred of them take a template fifteen times as long."""
    lines = []
    for name, *texts in table["rows"]:
        cells = "".join(f'<td class="number">{escape(text)}</td>' for text in texts)
        lines.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
    return mark_safe("".join(lines))


@register.filter
def tiles(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Turn a table into tiles: `{name, number, unit, more: [(label, text, unit), …]}`."""
    first_column, *other_columns = table["columns"]
    return [
        {
            "name": name,
            "number": number,
            "unit": _beside(first_column["unit"]),
            "more": [
                (column["label"], text, _beside(column["unit"]))
                for column, text in zip(other_columns, texts, strict=True)
            ],
        }
        for name, number, *texts in table["rows"]
    ]


@register.filter
def header(column: dict[str, str]) -> str:
    """A header with its unit; a percent sign stands at the numbers already."""
    unit = _beside(column["unit"])
    return f"{column['label']}（{unit}）" if unit else column["label"]


def _beside(unit: str) -> str:
    return "" if unit == "%" else unit
