"""Columns, lines, areas, piles, and columns with lines: names below, numbers at the side."""

from collections.abc import Sequence

from media.charts import theme
from media.charts.figures import Figures
from media.charts.kinds import ChartKind
from media.charts.layout import (
    NAME_LINE,
    UNIT_LINE,
    Frame,
    Layout,
    Names,
    Spec,
    axis_room,
    base,
    colour_of,
    is_patterned,
    legend_of,
    names_axis,
    names_below,
    number_mark,
    only,
    own_colour,
    rows_of,
    unit_lines,
    value_axis,
)
from media.charts.theme import Shape, width_of

ABOVE = 18  # the number on the highest mark
WIDEST_BAR = 64
DOTS = 26  # points on a line that are still told apart
CLOSE = 0.1  # of the height: numbers nearer than this would cover each other
ROOM_IN_PILE = 17
ON_POINTS = (ChartKind.LINE, ChartKind.AREA)


def cartesian(figures: Figures, shape: Shape) -> Layout:
    """Lay out a chart whose values stand on a vertical axis."""
    kind, all_series = figures.kind, range(len(figures.series))
    right = _right_side(figures) if kind == ChartKind.COMBINED else []
    left = [place for place in all_series if place not in right]
    lines = list(all_series) if kind == ChartKind.LINE else right
    is_piled = kind == ChartKind.STACKED or (kind == ChartKind.AREA and len(figures.series) > 1)
    units = unit_lines(figures, figures.series[right[0]] if right else None)
    top = UNIT_LINE if units else 0
    legend, legend_height = legend_of(figures, shape, top, lines, right)
    left_room = axis_room([figures.series[p] for p in left], is_piled)
    right_room = axis_room([figures.series[p] for p in right]) if right else 10.0
    if kind in ON_POINTS:
        right_room = max(width_of(series.texts[-1]) for series in figures.series) / 2 + 4
    names = names_below(figures, shape.width - left_room - right_room)
    right_room = max(right_room, _overhang(figures, names, shape.width - left_room - right_room))
    room = shape.width - left_room - right_room
    frame = Frame(left_room, right_room, top + legend_height + ABOVE, names.lines * NAME_LINE + 14)
    height = shape.height - ABOVE
    rows = rows_of(figures, names.all)
    spec = base(shape, frame, height, rows)
    spec["encoding"] = {"x": _x(figures, names, room, len(left))}
    spec["layer"] = _layers(figures, shape, room, height, rows, left, right)
    if right:
        spec["resolve"] = {"scale": {"y": "independent"}}
    total_height = round(frame.top + height + frame.bottom)
    return Layout(spec, shape.width, total_height, units, legend, patterned=is_patterned(figures))


def _overhang(figures: Figures, names: Names, room: float) -> float:
    """How far the last name reaches beyond the end of the axis."""
    step = room / len(figures.labels)
    half = max(map(width_of, names.shown[-1].split("\n"))) / 2
    return half - step * (_edge(figures) if figures.kind in ON_POINTS else 0.5) + 2


def _edge(figures: Figures) -> float:
    """The room beside the first and the last point, in steps."""
    if figures.kind == ChartKind.AREA:
        return 0.05
    return 0.3 if len(figures.labels) < DOTS else 0.1


def _right_side(figures: Figures) -> list[int]:
    """Series whose unit is not the first one's; where all agree, the last."""
    first_unit = figures.series[0].unit
    places = [place for place, series in enumerate(figures.series) if series.unit != first_unit]
    return places or [len(figures.series) - 1]


def _x(figures: Figures, names: Names, room: float, columns: int) -> Spec:
    below_zero = any((value or 0) < 0 for series in figures.series for value in series.values)
    axis = {**names_axis(names), "domain": not below_zero}
    x: Spec = {"field": "n", "type": "ordinal", "sort": None, "axis": axis}
    if figures.kind in ON_POINTS:
        x["scale"] = {"type": "point", "padding": _edge(figures)}
        return x
    bars_abreast = 1 if figures.kind == ChartKind.STACKED else columns
    step = room / len(figures.labels)
    padding = min(max(0.3, 1 - WIDEST_BAR * bars_abreast / step), 0.85)
    x["scale"] = {"type": "band", "paddingInner": padding, "paddingOuter": padding / 2}
    return x


