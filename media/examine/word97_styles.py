"""Which styles of an old Word text hide what is written in them (MS-DOC 2.9.271, 2.9.260).

Only what the list of styles says is read; one that cannot be taken apart hides nothing, and
that old files may hold more is told of each.
"""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

PARAGRAPH, CHARACTERS, TABLE = 1, 2, 3  # kinds of styles
BEFORE_CHARACTERS = {PARAGRAPH: 1, CHARACTERS: 0, TABLE: 2}  # lists that stand before theirs
NO_BASE, DEEPEST = 0xFFF, 20
HIDDEN, STYLE_OF_RUN = 0x083C, 0x4A30
AS_STYLE, NOT_AS_STYLE = 0x80, 0x81
PAGE, PLACES_BYTES, LEAST_WORDS = 512, 13, 2
Properties = list[tuple[int, bytes]]


@dataclass
class Styles:
    """The styles of a text by their number: whether they hide, and what they stand on."""

    _hides: dict[int, bool] = field(default_factory=dict)
    _stands_on: dict[int, int] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _paragraphs: list[tuple[int, int]] = field(default_factory=list)  # end and style

    @classmethod
    def read(
        cls, listed: bytes, properties: Callable[[bytes], Iterator[tuple[int, bytes]]]
    ) -> "Styles":
        """The list of styles; `properties` reads those of characters."""
        styles = cls()
        try:
            for number, style in _each(listed):
                styles._take(number, style, properties)
        except (struct.error, IndexError):
            return cls()
        return styles

    def stand(self, head: bytes, pages: bytes) -> None:
        """Where each paragraph stands, and its style."""
        found = []
        count = max(len(pages) - 4, 0) // 8
        for number in struct.unpack_from(f"<{count}L", pages, 4 * (count + 1)) if count else ():
            found += list(_paragraphs(head[(number & 0x3FFFFF) * PAGE :][:PAGE]))
        found.sort()
        self._starts = [start for start, _end, _style in found]
        self._paragraphs = [(end, style) for _start, end, style in found]

    def hides(self, start: int, end: int, properties: Properties) -> bool:
        """Whether a run is hidden: by itself, else by the styles of its characters or paragraph."""
        own = {code: operand for code, operand in properties}
        said = own[HIDDEN][0] if HIDDEN in own else AS_STYLE
        if said not in (AS_STYLE, NOT_AS_STYLE):
            return bool(said)
        by_run = self._is_hidden(int.from_bytes(own.get(STYLE_OF_RUN, b"")[:2], "little"))
        by_run = by_run and STYLE_OF_RUN in own
        hidden = (by_run != self._is_hidden(style) for style in self._of(start, end))
        return any(each != (said == NOT_AS_STYLE) for each in hidden)

    def _of(self, start: int, end: int) -> Iterator[int]:
        """The styles of the paragraphs that a run stands in; the ordinary one without a list."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        is_told = False
        while at < len(self._starts) and self._starts[at] < end:
            paragraph_end, style = self._paragraphs[at]
            if min(end, paragraph_end) - max(start, self._starts[at]) > LEAST_WORDS:
                is_told = True
                yield style
            at += 1
        if not is_told and not self._starts:
            yield 0

    def _take(
        self,
        number: int,
        style: tuple[int, int, bytes],
        properties: Callable[[bytes], Iterator[tuple[int, bytes]]],
    ) -> None:
        _kind, base, characters = style
        self._stands_on[number] = base
        for code, operand in properties(characters):
            if code == HIDDEN:
                self._hides[number] = bool(operand[0] & 1)

    def _is_hidden(self, number: int) -> bool:
        for _ in range(DEEPEST):
            if number in self._hides:
                return self._hides[number]
            number = self._stands_on.get(number, NO_BASE)
        return False


def _each(listed: bytes) -> Iterator[tuple[int, tuple[int, int, bytes]]]:
    """Each style by its number: its kind, what it stands on, its properties of characters."""
    if len(listed) < 6:
        return
    head, count, fixed = struct.unpack_from("<HHH", listed)
    position = 2 + head
    for number in range(count):
        (length,) = struct.unpack_from("<H", listed, position)
        style = listed[position + 2 : position + 2 + length]
        position += 2 + length + length % 2
        if style:
            (kinds,) = struct.unpack_from("<H", style, 2)
            yield number, (kinds & 0xF, kinds >> 4, _characters(style, kinds & 0xF, fixed))


def _characters(style: bytes, kind: int, fixed: int) -> bytes:
    """The properties of characters of a style; empty for one that has none."""
    if kind not in BEFORE_CHARACTERS:
        return b""
    (letters,) = struct.unpack_from("<H", style, fixed)
    position = fixed + 2 + 2 * letters + 2
    for _ in range(BEFORE_CHARACTERS[kind]):
        position = _behind(style, position)
    if position + 2 > len(style):
        return b""
    (length,) = struct.unpack_from("<H", style, position)
    return style[position + 2 : position + 2 + length]


def _behind(style: bytes, position: int) -> int:
    """The place behind a list of properties; each begins at an even place."""
    if position + 2 > len(style):
        return len(style)
    (length,) = struct.unpack_from("<H", style, position)
    return position + 2 + length + length % 2


def _paragraphs(page: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, end and style of each paragraph of a page (MS-DOC 2.9.174)."""
    if len(page) < PAGE:
        return
    count = page[-1]
    if 4 * (count + 1) + PLACES_BYTES * count >= PAGE:
        return
    places = struct.unpack_from(f"<{count + 1}L", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + PLACES_BYTES * number]
        at += 1 if page[at] else 2
        style = int.from_bytes(page[at : at + 2], "little") if at > 2 else 0
        yield places[number], places[number + 1], style
