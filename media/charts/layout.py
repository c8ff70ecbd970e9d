"""One width of a chart before it is drawn: its Vega-Lite specification and what stands around it.

Every length is worked out here, from estimated widths of texts, so that equal figures make
equal drawings on every machine, of exactly the size that the page keeps free for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from media.charts import legend, theme
from media.charts.figures import Figures, Series
from media.charts.kinds import ChartKind, over_time
from media.charts.legend import Entry, Placed
from media.charts.theme import Shape, width_of, wrapped

UNIT_LINE, NAME_LINE = 22, 18
WIDEST_NAME = 110  # a longer one is broken before it pushes its neighbours away
Spec = dict[str, Any]

CONFIG: Spec = {
    "font": theme.UNMEASURED,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": theme.SIZE, "labelColor": theme.SECOND, "labelLimit": 0,
        "labelOverlap": False, "labelPadding": 6, "title": None, "ticks": False,
        "domainColor": theme.AXIS, "gridColor": theme.GRID,
    },
    "axisY": {"domain": False, "tickCount": 4},
    "axisX": {"grid": False, "labelLineHeight": NAME_LINE, "labelAngle": 0, "zindex": 1},
    "text": {"fontSize": theme.SIZE, "fill": theme.INK, "stroke": theme.PAPER, "strokeWidth": 3},
}  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """The room around the plot in pixels."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass
class Layout:
    """A specification and what is written around it; `patterned` if areas carry a series."""

    spec: Spec
    width: int
    height: int
    units: list[tuple[str, str]] = field(default_factory=list)  # text, start or end
    legend: list[Placed] = field(default_factory=list)
    shares: list["Share"] = field(default_factory=list)
    patterned: bool = False


@dataclass(frozen=True)
class Share:
    """A line beside a pie: what a slice is, how much, and which part of the whole."""

    place: int
    label: str
    text: str
    part: str
    strong: bool
    x: float
    y: float
    width: float


def colour_of(figures: Figures, place: int) -> str:
    """The colour of a series; where others are highlighted, a quiet one."""
    highlighted = {series.label for series in figures.series} & figures.highlighted
    is_quiet = bool(highlighted) and figures.series[place].label not in highlighted
    return theme.QUIET if is_quiet and len(figures.series) == 2 else theme.SERIES[place]


def rows_of(figures: Figures, names: Sequence[str]) -> list[Spec]:
    """A row for each mark: `n` name, `s` series, `v` value, `t` text, `f` colour, `h` highlighted.

    `k` says that the number is written beside the mark: where a kind wants it.
    """
    strong_rows = set(figures.labels) & figures.highlighted
    rows = []
    for place, series in enumerate(figures.series):
        for row, (label, value, text) in enumerate(
            zip(figures.labels, series.values, series.texts, strict=True)
        ):
            is_quiet = bool(strong_rows) and label not in strong_rows and len(figures.series) == 1
            rows.append({
                "i": row, "n": names[row], "s": place, "v": value, "t": text, "k": False,
                "f": theme.QUIET if is_quiet else colour_of(figures, place),
                "h": label in strong_rows or series.label in figures.highlighted,
            })  # fmt: skip
    return rows