def _layers(
    figures: Figures, shape: Shape, room: float, height: float, rows: list[Spec],
    left: Sequence[int], right: Sequence[int],
) -> list[Spec]:  # fmt: skip
    if figures.kind == ChartKind.LINE:
        return _lines(figures, left, rows)
    if figures.kind == ChartKind.AREA:
        return _areas(figures, left, rows)
    if figures.kind == ChartKind.STACKED:
        return _piles(figures, room, height, rows)
    if figures.kind == ChartKind.COMBINED:
        axis = value_axis(figures, right[0], orient="right", grid=False)
        columns = _columns(figures, room, left, rows, most=0)
        return [{"layer": columns}, {"layer": _lines(figures, right, rows, axis)}]
    return _columns(figures, room, left, rows, most=7 if shape.is_narrow else 14)


def _columns(
    figures: Figures, room: float, places: Sequence[int], rows: list[Spec], most: int
) -> list[Spec]:
    """Columns side by side; numbers on all of them if `most` allows, else on highlighted ones."""
    drawn_rows = [row for row in rows if row["s"] in places and row["v"] is not None]
    column_width = room / len(figures.labels) / len(places)
    fits = max(width_of(row["t"]) for row in drawn_rows) <= column_width * (
        0.98 if len(places) == 1 else 0.72
    )
    for row in drawn_rows:
        row["k"] = bool(most) and ((fits and len(drawn_rows) <= most) or row["h"])
    y = {"field": "v", "type": "quantitative", "axis": value_axis(figures, places[0]),
         "scale": {"zero": True, "nice": 4}}  # fmt: skip
    common: Spec = {"y": y}
    if len(places) > 1:
        common["xOffset"] = {"field": "s", "type": "ordinal", "scale": {"paddingInner": 0.08}}
    bars = {
        "transform": only(places),
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {**common, "fill": own_colour()},
    }
    numbers: list[Spec] = [
        {
            "transform": [*only(places), {"filter": f"datum.k && datum.v {sign} 0"}],
            "mark": number_mark(dy=dy),
            "encoding": {**common, "text": {"field": "t"}},
        }
        for sign, dy in ((">=", -11), ("<", 11))
        if any(row["k"] and (row["v"] >= 0) == (sign == ">=") for row in drawn_rows)
    ]
    return [bars, *_zero(drawn_rows), *numbers]


def _zero(rows: list[Spec]) -> list[Spec]:
    """A line at zero where columns hang below it."""
    if all(row["v"] >= 0 for row in rows):
        return []
    rule = {"type": "rule", "stroke": theme.AXIS, "strokeWidth": 1}
    return [{"data": {"values": [{"z": 0}]}, "mark": rule,
             "encoding": {"x": None, "y": {"field": "z", "type": "quantitative"}}}]  # fmt: skip


def _lines(
    figures: Figures, places: Sequence[int], rows: list[Spec], axis: Spec | None = None
) -> list[Spec]:
    drawn_rows = [row for row in rows if row["s"] in places and row["v"] is not None]
    values = [row["v"] for row in drawn_rows]
    # A line needs no zero, unless zero is near: the axis says where it begins.
    from_zero = min(values) < 0.6 * max(values) or min(values) <= 0
    y = {"field": "v", "type": "quantitative", "axis": axis or value_axis(figures, places[0]),
         "scale": {"zero": from_zero, "nice": 4}}  # fmt: skip
    _number_ends(figures, places, drawn_rows, from_zero)
    highlighted = {series.label for series in figures.series} & figures.highlighted
    layers: list[Spec] = []
    for place in places:
        is_quiet = bool(highlighted) and figures.series[place].label not in highlighted
        line = {"type": "line", "stroke": colour_of(figures, place),
                "strokeWidth": 1.75 if is_quiet else 2.5, "strokeDash": list(theme.DASHES[place]),
                "strokeJoin": "round", "invalid": "break-paths-show-domains"}  # fmt: skip
        own_rows = [{"filter": {"field": "s", "equal": place}}]
        if axis:  # a thin edge of paper parts the line from the columns, which show through it
            edge = {**line, "stroke": theme.PAPER, "strokeWidth": 4.5, "strokeOpacity": 0.5,
                    "strokeDash": []}  # fmt: skip
            layers.append({"transform": own_rows, "mark": edge, "encoding": {"y": y}})
        layers.append({"transform": own_rows, "mark": line, "encoding": {"y": y}})
        point_rows = [*own_rows, {"filter": "datum.v !== null"}]
        if len(figures.labels) > DOTS:
            point_rows.append({"filter": "datum.k"})
        point = {"type": "point", "shape": theme.SHAPES[place], "filled": True, "size": 50,
                 "fill": colour_of(figures, place), "stroke": theme.PAPER, "strokeWidth": 1,
                 "opacity": 1}  # fmt: skip
        layers.append({"transform": point_rows, "mark": point, "encoding": {"y": y}})
    return [*layers, _numbers(y)]


