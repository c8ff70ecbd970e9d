"""Horizontal bars: a name at the left, the number at the end of its bar, as long as it takes."""

from media.charts.figures import Figures
from media.charts.layout import (
    UNIT_LINE,
    Frame,
    Layout,
    Spec,
    base,
    is_patterned,
    legend_of,
    number_mark,
    only,
    own_colour,
    rows_of,
    told_apart,
    unit_lines,
)
from media.charts.theme import AXIS, Shape, width_of, wrapped

BAR, BETWEEN, NAME_LINE = 24, 14, 17
WIDEST = {"wide": 190, "narrow": 104}
MOST_LINES = {"wide": 2, "narrow": 3}


def bars(figures: Figures, shape: Shape) -> Layout:
    """Lay out bars; the layout is as high as they need."""
    names, name_room = _names(figures, shape)
    units = unit_lines(figures)
    top = UNIT_LINE if units else 0
    legend, legend_height = legend_of(figures, shape, top)
    rows = rows_of(figures, names)
    drawn_rows = [row for row in rows if row["v"] is not None]
    number_room = max(width_of(row["t"]) for row in drawn_rows) + 14
    lowest = min(0.0, *(row["v"] for row in drawn_rows))
    frame = Frame(name_room, number_room, top + legend_height + 6, 8)
    lines = max(name.count("\n") + 1 for name in names)
    step = max(BAR * len(figures.series) * 0.9 + BETWEEN, lines * NAME_LINE + 10)
    height = step * len(names)
    spec = base(shape, frame, height, rows)
    padding = BETWEEN / step
    spec["encoding"] = {
        "y": {"field": "n", "type": "ordinal", "sort": None,
              "scale": {"type": "band", "paddingInner": padding, "paddingOuter": padding / 2},
              "axis": {"labelExpr": "split(datum.value, '\\n')", "labelLineHeight": NAME_LINE,
                       "domain": lowest == 0}},
    }  # fmt: skip
    spec["layer"] = _layers(figures, drawn_rows, number_room, spec["width"], lowest)
    total_height = round(frame.top + height + frame.bottom)
    return Layout(spec, shape.width, total_height, units, legend, patterned=is_patterned(figures))


def _names(figures: Figures, shape: Shape) -> tuple[list[str], float]:
    widest = WIDEST[shape.name]
    names = told_apart(
        [
            "\n".join(wrapped(label, widest, lines=MOST_LINES[shape.name]))
            for label in figures.labels
        ]
    )
    return names, max(width_of(line) for name in names for line in name.split("\n")) + 12


def _layers(
    figures: Figures, rows: list[Spec], number_room: float, width: float, lowest: float
) -> list[Spec]:
    highest = max(0.0, *(row["v"] for row in rows))
    # Room for the numbers of bars that go to the left.
    overhang = (highest - lowest) * number_room / width if lowest < 0 else 0
    domain = [lowest - overhang, highest or 1 if lowest == 0 else highest]
    x = {"field": "v", "type": "quantitative", "axis": None,
         "scale": {"domain": domain, "nice": False, "zero": False}}  # fmt: skip
    common: Spec = {"x": x}
    if len(figures.series) > 1:
        common["yOffset"] = {"field": "s", "type": "ordinal", "scale": {"paddingInner": 0.08}}
    all_series = only(range(len(figures.series)))
    layers: list[Spec] = [{
        "transform": all_series,
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {**common, "fill": own_colour()},
    }]  # fmt: skip
    if lowest < 0:
        layers.append({"data": {"values": [{"z": 0}]},
                       "mark": {"type": "rule", "stroke": AXIS, "strokeWidth": 1},
                       "encoding": {"y": None, "x": {**x, "field": "z"}}})  # fmt: skip
    for sign, dx, align in ((">=", 6, "left"), ("<", -6, "right")):
        layers.append({
            "transform": [*all_series, {"filter": f"datum.v {sign} 0"}],
            "mark": number_mark(dx=dx, align=align),
            "encoding": {**common, "text": {"field": "t"}},
        })  # fmt: skip
    return layers
