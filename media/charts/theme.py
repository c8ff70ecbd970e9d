"""The house theme: 青 and quiet neighbours, type, sizes (docs/look.md).

Every colour is one hexadecimal value for one role: the style layout `chart.css` turns exactly
these values into those of dark mode, and the attribute stays what paper and downloads show.
"""

from dataclasses import dataclass

INK, SECOND, GRID, AXIS, PAPER = "#1f1e1c", "#5c5a55", "#e4e0d8", "#8d8981", "#ffffff"
SERIES = (
    "#0d5b6e", "#4a9aac", "#a1834a", "#2c7f68", "#4f4d49", "#85757f", "#5d7a34", "#8a5a44",
)  # fmt: skip
# A series that is not among the highlighted ones.
QUIET = "#6a9fac"
# Lines of different kinds and points of different shapes: colour is never the only signal.
DASHES = ((), (7, 3), (2, 3), (10, 3, 2, 3), (5, 2), (12, 4))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
FONTS = (
    "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
)
# No machine has it: measuring a text in a real font takes ten times as long, differs from
# machine to machine, and is not needed, since widths are estimated here.
UNMEASURED = "chart"
SIZE = 14
SMALL = 13
LATIN = 0.61  # of the font size, digits included


@dataclass(frozen=True)
class Shape:
    """One of the two widths in which a chart is drawn."""

    name: str
    width: int
    height: int

    @property
    def is_narrow(self) -> bool:
        return self.name == "narrow"


WIDE = Shape("wide", 640, 300)
NARROW = Shape("narrow", 320, 260)
SHAPES_DRAWN = (WIDE, NARROW)


def width_of(text: str, size: float = SIZE) -> float:
    """Estimate how wide a text is: a Chinese character is a square in every font."""
    return sum(size if ord(c) > 0x2E7F or c in "—%‰" else size * LATIN for c in text)


def wrapped(text: str, room: float, size: float = SIZE, lines: int = 2) -> list[str]:
    """Break a name into lines of about the same length; what is left over becomes an ellipsis."""
    full_width = width_of(text, size)
    if full_width <= room or lines == 1:
        return _broken(text, room, size, lines)
    if year := _year_apart(text, room, size):
        return year
    line_count = min(-(-full_width // room), lines)
    even_width = full_width / line_count + size / 2
    return _broken(
        text,
        max(min(room, even_width), room if full_width > room * lines else even_width),
        size,
        lines,
    )


def _year_apart(text: str, room: float, size: float) -> list[str] | None:
    """`2025年第1季度` breaks behind the year."""
    year, sign, rest = text.partition("年")
    if sign and rest and max(width_of(year + sign, size), width_of(rest, size)) <= room:
        return [year + sign, rest]
    return None


def _broken(text: str, room: float, size: float, lines: int) -> list[str]:
    broken_lines, line = [], ""
    for character in text:
        if line and width_of(line + character, size) > room:
            opening = line[-1] if line[-1] in "（(《“" and len(line) > 1 else ""
            broken_lines.append(line.removesuffix(opening) if opening else line)
            line = opening
        line += character
    broken_lines.append(line)
    if len(broken_lines) > lines:
        broken_lines = broken_lines[:lines]
        broken_lines[-1] = f"{broken_lines[-1][:-1]}…"
    return broken_lines