def _numbers(y: Spec, dy: int = -14) -> Spec:
    return {
        "transform": [{"filter": "datum.v !== null && datum.k"}],
        "mark": number_mark(dy=dy),
        "encoding": {"y": y, "text": {"field": "t"}},
    }


def _number_ends(
    figures: Figures, places: Sequence[int], drawn_rows: list[Spec], from_zero: bool = True
) -> None:
    """Write the last number of each line, and highlighted ones, where none covers another."""
    values = [row["v"] for row in drawn_rows]
    span = (max(values) - (min(*values, 0) if from_zero else min(values))) or 1
    last = {place: max(r["i"] for r in drawn_rows if r["s"] == place) for place in places}
    names = set(figures.labels) & figures.highlighted
    numbered: list[Spec] = []
    for row in sorted(drawn_rows, key=lambda row: (not row["h"], -row["v"])):
        is_wanted = row["i"] == last[row["s"]] or figures.labels[row["i"]] in names
        is_covered = any(
            abs(row["v"] - other["v"]) < span * CLOSE
            for other in numbered
            if other["i"] == row["i"]
        )
        if is_wanted and not is_covered:
            row["k"] = True
            numbered.append(row)


def _areas(figures: Figures, places: Sequence[int], rows: list[Spec]) -> list[Spec]:
    if len(places) > 1:
        return _piled_areas(figures, places)
    drawn_rows = [row for row in rows if row["v"] is not None]
    _number_ends(figures, places, drawn_rows)
    y = {"field": "v", "type": "quantitative", "axis": value_axis(figures, 0),
         "scale": {"zero": True, "nice": 4}}  # fmt: skip
    colour = colour_of(figures, 0)
    area = {"type": "area", "fill": colour, "fillOpacity": 0.18,
            "invalid": "break-paths-show-domains"}  # fmt: skip
    line = {"type": "line", "stroke": colour, "strokeWidth": 2.5, "strokeJoin": "round",
            "invalid": "break-paths-show-domains"}  # fmt: skip
    point = {"type": "point", "filled": True, "size": 50, "fill": colour, "stroke": theme.PAPER,
             "strokeWidth": 1, "opacity": 1}  # fmt: skip
    return [
        {"mark": area, "encoding": {"y": y}},
        {"mark": line, "encoding": {"y": y}},
        {"transform": [{"filter": "datum.k"}], "mark": point, "encoding": {"y": y}},
        _numbers(y),
    ]


def _piled_areas(figures: Figures, places: Sequence[int]) -> list[Spec]:
    """Areas on top of each other; a missing number counts as nothing here."""
    y = {"field": "w", "type": "quantitative", "stack": "zero", "scale": {"nice": 4},
         "axis": value_axis(figures, 0)}  # fmt: skip
    area = {"type": "area", "line": False}
    return [{
        "transform": [{"calculate": "datum.v === null ? 0 : datum.v", "as": "w"}],
        "mark": area,
        "encoding": {"y": y, "fill": own_colour(), "detail": {"field": "s"},
                     "order": {"field": "s"}},
    }]  # fmt: skip


def _piles(figures: Figures, room: float, height: float, rows: list[Spec]) -> list[Spec]:
    sums = [
        sum(row["v"] or 0 for row in rows if row["i"] == place)
        for place in range(len(figures.labels))
    ]
    step = room / len(figures.labels)
    for row in rows:
        bar_height = (row["v"] or 0) / (max(sums) or 1) * height * 0.85
        row["k"] = bar_height >= ROOM_IN_PILE and width_of(row["t"]) < min(
            step * 0.72, WIDEST_BAR + 8
        )
    y: Spec = {"field": "v", "type": "quantitative", "stack": "zero", "scale": {"nice": 4},
               "axis": value_axis(figures, 0)}  # fmt: skip
    order = {"field": "s"}
    bar = {"type": "bar", "stroke": theme.PAPER, "strokeWidth": 1}
    return [
        {"mark": bar,
         "encoding": {"y": y, "fill": own_colour(), "detail": {"field": "s"}, "order": order}},
        {"transform": [{"calculate": "datum.k ? datum.t : ''", "as": "w"}],
         "mark": number_mark(strokeWidth=4),
         "encoding": {"y": {**y, "bandPosition": 0.5}, "text": {"field": "w"},
                      "detail": {"field": "s"}, "order": order}},
    ]  # fmt: skip
