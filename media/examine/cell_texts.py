"""Cells of a sheet that is to become a chart, each as a person sees it; what differs is told."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.utils.datetime import from_excel

from media.examine import day_formats
from media.examine.findings import MOST_NAMED, Report, named, printable
from media.examine.number_formats import Format, format_for, hides, text_shown, zero_shown
from media.examine.sheet_looks import UNKNOWN, Style, drawn_colour

ERROR = "e"  # the type of a cell whose formula failed
SIGNIFICANT = 12  # digits; more are noise of binary fractions
# What may stand behind a number in a table; other words of a format are told.
UNIT_SIGNS = frozenset("%‰℃°㎡㎥/")
LONGEST_UNIT = 8
NO_COLOUR = "00000000"  # what openpyxl gives where a file says none
YUAN = "¥￥"  # tables say it in their heads
BRACKETS = {"(": ")", "（": "）"}
DAYS = (datetime.date, datetime.time, datetime.timedelta)


@dataclass
class CellTexts:
    """Reads cells, and keeps what is to be told of them."""

    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    scaled: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    def text(self, cell: Any) -> str:
        """A cell as a person sees it in the sheet; nothing of what is hidden or struck out."""
        value = cell.value
        if value is None:
            return ""
        left = self._left(cell, _number_of(value))
        if left is not None:
            _name(cell, left)
            return ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        code = _code(cell)
        if isinstance(value, int | float) and day_formats.is_of_days(code):
            value = _day(value, cell)
        if isinstance(value, DAYS):
            return day_formats.written(value, code)
        if isinstance(value, int | float):
            return self._number(cell, Decimal(repr(value)))
        return text_shown(code, str(value))

    def tell(self, report: Report) -> None:
        """Tell what is not as it looks."""
        if self.hidden:
            report.tell("sheet_values_left", cells=named(self.hidden))
        if self.struck:
            report.tell("sheet_struck_left", cells=named(self.struck))
        if self.scaled:
            report.tell("sheet_scaled", **self.scaled)
        if self.changed:
            report.tell("sheet_changed", **self.changed)
        if self.unclear:
            report.tell("sheet_format_unclear", cells=named(self.unclear))
        if self.words:
            report.tell("sheet_words_left", words=named(sorted(self.words)))

    def _left(self, cell: Any, number: Decimal | None) -> list[str] | None:
        """The list of cells that are left out for the same reason; None for those that are read."""
        code = cell.number_format or ""
        if cell.data_type == ERROR:
            return None
        if hides(code, number):
            return self.hidden
        if not cell.has_style:
            return None
        if is_unseen(cell.font, cell.fill, code, number):
            return self.hidden
        return self.struck if cell.font.strike else None

    def _number(self, cell: Any, value: Decimal) -> str:
        """A number as it is shown, with its unit; words before it stay, for they may turn it."""
        code, exact = cell.number_format or "", _exact(value)
        if not value and (instead := zero_shown(code)) is not None:
            # A dash or nothing is what tables say of nothing; a word says more.
            if any(map(str.isalnum, instead)):
                self.words.add(printable(instead))
            return ""
        shown = format_for(code, value)
        if not shown.understood:
            _name(cell, self.unclear)
            return exact
        before, words = _signed(shown)
        unit = words if _is_unit(words) else ""
        if words and not unit:
            self.words.add(printable(words))
        number = shown.written(value if shown.power else Decimal(exact))
        text = f"{before}{number}{unit}"
        facts = {"cell": cell.coordinate, "value": exact, "text": text}
        read = -Decimal(number) if before == "-" else Decimal(number)
        if shown.power > 0 and value:
            self.scaled = self.scaled or facts
        elif read.scaleb(shown.power) != Decimal(exact):
            self.changed = self.changed or facts
        return text


def _name(cell: Any, cells: list[str]) -> None:
    """Name a cell among others, no more of them than are told."""
    if len(cells) <= MOST_NAMED:
        cells.append(cell.coordinate)


def _code(cell: Any) -> str:
    """The format of a cell, also one that openpyxl does not know."""
    number = cell.style_array.numFmtId if cell.has_style else 0
    return day_formats.CHINESE.get(number) or cell.number_format or ""


def _day(value: float, cell: Any) -> Any:
    """A number that is shown as a day; the number where there is no such day."""
    try:
        return from_excel(value, cell.parent.parent.epoch)
    except (OverflowError, ValueError):
        return value


def _number_of(value: Any) -> Decimal | None:
    """The number by which a format shows a value; None for a text."""
    if isinstance(value, DAYS):
        return Decimal(1)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(repr(value)) if is_number else None


def _signed(shown: Format) -> tuple[str, str]:
    """The words around a number; brackets that a format has for those below zero are a minus.

    Tables read any bracket as one: those that only adorn a number, 序号 or 年份, are left out.
    """
    before, words = shown.before, shown.words
    for sign in YUAN:
        before = before.replace(sign, "")
    before = before.strip()
    if before in BRACKETS and words.startswith(BRACKETS[before]):
        return "-" if shown.unsigned else "", words[1:].strip()
    return before, words


def is_unseen(font: Any, fill: Any, code: str, number: Decimal | None = Decimal(1)) -> bool:
    """Whether colour or size hide the words of this value; `font` and `fill` are openpyxl's."""
    pattern = getattr(fill, "patternType", UNKNOWN) if fill is not None else None
    behind: Any = None
    if pattern is not None:
        behind = (_colour(fill.fgColor) if pattern == "solid" else None) or UNKNOWN
    words, points = (_colour(font.color), font.sz) if font is not None else (None, None)
    return Style(code, words, behind, points).is_unseen(number)


def _colour(colour: Any) -> str | None:
    """A colour of openpyxl; None where the program chooses it."""
    if colour is None or colour.value == NO_COLOUR:
        return None
    return drawn_colour({colour.type: str(colour.value), "tint": str(colour.tint)})


def _exact(value: Decimal) -> str:
    rounded = Decimal(f"{value:.{SIGNIFICANT}g}")
    return f"{rounded:f}" if rounded == rounded.to_integral_value() else f"{rounded.normalize():f}"


def _is_unit(words: str) -> bool:
    return 0 < len(words) <= LONGEST_UNIT and all(
        sign in UNIT_SIGNS or "\u4e00" <= sign <= "\u9fff" for sign in words
    )
