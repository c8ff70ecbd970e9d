"""Old Excel files (.xls, MS-XLS): names taken out in their place, what acts and hides found.

A workbook is one stream of records, each with a number and a length. None is moved: records
of sheets are found by their position.
"""

import re
import struct
from collections.abc import Iterator

import olefile

from media.examine.biff_looks import FORMAT, BiffLooks
from media.examine.findings import RefusedError, Report, printable
from media.examine.machine_paths import refuse_link
from media.examine.office_parts import Findings

STREAMS = ("Workbook", "Book")
BEGIN, OLDER_BEGINS = 0x0809, (0x0009, 0x0209, 0x0409)
EXCEL_97 = 0x0600
MACRO_SHEET = 0x0040  # what a part is, in its first record
WRITER, RESERVED_BY, PRINTER = 0x005C, 0x005B, 0x004D
SHEET, REMARK, BOOK_ELSEWHERE, ROW, COLUMNS, VIEW = 0x0085, 0x001C, 0x01AE, 0x0208, 0x007D, 0x01A9
CONNECTIONS = frozenset({0x00DC, 0x01AD, 0x0803, 0x0876})
LINK = 0x01B8
FILE_MONIKER = bytes.fromhex("0303000000000000c000000000000046")
ON_A_MACHINE = re.compile(r"[a-z]:[\\/]|\\\\", re.IGNORECASE)
# What is calculated: cells, names, shared formulas, matrices; conditions of formats and of input.
FORMULAS = frozenset({0x0006, 0x0018, 0x0221, 0x04BC, 0x01B1, 0x01BE})
CALLS_HYPERLINK = re.compile(rb"[\x22\x42\x62][\x01\x02]\x67\x01")
TEXT_IN_FORMULA = 0x17
OWN_BOOKS = (0x0401, 0x3A01)
ACTIVE_SHEETS = (1, 6)  # Excel 4 macros, a module
# Where a record says that it is hidden, and how small: twips, and parts of a digit's width.
LINES = {ROW: (12, 0x20), COLUMNS: (8, 0x01)}
SIZES = {ROW: (6, 20), COLUMNS: (4, 51)}
REVISIONS = ("Revision Log", "User Names")
PIVOT = "_SX_DB_CUR"


def clean(container: olefile.OleFileIO, report: Report) -> dict[str, bytes]:
    """Return the streams that change, each as long as before; raises `RefusedError`."""
    if any(container.exists(name) for name in REVISIONS):
        raise RefusedError("tracked_changes", changes=1, people="")
    if container.exists(PIVOT):
        report.tell("pivot_cache")
    changed = {}
    for name in STREAMS:
        if container.exists(name):
            before = container.openstream(name).read()
            after = _cleaned(before, report)
            if after != before:
                changed[name] = after
                report.clean("author")
    return changed


def _records(stream: bytearray) -> Iterator[tuple[int, int, int]]:
    """Number, start and length of each record's body."""
    position = 0
    while position + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, position)
        if position + 4 + length > len(stream):
            return
        yield number, position + 4, length
        position += 4 + length


def _cleaned(data: bytes, report: Report) -> bytes:
    stream = bytearray(data)
    if int.from_bytes(stream[:2], "little") != BEGIN:
        raise RefusedError("old_office_unclear")
    is_wide = int.from_bytes(stream[4:6], "little") >= EXCEL_97
    findings, looks = Findings(), BiffLooks(is_wide)
    for number, start, length in _records(stream):
        body = stream[start : start + length]
        if number == WRITER:
            # An empty name, then blanks, as Excel itself fills the place.
            stream[start : start + length] = bytes(3 if is_wide else 1).ljust(length, b" ")[:length]
        elif number in (RESERVED_BY, PRINTER):
            stream[start : start + length] = bytes(length)
        else:
            _look(number, bytes(body), is_wide, findings, report)
            _look_at_cells(number, bytes(body), looks, findings)
    findings.judge(report)
    return bytes(stream)


