"""What exactly is to be drawn: the table, the options, and every number as a reader sees it."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from media.charts.grid import TableRefused
from media.charts.kinds import (
    ONE_AXIS,
    ChartKind,
    Proposal,
    propose,
    refuse_kind,
    refuse_mixed_units,
)
from media.charts.numbers import write_number
from media.charts.table import Table, read_table, with_unit
from media.charts.units import is_multiple

# Raised with every change of what is drawn: old drawings stay as they were released.
THEME = 1
MOST_DECIMALS = 4
SHOWN_DECIMALS = 2  # unless the drafter asks for more
DECIMALS = tuple(map(str, range(MOST_DECIMALS + 1)))
SCALES = {"wan": (4, "万"), "yi": (8, "亿")}
FROM_WAN, FROM_YI = Decimal(100_000), Decimal(100_000_000)


@dataclass(frozen=True)
class ChartOptions:
    """What the drafter chose beside the table; empty means: as the data suggest."""

    kind: str = ""
    title: str = ""
    description: str = ""
    unit: str = ""
    scale: str = ""  # "", none, wan, yi
    decimals: str = ""  # "", 0 … 4
    highlight: str = ""  # names of rows or columns, parted by 、 or commas
    source: str = ""
    notes: str = ""
    transposed: bool = False


@dataclass(frozen=True)
class Series:
    """A column as it is drawn: scaled values, and the text of each."""

    label: str
    unit: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    decimals: int


@dataclass(frozen=True)
class Figures:
    """Everything that a drawing is made from; equal figures are one drawing."""

    kind: ChartKind
    options: ChartOptions
    table: Table
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    highlighted: frozenset[str]
    proposal: Proposal

    @property
    def key(self) -> str:
        """The name of the drawing: a hash of what it shows and of how it is drawn."""
        content = {
            "theme": THEME,
            "kind": self.kind.value,
            # The word is part of every stored key: another one would draw all charts anew.
            "wishes": {**asdict(self.options), "kind": "", "transposed": False},
            "corner": self.table.corner,
            "labels": self.labels,
            "series": [asdict(series) for series in self.series],
            "highlighted": sorted(self.highlighted),
        }
        encoded = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(encoded.encode()).hexdigest()

    @property
    def unit(self) -> str:
        """The unit that all series share, or empty."""
        units = {series.unit for series in self.series}
        return units.pop() if len(units) == 1 else ""


def figures_of(text: str, options: ChartOptions) -> Figures:
    """Understand what was pasted and chosen; raises `TableRefused`."""
    table = read_table(text, options.transposed)
    if options.unit:
        table = with_unit(table, options.unit)
    proposal = propose(table)
    kind = ChartKind(options.kind) if options.kind in ChartKind.values else proposal.kind
    refuse_kind(table, kind)
    if kind in ONE_AXIS:
        refuse_mixed_units(table)
    options = replace(
        options, source=options.source or table.source, notes=options.notes or table.notes
    )
    return Figures(
        kind, options, table, table.labels, _series(table, kind, options),
        _highlighted(table, options), proposal,
    )  # fmt: skip


def _highlighted(table: Table, options: ChartOptions) -> frozenset[str]:
    names = {*table.labels, *(column.label for column in table.columns)}
    highlighted = _names(options.highlight, names)
    for name in highlighted:
        if name not in names:
            raise TableRefused(_("要突出的“%s”不在表里。请照表里的名称填写。") % name)
    return frozenset(highlighted)


def _names(text: str, names: set[str]) -> list[str]:
    """Names that hold a separator themselves are known as a whole."""
    if text.strip() in names:
        return [text.strip()]
    for separator in "，,；;\n":
        text = text.replace(separator, "、")
    return [name.strip() for name in text.split("、") if name.strip()]


def _series(table: Table, kind: ChartKind, options: ChartOptions) -> tuple[Series, ...]:
    """Columns of one unit share one scale, or they could not be compared."""
    series = []
    for column in table.columns:
        values = [
            value for other in table.columns if other.unit == column.unit for value in other.known
        ]
        power, multiple = _scale(values, column.unit, options.scale)
        scaled = [value and value.scaleb(-power) for value in column.values]
        decimals = _decimals(options, [v.scaleb(-power) for v in values])
        series.append(
            Series(
                column.label,
                multiple + column.unit,
                tuple(None if value is None else float(value) for value in scaled),
                tuple(_text(value, decimals, multiple + column.unit) for value in scaled),
                decimals,
            )
        )
    return tuple(series)


def _text(value: Decimal | None, decimals: int, unit: str) -> str:
    if value is None:
        return "—"
    return write_number(value, decimals) + ("%" if unit == "%" else "")


def _scale(values: list[Decimal], unit: str, choice: str) -> tuple[int, str]:
    """By which power of ten to divide, and the word for it; none twice."""
    if choice == "none" or is_multiple(unit) or unit in ("%", "‰"):
        return 0, ""
    if choice in SCALES:
        return SCALES[choice]
    largest = max(map(abs, values), default=Decimal(0))
    if largest >= FROM_YI:
        return SCALES["yi"]
    return SCALES["wan"] if largest >= FROM_WAN else (0, "")


def _decimals(options: ChartOptions, values: list[Decimal]) -> int:
    if options.decimals in DECIMALS:
        return int(options.decimals)
    needed = 0
    for value in values:
        exponent = value.normalize().as_tuple().exponent
        needed = max(needed, -exponent if isinstance(exponent, int) else 0)
    return min(needed, SHOWN_DECIMALS)
