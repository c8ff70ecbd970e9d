"""Pies and rings: slices at one side, a line for each at the other; below each other on phones."""

import math
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from media.charts import theme
from media.charts.figures import Figures
from media.charts.kinds import ChartKind
from media.charts.layout import Frame, Layout, Share, Spec, base, number_mark
from media.charts.numbers import write_number
from media.charts.theme import Shape, wrapped

RADIUS = {"wide": 124, "narrow": 112}
OUT = 8  # how far a highlighted slice stands out
LINE = 30
WRITTEN = 0.07  # of the whole: a smaller slice has no room for its share
BETWEEN = 56


def parts(figures: Figures, shape: Shape) -> Layout:
    """Lay out a pie or a ring with its lines."""
    radius = RADIUS[shape.name]
    series = figures.series[0]
    values = [value or 0 for value in series.values]
    total = sum(values)
    rows = [_slice(figures, place, values, total, radius) for place in range(len(values))]
    size = 2 * (radius + OUT)
    lines_height = len(rows) * LINE
    if shape.is_narrow:
        frame = Frame((shape.width - size) / 2, (shape.width - size) / 2, 4, lines_height + 18)
        x, y, height = 0.0, size + 18.0, size + 22.0 + lines_height
    else:
        frame = Frame(8, shape.width - size - 8, 8, 8)
        x, height = size + BETWEEN, float(size + 16)
        y = max(8.0, (height - lines_height) / 2)
    spec = base(shape, frame, size, rows)
    spec["layer"] = _layers(figures, radius)
    is_percent = figures.unit == "%"
    shares = [
        Share(place, label, f"{series.texts[place]} {'' if is_percent else series.unit}".strip(),
              "" if is_percent else _share(values[place], total), label in figures.highlighted,
              x, y + place * LINE, shape.width - x)
        for place, label in enumerate(figures.labels)
    ]  # fmt: skip
    return Layout(spec, shape.width, round(height), shares=shares, patterned=True)


def _slice(
    figures: Figures, place: int, values: Sequence[float], total: float, radius: int
) -> Spec:
    """A slice with its angles, clockwise from the top."""
    value, strong = values[place], figures.labels[place] in figures.highlighted
    unit_angle = 2 * math.pi / total
    start = sum(values[:place]) * unit_angle
    return {
        "i": place, "f": theme.SERIES[place], "h": strong, "r": radius + (OUT if strong else 0),
        "a": start, "e": start + value * unit_angle, "m": start + value * unit_angle / 2,
        "t": _share(value, total) if value >= total * WRITTEN else "",
    }  # fmt: skip


def _share(value: float, total: float) -> str:
    share = Decimal(str(value)) / Decimal(str(total)) * 100
    return f"{write_number(share, 0 if share == round(share) else 1)}%"


def _layers(figures: Figures, radius: int) -> list[Spec]:
    is_ring = figures.kind == ChartKind.RING
    inner = round(radius * 0.58) if is_ring else 0
    unscaled = {"type": "quantitative", "scale": None}
    text_radius = (radius + inner) / 2 if is_ring else radius * 0.68
    layers: list[Spec] = [
        {"mark": {"type": "arc", "innerRadius": inner, "stroke": theme.PAPER, "strokeWidth": 2},
         "encoding": {"theta": {"field": "a", **unscaled}, "theta2": {"field": "e"},
                      "radius": {"field": "r", **unscaled},
                      "fill": {"field": "f", "type": "nominal", "scale": None}}},
        {"transform": [{"filter": "datum.t !== ''"}],
         "mark": number_mark(radius=text_radius, strokeWidth=4),
         "encoding": {"theta": {"field": "m", **unscaled}, "text": {"field": "t"}}},
    ]  # fmt: skip
    return layers + _middle(figures) if is_ring else layers


def _middle(figures: Figures) -> list[Spec]:
    """What the ring is about; the sum where the parts are no shares already."""
    series = figures.series[0]
    if series.unit == "%":
        lines = [(wrapped(series.label, 120, lines=1)[0], theme.SIZE, "bold", 0)]
    else:
        caption = _("合计（%s）") % series.unit if series.unit else _("合计")
        total = write_number(sum(map(to_decimal, series.values), Decimal()), series.decimals)
        lines = [(total, 24, "bold", -8), (caption, theme.SMALL, "normal", 18)]
    return [
        {"data": {"values": [{}]},
         "mark": {"type": "text", "text": text, "fontSize": size, "fontWeight": weight, "dy": dy,
                  "baseline": "middle", "strokeWidth": 0}}
        for text, size, weight, dy in lines
    ]  # fmt: skip


def to_decimal(value: float | None) -> Decimal:
    return Decimal(str(value or 0))
