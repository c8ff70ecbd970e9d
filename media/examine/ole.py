"""Old office files (.doc, .xls and what WPS writes): told apart, refused where they can act.

Names are taken out in their place. What cannot be cleaned for certain is refused, with the
advice to save it in the newer format.
"""

import re
import shutil
import struct
from pathlib import Path

import olefile

from media.examine import biff, compound, compound_streams, vba, word97
from media.examine.findings import RefusedError, Report
from media.examine.inside import MADE_BY
from media.examine.limits import Limits

WORD, SHEETS, SLIDES = word97.TEXT, biff.STREAMS, "PowerPoint Document"
MACROS = frozenset({"macros", "_vba_project_cur", "vba", "_vba_project", "xlm"})
PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
# What stands at the top of a file; more is data of other programs and servers, or of nobody.
KNOWN = frozenset({name.casefold() for name in PROPERTIES} | {"\x01compobj", "\x01ole", "dir"})
KNOWN_IN_TEXT = frozenset({"worddocument", "0table", "1table", "data"})
KNOWN_IN_TABLE = frozenset({"workbook", "book", "_sx_db_cur"})
OBJECTS = frozenset({"\x01ole10native", "package", "encryptedpackage", "ctls"})
# Storages of whole documents, pictures of programs and links to them.
OBJECT_STORAGE = re.compile(r"objectpool|(?:mbd|lnk)[0-9a-f]{8}", re.IGNORECASE)
PROTECTED = frozenset({"\tdrmcontent", "\tdrmviewercontent", "drmencryptedtransform"})
SIGNED = frozenset({"_signatures", "_xmlsignatures"})
WORD_ENCRYPTED = 0x0100  # in the flags at byte 10 of the file information block
SHEET_PASSWORD = 0x002F  # FILEPASS, near the start of the stream
FIRST_RECORDS = 64
# An empty property set: header, one section, no property (MS-OLEPS).
NO_PROPERTIES = struct.pack(
    "<HHL16sL16sLLL", 0xFFFE, 0, 0x00020006, bytes(16), 1, bytes(16), 48, 8, 0
)
COMPILED, PROJECT_HEAD = "__srp_", b"\xcc\x61\xff\xff\x00\x00\x00"


def type_of(path: Path) -> str:
    """`doc`, `xls` or `ppt` by the streams inside; raises `RefusedError`."""
    with olefile.OleFileIO(path) as container:
        if _names(container) & PROTECTED:
            raise RefusedError("rights_managed")
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
    """Copy without names; raises `RefusedError` for what acts, is locked, or hides too well."""
    report = Report(type=file_type)
    with olefile.OleFileIO(path) as container:
        _refuse(container, file_type)
        changed = _cleaned_streams(container, file_type, report)
        is_signed = bool(_names(container) & SIGNED)
    shutil.copyfile(path, into)
    if is_signed:
        report.cleaned.clear()
        report.tell("signed")
        return report
    if compound_streams.remove(into, lambda name: _is_known(name, file_type)):
        report.clean("leftover_parts")
    if compound.clear_unused(into):
        report.clean("ole_rest")
    with olefile.OleFileIO(into, write_mode=True) as container:
        for name, data in changed.items():
            container.write_stream(name, data)
    _prove(into, file_type)
    report.tell("old_office")
    return report


def _is_known(name: str, file_type: str) -> bool:
    """Whether an office program reads what stands under this name at the top of a file."""
    own = KNOWN_IN_TEXT if file_type == "doc" else KNOWN_IN_TABLE
    return name.casefold() in KNOWN | MACROS | own


def _names(container: olefile.OleFileIO) -> set[str]:
    entries = container.listdir(streams=True, storages=True)
    return {part.casefold() for entry in entries for part in entry}


def _refuse(container: olefile.OleFileIO, file_type: str) -> None:
    names = _names(container)
    if names & MACROS and (not vba.storages(container) or vba.has_code(container)):
        raise RefusedError("macros")
    streams = container.listdir(streams=True, storages=False)
    if names & OBJECTS or any(
        OBJECT_STORAGE.fullmatch(part) for entry in streams for part in entry[:-1]
    ):
        raise RefusedError("embedded_objects")
    if _has_password(container, file_type):
        raise RefusedError("encrypted")


def _cleaned_streams(
    container: olefile.OleFileIO, file_type: str, report: Report
) -> dict[str, bytes]:
    """Every stream that changes, each as long as before."""
    clean = word97.clean if file_type == "doc" else biff.clean
    changed = {**clean(container, report), **_without_compiled(container)}
    for name in PROPERTIES:
        if container.exists(name) and (size := container.get_size(name)) >= len(NO_PROPERTIES):
            empty = NO_PROPERTIES.ljust(size, b"\x00")
            if container.openstream(name).read() != empty:
                changed[name] = empty
                report.clean("author")
    for entry in container.listdir(streams=True, storages=False):
        if MADE_BY.search(container.openstream(entry).read()):
            raise RefusedError("old_office_unclear")  # a photograph that tells of its making
    return changed


def _without_compiled(container: olefile.OleFileIO) -> dict[str, bytes]:
    """Empty projects without compiled code, which could do what no source says (MS-OVBA)."""
    changed = {}
    for storage in vba.storages(container):
        for module in vba.modules(container, storage):
            name = "/".join([*storage, module.stream])
            source = container.openstream(name).read()[module.offset :]
            changed[name] = bytes(module.offset) + source
        for entry in container.listdir(streams=True, storages=False):
            name = "/".join(entry)
            if entry[:-1] != storage:
                continue
            if entry[-1].casefold().startswith(COMPILED):
                changed[name] = bytes(container.get_size(name))
            elif entry[-1].casefold() == "_vba_project":
                size = container.get_size(name)
                changed[name] = PROJECT_HEAD.ljust(size, b"\x00")[:size]
    return {k: v for k, v in changed.items() if container.openstream(k).read() != v}


def _prove(into: Path, file_type: str) -> None:
    """Read the finished copy; raises `RefusedError` when a name has stayed."""
    if type_of(into) != file_type:
        raise RefusedError("broken")  # its table of sectors lied
    with olefile.OleFileIO(into) as container:
        if _cleaned_streams(container, file_type, Report()):
            raise RefusedError("not_cleaned")


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
