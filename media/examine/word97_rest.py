"""What of an old Word text no structure refers to: words that were deleted and stayed in the file.

The stream «WordDocument» has no order of its own but its head (MS-DOC 2.1.1). Its parts are those
that the head, the pieces, the pages of properties, the sections and the store of drawings name.
"""

import struct
from collections.abc import Callable, Iterator

from media.examine.findings import RefusedError

# Numbers of lists in the head (MS-DOC 2.5.6).
SECTIONS, RUN_PAGES, PARAGRAPH_PAGES, PIECES, DRAWINGS = 6, 12, 13, 33, 50
FIRST, PAST_LAST = 24, 28  # where the text begins and ends, in a file without pieces
NEXT_HEAD = 8  # of saved texts that belong to a template, with names of their own
PLACES, PLACES_COUNT = 154, 152
PAGE = 512
PROPERTIES, TABLE_OF_PIECES = 1, 2
ONE_BYTE = 0x40000000
NOTHING = 0xFFFFFFFF
# Records of drawings (MS-ODRAW): containers, and an entry of the store of pictures.
ALL_DRAWINGS, STORE, ENTRY = 0xF000, 0xF001, 0xF007
ENTRY_HEAD = 36
ListOf = Callable[[int], bytes]
Span = tuple[int, int]


def empty_rest(head: bytearray, list_of: ListOf) -> bool:
    """Write zeros where nothing leads; True when that changes something.

    `list_of` gives the bytes of a list by its number. Raises `RefusedError` for parts that
    cannot be told.
    """
    if int.from_bytes(head[NEXT_HEAD : NEXT_HEAD + 2], "little"):
        raise RefusedError("old_office_unclear")
    try:
        spans = sorted(span for span in _spans(head, list_of) if span[0] < span[1])
    except (struct.error, IndexError) as error:
        raise RefusedError("old_office_unclear") from error
    position, changed = 0, False
    for start, end in [*spans, (len(head), len(head))]:
        if start > position and any(head[position:start]):
            head[position:start] = bytes(start - position)
            changed = True
        position = max(position, min(end, len(head)))
    return changed


def _spans(head: bytearray, list_of: ListOf) -> Iterator[Span]:
    """Where each part begins and ends, in any order."""
    yield 0, _head_length(head)
    yield from _pieces(head, list_of(PIECES))
    for number in (RUN_PAGES, PARAGRAPH_PAGES):
        for (page,) in _plex(list_of(number), "<L"):
            start = (page & 0x3FFFFF) * PAGE
            yield start, start + PAGE
    for _, start, _, _ in _plex(list_of(SECTIONS), "<HLHL"):
        if start != NOTHING:
            yield start, start + 2 + struct.unpack_from("<H", head, start)[0]
    yield from _pictures(head, list_of(DRAWINGS))


def _head_length(head: bytearray) -> int:
    end = PLACES + 8 * int.from_bytes(head[PLACES_COUNT : PLACES_COUNT + 2], "little")
    return end + 2 + 2 * int.from_bytes(head[end : end + 2], "little")


def _pieces(head: bytearray, listed: bytes) -> Iterator[Span]:
    position = 0
    while position < len(listed) and listed[position] == PROPERTIES:
        position += 3 + struct.unpack_from("<H", listed, position + 1)[0]
    if position >= len(listed):
        yield struct.unpack_from("<L", head, FIRST)[0], struct.unpack_from("<L", head, PAST_LAST)[0]
        return
    if listed[position] != TABLE_OF_PIECES:
        raise RefusedError("old_office_unclear")
    table = listed[position + 5 :][: struct.unpack_from("<L", listed, position + 1)[0]]
    count = max(len(table) - 4, 0) // 12
    characters = struct.unpack_from(f"<{count + 1}L", table)
    for number, (_, place, _) in enumerate(_plex(table, "<HLH")):
        length = characters[number + 1] - characters[number]
        start = place & ~ONE_BYTE
        if place & ONE_BYTE:
            yield start // 2, start // 2 + length
        else:
            yield start, start + 2 * length


def _plex(listed: bytes, form: str) -> Iterator[tuple[int, ...]]:
    """The entries behind the positions of a list of both (PLC)."""
    size = struct.calcsize(form)
    count = max(len(listed) - 4, 0) // (4 + size)
    for number in range(count):
        yield struct.unpack_from(form, listed, 4 * (count + 1) + size * number)


def _pictures(head: bytearray, drawings: bytes) -> Iterator[Span]:
    """The pictures of drawings, which the store of all drawings places in the text's stream."""
    for kind, store in _records(drawings[:8] and _body(drawings)):
        if kind != STORE:
            continue
        for entry_kind, entry in _records(store):
            if entry_kind != ENTRY or len(entry) < ENTRY_HEAD:
                continue
            size, _uses, start = struct.unpack_from("<LLL", entry, 20)
            if size and start != NOTHING and start + 8 <= len(head):
                own_length = 8 + struct.unpack_from("<L", head, start + 4)[0]
                yield start, start + max(size, own_length)


def _body(drawings: bytes) -> bytes:
    _, kind, length = struct.unpack_from("<HHL", drawings)
    if kind != ALL_DRAWINGS:
        raise RefusedError("old_office_unclear")
    return drawings[8 : 8 + length]


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 8 <= len(data):
        _, kind, length = struct.unpack_from("<HHL", data, position)
        yield kind, data[position + 8 : position + 8 + length]
        position += 8 + length
