"""Which layout a chart of a kind has in one of its two widths."""

from media.charts.bars import bars
from media.charts.cartesian import cartesian
from media.charts.figures import Figures
from media.charts.kinds import PARTS, ChartKind, over_time
from media.charts.layout import Layout
from media.charts.pies import parts
from media.charts.theme import Shape, width_of


def layout_of(figures: Figures, shape: Shape) -> Layout:
    """Lay out one width of a chart; number tiles have no drawing."""
    if figures.kind in PARTS:
        return parts(figures, shape)
    if figures.kind == ChartKind.BAR or _is_horizontal(figures, shape):
        return bars(figures, shape)
    return cartesian(figures, shape)


def _is_horizontal(figures: Figures, shape: Shape) -> bool:
    """On a phone, columns with long names become bars: there is more room below than beside."""
    columns = figures.kind == ChartKind.COLUMN and len(figures.series) <= 2
    if not shape.is_narrow or not columns or over_time(figures.table):
        return False
    step = (shape.width - 40) / len(figures.labels)
    return any(width_of(label) > step for label in figures.labels)
