"""Old office files (.doc, .xls and what WPS writes): told apart, refused where they can act.

What they hide cannot be seen without an office program; the report says so.
"""

import shutil
import struct
from pathlib import Path

import olefile

from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits

WORD, SHEETS, SLIDES = "WordDocument", ("Workbook", "Book"), "PowerPoint Document"
MACROS = ("macros", "_vba_project_cur", "vba", "_vba_project", "xlm")
PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
OBJECTS = ("\x01ole10native", "package", "encryptedpackage")
WORD_ENCRYPTED = 0x0100  # in the flags at byte 10 of the file information block
SHEET_PASSWORD = 0x002F  # FILEPASS, near the start of the stream
FIRST_RECORDS = 64
# An empty property set: header, one section, no property (MS-OLEPS).
NO_PROPERTIES = struct.pack(
    "<HHL16sL16sLLL", 0xFFFE, 0, 0x00020006, bytes(16), 1, bytes(16), 48, 8, 0
)


def type_of(path: Path) -> str:
    """`doc`, `xls` or `ppt` by the streams inside; raises `RefusedError`."""
    with olefile.OleFileIO(path) as container:
        if container.exists("EncryptedPackage"):
            raise RefusedError("encrypted")
        if container.exists(WORD):
            return "doc"
        if any(container.exists(name) for name in SHEETS):
            return "xls"
        if container.exists(SLIDES):
            return "ppt"
    raise RefusedError("unknown")


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Copy without author and company; raises `RefusedError` for macros, passwords, objects."""
    report = Report(type=file_type)
    with olefile.OleFileIO(path) as container:
        entries = container.listdir(streams=True, storages=True)
        names = {part.casefold() for entry in entries for part in entry}
        if names & set(MACROS):
            raise RefusedError("macros")
        if names & set(OBJECTS):
            raise RefusedError("embedded_objects")
        if _has_password(container, file_type):
            raise RefusedError("encrypted")
    shutil.copyfile(path, into)
    if _clear_unused(into):
        report.clean("ole_rest")
    with olefile.OleFileIO(into, write_mode=True) as container:
        for name in PROPERTIES:
            if container.exists(name) and (size := container.get_size(name)) >= len(NO_PROPERTIES):
                empty = NO_PROPERTIES.ljust(size, b"\x00")
                if container.openstream(name).read() != empty:
                    container.write_stream(name, empty)
                    report.clean("author")
    if type_of(into) != file_type:
        raise RefusedError("broken")  # its table of sectors lied
    report.tell("old_office")
    return report


def _clear_unused(into: Path) -> bool:
    """Empty the sectors that no stream uses, where deleted text stays, and cut what follows."""
    with olefile.OleFileIO(into) as container:
        size, table = container.sectorsize, container.fat
    used_sectors = [
        number for number, next_sector in enumerate(table) if next_sector != olefile.FREESECT
    ]
    end = (max(used_sectors, default=0) + 2) * size
    changed = into.stat().st_size > end
    with open(into, "r+b") as target:
        target.truncate(min(end, into.stat().st_size))
        for number in sorted(set(range(max(used_sectors, default=0))) - set(used_sectors)):
            target.seek((number + 1) * size)
            if target.read(size).strip(b"\x00"):
                changed = True
                target.seek((number + 1) * size)
                target.write(bytes(size))
    return changed


def _has_password(container: olefile.OleFileIO, file_type: str) -> bool:
    if file_type == "doc":
        flags = container.openstream(WORD).read(12)[10:12]
        return bool(int.from_bytes(flags, "little") & WORD_ENCRYPTED)
    if file_type == "xls":
        name = next(name for name in SHEETS if container.exists(name))
        stream = container.openstream(name)
        for _record in range(FIRST_RECORDS):
            header = stream.read(4)
            if len(header) < 4:
                return False
            kind, length = struct.unpack("<HH", header)
            if kind == SHEET_PASSWORD:
                return True
            stream.seek(length, 1)
    return False
