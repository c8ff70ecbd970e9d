"""Cells of a spreadsheet whose value nobody sees: by their number format, colour or size."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from media.examine import xml
from media.examine.findings import printable
from media.examine.number_formats import colour_of, hides
from media.examine.seeing import WHITE, colour, is_tiny, is_unseen, number, tinted

# The first colours of the palette, each twice, and the first two of the theme.
INDEXED = {0: "000000", 1: WHITE, 8: "000000", 9: WHITE, 64: "000000", 65: WHITE}
THEME = {0: WHITE, 1: "000000"}
TEXTS = frozenset({"s", "str", "inlineStr", "b"})
ERROR = "e"
UNKNOWN = object()  # what lies behind, where a pattern or a gradient does
LISTS = ("numFmts", "fonts", "fills", "cellXfs", "dxfs")


@dataclass(frozen=True)
class Look:
    """Where a value is that nobody sees, and whether the format of numbers hides it."""

    place: str
    by_format: bool


@dataclass(frozen=True)
class Style:
    """How cells of a style look: format, colour of words, what lies behind, size in points."""

    format: str = ""
    words: str | None = None
    behind: Any = None
    points: float | None = None

    def is_unseen(self, value: Decimal | None) -> bool:
        """Whether the words of this value cannot be read; `None` stands for a text."""
        if is_tiny(self.points):
            return True
        words = colour_of(self.format, value) or self.words
        return self.behind is not UNKNOWN and is_unseen(words, self.behind)


@dataclass
class SheetLooks:
    """The styles of a workbook; told before the sheets that use them."""

    _formats: dict[str, str] = field(default_factory=dict)
    _fonts: list[tuple[str | None, float | None]] = field(default_factory=list)
    _fills: list[Any] = field(default_factory=list)
    _styles: list[Style] = field(default_factory=list)
    _rules: list[Style] = field(default_factory=list)

    def learns(self, tag: str, element: etree._Element) -> bool:
        """Read a list of styles; False for whatever is none."""
        if tag not in LISTS:
            return False
        entries = [entry for entry in element if isinstance(entry.tag, str)]
        if tag == "numFmts":
            self._formats |= {
                entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in entries
            }
        elif tag == "fonts":
            self._fonts += map(_font, entries)
        elif tag == "fills":
            self._fills += map(_fill, entries)
        elif tag == "cellXfs":
            self._styles += map(self._style, entries)
        else:
            self._rules += map(_rule, entries)
        return True

    def look(self, element: etree._Element) -> Look | None:
        """What of a cell, or a rule for cells, is not seen."""
        if xml.local(element) == "cfRule":
            return self._look_at_rule(element)
        style = _at(self._styles, element.get("s", "0"))
        kind = element.get("t", "n")
        words = _words(element)
        if style is None or not words or kind == ERROR:
            return None
        value = None if kind in TEXTS else _decimal(words)
        place = printable(element.get("r", ""))
        if hides(style.format, value):
            return Look(place, by_format=True)
        return Look(place, by_format=False) if style.is_unseen(value) else None

    def _look_at_rule(self, rule: etree._Element) -> Look | None:
        """A rule that hides what it finds; colours without a ground of their own stand on white."""
        style = _at(self._rules, rule.get("dxfId", ""))
        parent = rule.getparent()
        if style is None or parent is None:
            return None
        place = printable(parent.get("sqref", ""))
        if hides(style.format, Decimal(1)):
            return Look(place, by_format=True)
        return Look(place, by_format=False) if style.is_unseen(Decimal(1)) else None

    def _style(self, entry: etree._Element) -> Style:
        words, points = _at(self._fonts, entry.get("fontId", "")) or (None, None)
        code = self._formats.get(entry.get("numFmtId", ""), "")
        return Style(code, words, _at(self._fills, entry.get("fillId", "")), points)


def _at(rows: list[Any], place: str) -> Any:
    return (
        rows[int(place)] if place.isascii() and place.isdigit() and int(place) < len(rows) else None
    )


def _words(cell: etree._Element) -> str:
    """What a cell holds as it is written: a value, the number of a text, or a text."""
    held = (child for child in cell if xml.local(child) in ("v", "is"))
    return "".join("".join(child.itertext()) for child in held).strip()


def _decimal(words: str) -> Decimal:
    """The number of a cell; a day that is written out is greater than none."""
    try:
        value = Decimal(words)
    except InvalidOperation:
        return Decimal(1)
    return value if value.is_finite() else Decimal(1)


def _rule(entry: etree._Element) -> Style:
    """A style of differences, as rules use them."""
    parts = {xml.local(child): child for child in entry if isinstance(child.tag, str)}
    words, points = _font(parts["font"]) if "font" in parts else (None, None)
    code = parts["numFmt"].get("formatCode", "") if "numFmt" in parts else ""
    behind = _fill(parts["fill"], of_rule=True) if "fill" in parts else None
    return Style(code, words, behind, points)


def _font(font: etree._Element) -> tuple[str | None, float | None]:
    parts = {xml.local(child): child for child in font if isinstance(child.tag, str)}
    points = number(parts["sz"].get("val")) if "sz" in parts else None
    return drawn_colour(parts["color"].attrib) if "color" in parts else None, points


def _fill(fill: etree._Element, of_rule: bool = False) -> Any:
    """What lies behind a cell; a rule writes one colour in the place of the background."""
    pattern = next((child for child in fill if xml.local(child) == "patternFill"), None)
    if pattern is None:
        return UNKNOWN
    kind = pattern.get("patternType", "solid" if of_rule else "none")
    if kind == "none":
        return None
    names = ("bgColor", "fgColor") if of_rule else ("fgColor",)
    colours = {xml.local(child): child for child in pattern if isinstance(child.tag, str)}
    found = next((colours[name] for name in names if name in colours), None)
    if kind != "solid" or found is None:
        return UNKNOWN
    return drawn_colour(found.attrib) or UNKNOWN


def drawn_colour(attributes: Mapping[Any, Any]) -> str | None:
    """A colour by its attributes in a file.

    None where the program chooses it, or the theme has one that is not known.
    """
    if "theme" in attributes:
        base = THEME.get(int(number(attributes["theme"]) or 0))
        return tinted(base, number(attributes.get("tint")) or 0) if base else None
    if "indexed" in attributes:
        return INDEXED.get(int(number(attributes["indexed"]) or 0))
    return colour(attributes.get("rgb"))
