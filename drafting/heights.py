"""Words that stand high or low because they were moved, not because they are called so."""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST_RISE = 2.0  # points; words of the same size that move less only tune their line


@dataclass(frozen=True)
class Standing:
    """How far words stand above where they would, and how large they are, both in points."""

    rise: float = 0.0
    size: float | None = None


def line_of(standings: Iterable[Standing]) -> Standing:
    """The line itself: the words that were moved least; a whole line may be moved."""
    return min(standings, key=lambda standing: abs(standing.rise), default=Standing())


def height_of(own: Standing, line: Standing) -> str:
    """`super`, `sub`, or '' for words that stand on their line."""
    rise = own.rise - line.rise
    is_small = own.size is not None and line.size is not None and own.size < line.size
    if not rise or (abs(rise) < LEAST_RISE and not is_small):
        return ""
    return "super" if rise > 0 else "sub"
