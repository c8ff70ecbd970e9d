"""The legend above a chart: a sample and a name for each series, in as many lines as needed."""

from dataclasses import dataclass

from media.charts import theme
from media.charts.theme import Shape, width_of, wrapped

SAMPLE, GAP, AFTER, LINE = 22, 6, 18, 22


@dataclass(frozen=True)
class Entry:
    """One sample: `mark` is `fill` or `line`, `place` the number of the series."""

    label: str
    colour: str
    mark: str
    place: int


@dataclass(frozen=True)
class Placed:
    """An entry at its place, measured from the upper left corner."""

    entry: Entry
    text: str
    x: float
    y: float


def place(entries: list[Entry], shape: Shape, top: float) -> tuple[list[Placed], float]:
    """Lay entries out in lines; returns them and the height that they take."""
    placed: list[Placed] = []
    x, y = 0.0, top
    for entry in entries:
        text = wrapped(entry.label, shape.width - SAMPLE - GAP, theme.SMALL, lines=1)[0]
        width = SAMPLE + GAP + width_of(text, theme.SMALL)
        if x and x + width > shape.width:
            x, y = 0.0, y + LINE
        placed.append(Placed(entry, text, x, y))
        x += width + AFTER
    return placed, y + LINE - top if entries else 0.0
