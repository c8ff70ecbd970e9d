"""The kinds of chart, what each can show, and which one suits a table."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from media.charts.grid import TableRefused
from media.charts.numbers import narrow
from media.charts.table import Column, Table
from media.models.chart import ChartKind

PARTS = frozenset({ChartKind.PIE, ChartKind.RING})
MOST_COLUMNS, MOST_BARS, MOST_MARKS = 31, 40, 93
MOST_SLICES, MOST_TILES = 8, 8
LONG_NAME = 5  # characters, on the average
WHOLE = (99, 101)  # what parts of a hundred add up to, with rounding
TIME = re.compile(
    r"(?:(?:19|20|21)[0-9]{2}(?:年|[-/.])?)?(?:第?[一二三四1-4]季度|Q[1-4]|[上下]半年|"
    r"[0-9]{1,2}(?:月份?|$)(?:[-/.]?[0-9]{1,2}日?)?|[-/.]?[0-9]{1,2}[-/.][0-9]{1,2})?"
)


@dataclass(frozen=True)
class Proposal:
    """The kind that suits a table, and why, in a sentence for the drafter."""

    kind: ChartKind
    reason: str


def is_time(label: str) -> bool:
    """Tell a year, quarter, month or day from any other name."""
    plain = narrow(label)
    return any(c.isdigit() or c == "季" for c in plain) and bool(TIME.fullmatch(plain))


def over_time(table: Table) -> bool:
    return len(table.labels) > 1 and all(map(is_time, table.labels))


def propose(table: Table) -> Proposal:
    """Choose a kind from the data alone."""
    rows, columns = len(table.labels), table.columns
    if len(columns) == 1 and 3 <= rows <= 6 and _is_whole(columns[0]) and not over_time(table):
        return Proposal(ChartKind.RING, _("各项相加是100%，环形图看得出各占多少。"))
    if rows * len(columns) <= 4 and (rows == 1 or len(columns) == 1) and not over_time(table):
        return Proposal(ChartKind.TILES, _("只有几个数，直接写大最清楚。"))
    if len(columns) > 1 and len({column.unit for column in columns}) == 2:
        return Proposal(ChartKind.COMBINED, _("有两种单位，一种画柱、一种画线，各有一条轴。"))
    if len(columns) > 1 and _rows_are_wholes(table):
        return Proposal(ChartKind.STACKED, _("每一行相加是100%，堆积起来便于比较构成。"))
    if over_time(table):
        if rows > 6:
            return Proposal(ChartKind.LINE, _("第一列是时间，而且点多，折线看得出走势。"))
        if len(columns) > 3:
            return Proposal(ChartKind.LINE, _("第一列是时间，有好几组数，折线比柱子清楚。"))
        return Proposal(ChartKind.COLUMN, _("第一列是时间，点不多，柱形便于逐个比较。"))
    return _propose_for_names(table)


def _propose_for_names(table: Table) -> Proposal:
    rows, columns = len(table.labels), table.columns
    average_length = sum(map(len, table.labels)) / rows
    if len(columns) <= 2 and (rows > 8 or average_length > LONG_NAME):
        return Proposal(ChartKind.BAR, _("名称较长或项目较多，横着排才写得下。"))
    if rows > MOST_COLUMNS:
        return Proposal(ChartKind.LINE, _("项目很多，柱子排不下，画成折线。"))
    return Proposal(ChartKind.COLUMN, _("几个项目比大小，柱形最直接。"))


def _is_whole(column: Column) -> bool:
    values = column.known
    complete = len(values) == len(column.values) and all(value >= 0 for value in values)
    return complete and column.unit == "%" and WHOLE[0] <= sum(values) <= WHOLE[1]


def _rows_are_wholes(table: Table) -> bool:
    if any(column.unit != "%" for column in table.columns):
        return False
    rows = zip(*(column.values for column in table.columns), strict=True)
    return all(None not in row and WHOLE[0] <= sum(row) <= WHOLE[1] for row in rows)


def refuse_kind(table: Table, kind: str) -> None:
    """Raise `TableRefused` where this kind cannot show this table."""
    CHECKS[kind](table)


def _needs_parts(table: Table) -> None:
    if len(table.columns) > 1:
        raise TableRefused(_("饼图和环形图只能画一列数字。请删去多余的列，或换一种图。"))
    if len(table.labels) > MOST_SLICES:
        message = _("饼图和环形图最多%d项，再多就分不清了。请把小项合并成“其他”，或换成条形图。")
        raise TableRefused(message % MOST_SLICES)
    values = table.columns[0].values
    for label, value in zip(table.labels, values, strict=True):
        if value is None or value < 0:
            message = _("“%s”没有数据或是负数，不能画成饼图或环形图。")
            raise TableRefused(message % label)
    if not sum(table.columns[0].known):
        raise TableRefused(_("所有数字都是0，画不出比例。"))


def _needs_room(table: Table) -> None:
    if len(table.labels) * len(table.columns) > MOST_MARKS or len(table.labels) > MOST_COLUMNS:
        message = _(
            "柱形图最多%(rows)d行，共%(marks)d根柱子，再多就看不清。请换成折线图，或合并几行。"
        )
        raise TableRefused(message % {"rows": MOST_COLUMNS, "marks": MOST_MARKS})


def _needs_room_across(table: Table) -> None:
    if len(table.labels) * len(table.columns) > MOST_MARKS or len(table.labels) > MOST_BARS:
        message = _("条形图最多%(rows)d行，共%(marks)d根，再多就看不清。请合并几行，或换成折线图。")
        raise TableRefused(message % {"rows": MOST_BARS, "marks": MOST_MARKS})


def _needs_two_points(table: Table) -> None:
    if len(table.labels) < 2:
        raise TableRefused(_("只有一行，连不成线。请换成柱形图或数字卡片。"))


def _needs_piles(table: Table) -> None:
    for column in table.columns:
        for label, value in zip(table.labels, column.values, strict=True):
            if value is not None and value < 0:
                message = _("“%(label)s”的“%(column)s”是负数，不能堆起来画。请换一种图。")
                raise TableRefused(message % {"label": label, "column": column.label})


def _needs_one_unit_piles(table: Table) -> None:
    _needs_room(table)
    if len(table.columns) < 2:
        raise TableRefused(_("堆积图至少要有两列数字。只有一列时请用柱形图。"))
    _needs_piles(table)


def _needs_area(table: Table) -> None:
    _needs_two_points(table)
    if len(table.columns) > 1:
        _needs_piles(table)


def _needs_two_sides(table: Table) -> None:
    _needs_room(table)
    _needs_two_points(table)
    if len(table.columns) < 2:
        raise TableRefused(_("组合图至少要有两列数字：一列画柱，一列画线。"))


def _needs_few(table: Table) -> None:
    if len(table.labels) > MOST_TILES:
        raise TableRefused(_("数字卡片最多%d张。请只留要紧的几行，或换一种图。") % MOST_TILES)


CHECKS: dict[str, Callable[[Table], None]] = {
    ChartKind.COLUMN: _needs_room,
    ChartKind.BAR: _needs_room_across,
    ChartKind.LINE: _needs_two_points,
    ChartKind.AREA: _needs_area,
    ChartKind.PIE: _needs_parts,
    ChartKind.RING: _needs_parts,
    ChartKind.STACKED: _needs_one_unit_piles,
    ChartKind.COMBINED: _needs_two_sides,
    ChartKind.TILES: _needs_few,
}
# Kinds whose columns stand on one axis.
ONE_AXIS = frozenset(ChartKind) - {ChartKind.COMBINED, ChartKind.TILES}


def refuse_mixed_units(table: Table) -> None:
    """One axis has one unit; raises `TableRefused`."""
    units = {column.unit for column in table.columns if column.unit}
    if len(units) > 1:
        message = _("几列的单位不同（%s），不能画在一条轴上。请换成柱线组合图，或分成两张图。")
        raise TableRefused(message % "、".join(sorted(units)))