def _look(number: int, body: bytes, is_wide: bool, findings: Findings, report: Report) -> None:
    if number in OLDER_BEGINS or number == VIEW:
        raise RefusedError("old_office_unclear")
    if number == BEGIN and int.from_bytes(body[2:4], "little") == MACRO_SHEET:
        raise RefusedError("macros")
    if number in CONNECTIONS:
        raise RefusedError("data_connections")
    if number == SHEET:
        _look_at_sheet(body, is_wide, findings)
    elif number == REMARK:
        findings.remarks += 1
        findings.people.append(_text(body[8:], 2, is_wide) if is_wide else "")
    elif number == BOOK_ELSEWHERE:
        _look_at_book(body, report)
    elif number == LINK:
        _look_at_link(body)
    elif number in FORMULAS:
        _look_at_formula(body, is_wide)
    elif number in LINES:
        findings.hidden_rows += _is_hidden_line(number, body)


def _is_hidden_line(number: int, body: bytes) -> bool:
    """Whether nobody sees a row or column: marked as hidden, or narrower than a point."""
    place, mark = LINES[number]
    if len(body) <= place:
        return False
    at, least = SIZES[number]
    size = int.from_bytes(body[at : at + 2], "little") & 0x7FFF
    return bool(body[place] & mark) or 0 < size < least


def _look_at_cells(number: int, body: bytes, looks: BiffLooks, findings: Findings) -> None:
    """What nobody sees by its format, colour or size."""
    text = _text(body[2:], 2 if looks.is_wide else 1, looks.is_wide) if number == FORMAT else ""
    if looks.learns(number, body, text):
        return
    for look in looks.looks(number, body):
        (findings.hide_value if look.by_format else findings.hide)(look.place)


def _look_at_sheet(body: bytes, is_wide: bool, findings: Findings) -> None:
    if len(body) > 5 and body[5] in ACTIVE_SHEETS:
        raise RefusedError("macros")
    if len(body) > 4 and body[4] & 3:
        findings.hidden_sheets.append(_text(body[6:], 1, is_wide))


def _look_at_book(body: bytes, report: Report) -> None:
    """Another workbook that formulas take values from; a program that is asked for them."""
    sheets, length = struct.unpack_from("<HH", body.ljust(4, b"\x00"))
    if len(body) == 4 and length in OWN_BOOKS:
        return
    if not sheets and b"\x03" in body[4:]:
        raise RefusedError("external_content", target="DDE")
    report.tell("external_books")


def _look_at_link(body: bytes) -> None:
    """A link to a file: by a path of somebody's machine, readers cannot follow it."""
    start = body.find(FILE_MONIKER) + len(FILE_MONIKER)
    if start < len(FILE_MONIKER):
        return
    length = int.from_bytes(body[start + 2 : start + 6], "little")
    path = body[start + 6 : start + 6 + length].rstrip(b"\x00").decode("gb18030", "replace")
    if ON_A_MACHINE.match(path):
        raise RefusedError("link_to_file", target=printable(path.rpartition("\\")[2]))


def _look_at_formula(body: bytes, is_wide: bool) -> None:
    """A link that is calculated: its texts stand among the signs of the formula."""
    if not CALLS_HYPERLINK.search(body):
        return
    for place, sign in enumerate(body):
        if sign == TEXT_IN_FORMULA:
            refuse_link(_text(body[place + 1 :], 1, is_wide))


def _text(data: bytes, length_bytes: int, is_wide: bool) -> str:
    """A text with its length before it; since Excel 97 also how wide its characters are."""
    length = int.from_bytes(data[:length_bytes], "little")
    if not is_wide:
        return data[length_bytes : length_bytes + length].decode("gb18030", "replace")
    flags, data = data[length_bytes : length_bytes + 1], data[length_bytes + 1 :]
    if flags[:1] == b"\x01":
        return data[: 2 * length].decode("utf-16-le", "replace")
    return data[:length].decode("latin-1")
