"""Cells of an old Excel file whose value nobody sees (MS-XLS 2.4.122, 2.4.126, 2.4.353).

Formats, fonts and styles stand in the stream before the sheets that use them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from media.examine.number_formats import hides
from media.examine.sheet_looks import INDEXED, UNKNOWN, Look, Style

FORMAT, FONT, STYLE, PALETTE = 0x041E, 0x0031, 0x00E0, 0x0092
NUMBER, SHORT, SHORTS = 0x0203, 0x027E, 0x00BD
LABELS = frozenset({0x00FD, 0x0204, 0x00D6})  # a shared text, one of its own, one with fonts
CALCULATED = 0x0006
TEXT_RESULT, OTHER_RESULT = b"\x00", b"\xff\xff"
FIRST_OF_PALETTE = 8
LEFT_OUT_FONT = 4  # no font has this number
TWIPS = 20  # a point
NO_PATTERN, SOLID = 0, 1


@dataclass
class BiffLooks:
    """The styles of a workbook, as they come; then the cells."""

    is_wide: bool
    _formats: dict[int, str] = field(default_factory=dict)
    _fonts: list[tuple[int, float]] = field(default_factory=list)
    _styles: list[bytes] = field(default_factory=list)
    _palette: dict[int, str] = field(default_factory=dict)
    _known: dict[int, Style] = field(default_factory=dict)

    def learns(self, number: int, body: bytes, text: str) -> bool:
        """Read a record about looks; `text` is the format in it. False for other records."""
        if number == FORMAT:
            self._formats[_word(body, 0)] = text
        elif number == FONT:
            self._fonts.append((_word(body, 4), _word(body, 0) / TWIPS))
        elif number == PALETTE:
            colours = struct.iter_unpack("BBBx", body[2 : 2 + len(body[2:]) // 4 * 4])
            self._palette = {
                FIRST_OF_PALETTE + place: f"{red:02X}{green:02X}{blue:02X}"
                for place, (red, green, blue) in enumerate(colours)
            }
        elif number == STYLE:
            self._styles.append(body)
        else:
            return False
        return True

    def looks(self, number: int, body: bytes) -> Iterator[Look]:
        """The cells of a record that nobody can read."""
        for row, column, style_number, value in _cells(number, body):
            if style_number >= len(self._styles):
                continue
            style = self._style(style_number)
            place = f"{get_column_letter(column % 256 + 1)}{row + 1}"
            if hides(style.format, value):
                yield Look(place, by_format=True)
            elif style.is_unseen(value):
                yield Look(place, by_format=False)

    def _style(self, number: int) -> Style:
        """A style with its font, format and colours: they may come behind it."""
        if number not in self._known:
            body = self._styles[number]
            font = _word(body, 0)
            font -= font > LEFT_OUT_FONT
            colour, points = self._fonts[font] if font < len(self._fonts) else (None, None)
            code = self._formats.get(_word(body, 2), "")
            style = Style(code, self._colour(colour), self._behind(body), points)
            self._known[number] = style
        return self._known[number]

    def _behind(self, body: bytes) -> Any:
        if not self.is_wide or len(body) < 20:
            return UNKNOWN
        pattern = _word(body, 16) >> 10
        if pattern == NO_PATTERN:
            return None
        return (self._colour(_word(body, 18) & 0x7F) or UNKNOWN) if pattern == SOLID else UNKNOWN

    def _colour(self, number: int | None) -> str | None:
        if number is None:
            return None
        return self._palette.get(number) or INDEXED.get(number)


def _cells(number: int, body: bytes) -> Iterator[tuple[int, int, int, Decimal | None]]:
    """Row and column from 0, style, and the value; `None` for a text."""
    if number == SHORTS:
        row, first = _word(body, 0), _word(body, 2)
        for place in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HL", body, 4 + 6 * place)
            yield row, first + place, style, _short(packed)
        return
    value = _value(number, body)
    if value is not UNKNOWN:
        row, column, style = struct.unpack_from("<HHH", body)
        yield row, column, style, value


def _value(number: int, body: bytes) -> Any:
    """The value of a record of one cell; `UNKNOWN` for other records, errors and blanks."""
    if number in LABELS and len(body) >= 6:
        return None
    if number == SHORT and len(body) >= 10:
        return _short(struct.unpack_from("<L", body, 6)[0])
    if number not in (NUMBER, CALCULATED) or len(body) < 14:
        return UNKNOWN
    result = body[6:14]
    if number == NUMBER or result[6:] != OTHER_RESULT:
        return _decimal(struct.unpack("<d", result)[0])
    return None if result[:1] == TEXT_RESULT else UNKNOWN


def _short(packed: int) -> Decimal:
    """A number in four bytes (MS-XLS 2.5.217): two signs before the upper half of a number."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", bytes(4) + struct.pack("<L", packed & 0xFFFFFFFC))
    return _decimal(value / 100 if packed & 1 else value)


def _decimal(value: float) -> Decimal:
    number = Decimal(value)
    return number if number.is_finite() else Decimal(1)


def _word(body: bytes, place: int) -> int:
    return int.from_bytes(body[place : place + 2], "little")