def base(shape: Shape, frame: Frame, height: float, rows: list[Spec]) -> Spec:
    """The part that every specification shares."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "none"},
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top,
                    "bottom": frame.bottom},
        "width": shape.width - frame.left - frame.right,
        "height": height,
        "background": None,
        "data": {"values": rows},
        "config": CONFIG,
    }  # fmt: skip


def only(places: Sequence[int]) -> list[Spec]:
    """Transforms: these series, where there is a number."""
    return [{"filter": {"field": "s", "oneOf": list(places)}}, {"filter": "datum.v !== null"}]


def own_colour() -> Spec:
    return {"field": "f", "type": "nominal", "scale": None}


def number_mark(**more: Any) -> Spec:
    """A number beside a mark; a highlighted one is bold."""
    weight = {"expr": "datum.h ? 'bold' : 'normal'"}
    return {"type": "text", "baseline": "middle", "fontWeight": weight, **more}


def value_axis(figures: Figures, place: int, **more: Any) -> Spec:
    """The axis of numbers; ticks may lie between whole numbers only where the numbers do."""
    unit = figures.series[place].unit
    decimals = max(series.decimals for series in figures.series if series.unit == unit)
    steps = {"tickMinStep": 1} if not decimals else {}
    percent = {"labelExpr": "datum.label + '%'"} if unit == "%" else {}
    return {"format": f",.{max(decimals, 1)}~f", **steps, **percent, **more}


def axis_room(series: Sequence[Series], piled: bool = False) -> float:
    """How wide the numbers of an axis are: its ends lie a little beyond the data."""
    columns = [item.values for item in series]
    sign = "%" if series[0].unit == "%" else ""
    values = [value for column in columns for value in column if value is not None]
    if piled:
        values = [sum(value or 0 for value in row) for row in zip(*columns, strict=True)]
    largest = max(map(abs, values), default=0) * 2
    digits = f"{largest:,.0f}" if largest >= 8 else "0.5"
    minus = "−" if min(values, default=0) < 0 else ""
    return width_of(f"{minus}{digits}{sign}") + 10


def unit_lines(figures: Figures, right: Series | None = None) -> list[tuple[str, str]]:
    """What is written above the axes."""
    left = figures.series[0]
    if right and right.unit != left.unit:
        lines = [(_("左轴：%s"), left, "start"), (_("右轴：%s"), right, "end")]
        return [
            (template % series.unit, anchor) for template, series, anchor in lines if series.unit
        ]
    unit = figures.unit
    return [(_("单位：%s") % unit, "start")] if unit not in ("", "%") else []


def legend_of(
    figures: Figures, shape: Shape, top: float, lines: Sequence[int] = (), right: Sequence[int] = ()
) -> tuple[list[Placed], float]:
    """The legend, placed under `top`, and its height; a single series needs none."""
    if len(figures.series) == 1:
        return [], 0.0
    entries = []
    for place, series in enumerate(figures.series):
        label = _("%s（右轴）") % series.label if place in right else series.label
        mark = "line" if place in lines else "fill"
        entries.append(Entry(label, colour_of(figures, place), mark, place))
    placed, height = legend.place(entries, shape, top)
    return placed, height + 4


@dataclass(frozen=True)
class Names:
    """Names along an axis: one for each row, those that are shown, how many lines they take."""

    all: list[str]
    shown: list[str]
    lines: int


def names_below(figures: Figures, room: float) -> Names:
    """Break names under an axis, or show every second or third of a course of time."""
    labels = figures.labels
    step = room / len(labels)
    longest = max(map(width_of, labels))
    is_over_time = over_time(figures.table) or len(labels) > room / 40
    stride, lines = 1, 1
    if longest > step - 4:
        lines = 3 if not is_over_time and longest <= 3 * (step - 4) else 1
        if is_over_time and all(
            len(wrapped(label, step - 4)) == 2 and label.partition("年")[2] for label in labels
        ):
            lines = 2 if longest / 2 + 24 <= step else 1
        if lines == 1:
            stride = max(1, int(-(-(min(longest, WIDEST_NAME) + 10) // step)))
            lines = 2 if longest > WIDEST_NAME else 1
    name_width = max(step * stride - 4, 1.2 * theme.SIZE)
    names = told_apart(["\n".join(wrapped(label, name_width, lines=lines)) for label in labels])
    # The last of a course of time is the one that matters.
    shown = names[(len(names) - 1) % stride :: stride]
    return Names(names, shown, max(name.count("\n") + 1 for name in shown))


def told_apart(names: Sequence[str]) -> list[str]:
    """Shortened names may be equal; an invisible sign keeps them apart."""
    counts: dict[str, int] = {}
    distinct = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        distinct.append(name + "\u200b" * (counts[name] - 1))
    return distinct


def names_axis(names: Names) -> Spec:
    return {"values": names.shown, "labelExpr": "split(datum.value, '\\n')"}


def is_patterned(figures: Figures) -> bool:
    """Areas that stand for several series carry a pattern as well as a colour."""
    filled = figures.kind not in (ChartKind.LINE, ChartKind.TILES)
    return filled and len(figures.series) > 1
