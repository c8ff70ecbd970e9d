"""Old Word files (.doc, MS-DOC): names taken out in their place, changes and remarks found.

The lists that a file holds stand in a table stream; the head of the text says where. What a
fast save left behind, or an older Word wrote, is not taken apart: such a file is refused.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from media.examine.findings import RefusedError, Report, printable
from media.examine.office_parts import Findings
from media.examine.word97_rest import empty_rest
from media.examine.word97_styles import Properties, Styles

TEXT = "WordDocument"
MARK, WORD_97 = 0xA5EC, 0x00C1
FAST_SAVED, SECOND_TABLE = 0x0004, 0x0200
# How many numbers stand before the places of the lists: the same since Word 97.
COUNTS = {32: 14, 62: 22}
PLACES, PLACES_COUNT, FEWEST_PLACES = 154, 152, 93
# Places of lists, by their number in the head (MS-DOC 2.5.6 to 2.5.9).
STYLES, REMARKS, REMARK_PEOPLE, CHANGE_PEOPLE, RUNS, PARAGRAPHS = 1, 4, 36, 51, 12, 13
FIELDS = (16, 17, 18, 19, 48, 57, 59)
EMPTIED = {
    27: "printer",
    28: "printer",
    29: "printer",
    35: "where it saves itself",
    44: "letters to many",
    60: "variables",
    70: "who it was sent to",
    71: "who saved it last, and where",
    72: "names of files inside",
    77: "undone work",
    94: "who it was mailed by",
    97: "the envelope of a mail",
    119: "undone work",
    126: "letters to many",
    127: "letters to many",
    140: "a path of a style sheet",
}
ASSOCIATED, ASSOCIATED_COUNT = 32, 18  # title, author, template and the like
FETCHING_FIELDS = {
    36: "INCLUDE",
    45: "DDE",
    46: "DDEAUTO",
    55: "IMPORT",
    56: "LINK",
    67: "INCLUDEPICTURE",
    68: "INCLUDETEXT",
    78: "DATABASE",
}
LINK_TO_FILE = re.compile(
    rb'HYPERLINK\s+"?((?:file:|[a-z]:\\|\\\\\\\\)[^"\x14\x15]*)', re.IGNORECASE
)
PAGE = 512
CHANGED = (0x0800, 0x0801, 0xCA57, 0xCA89)
OPERAND_BYTES = (1, 1, 2, 4, 2, 2, 0, 3)


@dataclass
class _Text:
    """The head of a text and its lists; both are changed in their place."""

    head: bytearray
    table: bytearray

    def place(self, number: int) -> tuple[int, int]:
        """Where a list begins in the table stream, and its length; nothing where it is not."""
        if number >= int.from_bytes(self.head[PLACES_COUNT : PLACES_COUNT + 2], "little"):
            return 0, 0
        start, length = struct.unpack_from("<LL", self.head, PLACES + 8 * number)
        return (start, length) if start + length <= len(self.table) else (0, 0)

    def list_of(self, number: int) -> bytes:
        start, length = self.place(number)
        return bytes(self.table[start : start + length])

    def put(self, number: int, data: bytes) -> bool:
        """Write a shorter list in the place of one; True when that changes something."""
        start, length = self.place(number)
        if not length or self.list_of(number) == data:
            return False
        self.table[start : start + length] = data.ljust(length, b"\x00")
        struct.pack_into("<L", self.head, PLACES + 8 * number + 4, len(data))
        return True


def clean(container: olefile.OleFileIO, report: Report) -> dict[str, bytes]:
    """Return the streams that change, each as long as before; raises `RefusedError`."""
    head = bytearray(container.openstream(TEXT).read())
    flags = _flags(head)
    table_name = "1Table" if flags & SECOND_TABLE else "0Table"
    if not container.exists(table_name):
        raise RefusedError("old_office_unclear")
    text = _Text(head, bytearray(container.openstream(table_name).read()))
    _judge(text, report)
    changes = [text.put(number, b"") for number in EMPTIED]
    if text.place(ASSOCIATED)[1]:
        changes.append(text.put(ASSOCIATED, _empty_names(ASSOCIATED_COUNT)))
    if people := text.list_of(CHANGE_PEOPLE):
        changes.append(text.put(CHANGE_PEOPLE, _empty_names(len(_names(people)))))
    if any(changes):
        report.clean("author")
    has_rest = empty_rest(text.head, text.list_of)
    if has_rest:
        report.clean("ole_rest")
    if not any(changes) and not has_rest:
        return {}
    return {TEXT: bytes(text.head), table_name: bytes(text.table)}


def _flags(head: bytearray) -> int:
    """The flags of a file that is read here; raises `RefusedError` for others."""
    if len(head) < PLACES + 8 * FEWEST_PLACES:
        raise RefusedError("old_office_unclear")
    mark, version = struct.unpack_from("<HH", head)
    flags = int.from_bytes(head[10:12], "little")
    counts = all(int.from_bytes(head[at : at + 2], "little") == n for at, n in COUNTS.items())
    places = int.from_bytes(head[PLACES_COUNT : PLACES_COUNT + 2], "little")
    is_known = mark == MARK and version >= WORD_97 and counts and places >= FEWEST_PLACES
    if not is_known or flags & FAST_SAVED:
        raise RefusedError("old_office_unclear")
    return flags


def _judge(text: _Text, report: Report) -> None:
    """Refuse changes, remarks and fields that fetch; tell of hidden text."""
    findings = Findings(remarks=max(text.place(REMARKS)[1] - 4, 0) // 34)
    if findings.remarks:
        findings.people += _people(text.list_of(REMARK_PEOPLE))
    styles = Styles.read(text.list_of(STYLES), _properties)
    styles.stand(bytes(text.head), text.list_of(PARAGRAPHS))
    for start, end, properties in _runs(text):
        findings.changes += any(code in CHANGED and operand[0] for code, operand in properties)
        findings.hidden_text += styles.hides(start, end, properties)
    if findings.changes:
        findings.people += [name for name in _names(text.list_of(CHANGE_PEOPLE)) if name]
    for number in FIELDS:
        for kind in _fields(text.list_of(number)):
            if kind in FETCHING_FIELDS:
                raise RefusedError("external_content", target=FETCHING_FIELDS[kind])
    # Characters of one or two bytes: what of a link is asked here is plain in both.
    if match := LINK_TO_FILE.search(text.head.replace(b"\x00", b"")):
        path = match[1].decode("ascii", "ignore").replace("\\", "/")
        raise RefusedError("link_to_file", target=printable(path.rpartition("/")[2]))
    findings.judge(report)


def _fields(places: bytes) -> Iterator[int]:
    """The kinds of the fields that a list names: positions first, then two bytes each."""
    count = max(len(places) - 4, 0) // 6
    for mark, kind in zip(
        places[4 * (count + 1) :: 2], places[4 * (count + 1) + 1 :: 2], strict=False
    ):
        if mark & 0x1F == 0x13:
            yield kind


def _runs(text: _Text) -> Iterator[tuple[int, int, Properties]]:
    """Start, end and properties of each run of characters, from the pages that list them."""
    places = text.list_of(RUNS)
    count = max(len(places) - 4, 0) // 8
    for number in struct.unpack_from(f"<{count}L", places, 4 * (count + 1)) if count else ():
        page = text.head[(number & 0x3FFFFF) * PAGE :][:PAGE]
        if len(page) < PAGE:
            raise RefusedError("old_office_unclear")
        runs = page[-1]
        if 4 * (runs + 1) + runs >= PAGE:
            raise RefusedError("old_office_unclear")
        bounds = struct.unpack_from(f"<{runs + 1}L", page)
        offsets = page[4 * (runs + 1) : 4 * (runs + 1) + runs]
        for number_in_page, offset in enumerate(offsets):
            length = page[2 * offset] if offset else 0
            properties = list(_properties(bytes(page[2 * offset + 1 :][:length])))
            yield bounds[number_in_page], bounds[number_in_page + 1], properties


def _properties(listed: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property with its operand (MS-DOC 2.2.5.1)."""
    position = 0
    while position + 2 < len(listed):
        code = int.from_bytes(listed[position : position + 2], "little")
        position += 2
        length = OPERAND_BYTES[code >> 13]
        if not length:
            length, position = listed[position], position + 1
        operand = listed[position : position + length]
        position += length
        if operand:
            yield code, operand


def _names(data: bytes) -> list[str]:
    """The texts of a list of texts (STTB): two bytes a character, or one."""
    if len(data) < 6:
        return []
    is_wide = data[:2] == b"\xff\xff"
    count, extra = struct.unpack_from("<HH", data, 2 if is_wide else 0)
    position, names = 6 if is_wide else 4, []
    for _ in range(count):
        size = 2 if is_wide else 1
        length = int.from_bytes(data[position : position + size], "little") * size
        position += size
        names.append(_decoded(data[position : position + length], is_wide))
        position += length + extra
        if position > len(data):
            raise RefusedError("old_office_unclear")
    return names


def _decoded(data: bytes, is_wide: bool) -> str:
    return data.decode("utf-16-le" if is_wide else "gb18030", "replace")


def _empty_names(count: int) -> bytes:
    return struct.pack("<HHH", 0xFFFF, count, 0) + bytes(2 * count)


def _people(data: bytes) -> list[str]:
    """Names that stand one after the other, each with its length before it."""
    names, position = [], 0
    while position + 2 <= len(data):
        length = 2 * int.from_bytes(data[position : position + 2], "little")
        names.append(_decoded(data[position + 2 : position + 2 + length], True))
        position += 2 + length
    return names
