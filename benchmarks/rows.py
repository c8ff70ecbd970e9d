"""Rows: declared by a benchmark, printed as they are measured, and all accounted for at the end."""

import json
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure that a benchmark promises to print, under exactly this name.

    `peer` says in words what stands beside ours. The unit `rate` means that more is better;
    of every other unit less is.
    """

    name: str
    unit: str
    peer: str | None = None
    bar: "Bar | None" = None

    def declared(self) -> dict[str, Any]:
        """The declaration as one JSON object."""
        return {
            "name": self.name,
            "peer_name": self.peer,
            "unit": self.unit,
            "bar": self.bar and self.bar.text,
        }


@dataclass(frozen=True)
class Figure:
    """A row with what was measured; without `own` it was skipped, and `skipped` says why."""

    row: Row
    own: float | None
    peer: float | None = None
    n: int = 0
    skipped: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better ours is; None without a peer, or where one side is nothing."""
        if not self.own or not self.peer:
            return None
        return self.own / self.peer if self.row.unit == "rate" else self.peer / self.own

    @property
    def is_missed(self) -> bool:
        """Whether a bar was set, measured and not reached."""
        return bool(self.row.bar and self.own is not None and not self.row.bar.holds(self))

    def line(self) -> dict[str, Any]:
        """The figure as benchmarks print it (docs/contract.md, Benchmarks)."""
        rounded = [
            value if value is None else round(value, digits)
            for value, digits in ((self.own, 4), (self.peer, 4), (self.ratio, 3))
        ]
        line = {"name": self.row.name, "own": rounded[0], "peer": rounded[1],
                "peer_name": self.row.peer, "ratio": rounded[2], "unit": self.row.unit,
                "n": self.n}  # fmt: skip
        return {**line, "skipped": self.skipped} if self.skipped else line


@dataclass(frozen=True)
class Bar:
    """What a figure has to reach. One that `always` holds is no matter of a calm machine."""

    text: str
    holds: Callable[[Figure], bool]
    always: bool = False


def ratio_at_least(limit: float) -> Bar:
    return Bar(f"ratio ≥ {limit:g}", lambda figure: (figure.ratio or 0) >= limit)


def at_most(limit: float) -> Bar:
    return Bar(f"≤ {limit:g}", lambda figure: figure.own <= limit)


def at_most_above_peer(limit: float) -> Bar:
    return Bar(f"≤ peer + {limit:g}", lambda figure: figure.own - figure.peer <= limit)


NONE = Bar("none", lambda figure: figure.own == 0, always=True)


@dataclass
class Report:
    """What a benchmark has printed so far, beside what it declared."""

    rows: Sequence[Row]
    figures: dict[str, Figure] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def row(self, name: str, own: float, peer: float | None = None, *, n: int) -> None:
        """Print one figure."""
        declared = {row.name: row for row in self.rows}
        if name not in declared:
            self.mistakes.append(f"{name}: printed, not declared")
        elif name in self.figures:
            self.mistakes.append(f"{name}: printed twice")
        elif (peer is None) != (declared[name].peer is None):
            self.mistakes.append(f"{name}: peer declared and measured do not agree")
        self._print(Figure(declared.get(name, Row(name, "?")), own, peer, n))

    def compare(self, name: str, own: Sequence[float], peer: Sequence[float]) -> None:
        """Print the medians of two series, and how far the middle half spreads (stderr)."""
        self.row(name, statistics.median(own), statistics.median(peer), n=len(own))
        spread = [f"{low:.1f} to {high:.1f}" for low, high in map(_middle_half, (own, peer))]
        print(f"  {name}: middle half {spread[0]} against {spread[1]}", file=sys.stderr)

    def median(self, name: str, own: Sequence[float]) -> None:
        """Print the median of a series that has no peer."""
        self.row(name, statistics.median(own), n=len(own))

    def skip(self, reason: str) -> None:
        """Print every row without a figure, and why."""
        for row in self.rows:
            self._print(Figure(row, None, skipped=reason))

    def _print(self, figure: Figure) -> None:
        self.figures[figure.row.name] = figure
        print(json.dumps(figure.line(), ensure_ascii=False), flush=True)

    def wrong(self) -> list[str]:
        """What was declared and not printed, and what was printed as it was not declared."""
        missing = [row.name for row in self.rows if row.name not in self.figures]
        return [*self.mistakes, *(f"{name}: declared, not printed" for name in missing)]

    def missed(self, only_always: bool) -> list[str]:
        """The figures that do not reach their bar, in words."""
        return [
            f"{figure.row.name}: {figure.own:g} misses its bar ({figure.row.bar.text})"
            for figure in self.figures.values()
            if figure.is_missed and (figure.row.bar.always or not only_always)
        ]


def _middle_half(series: Iterable[float]) -> tuple[float, float]:
    series = list(series)
    if len(series) < 2:
        return series[0], series[0]
    quarters = statistics.quantiles(series, n=4)
    return quarters[0], quarters[2]
