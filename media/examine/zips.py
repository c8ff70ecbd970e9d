"""Checks everything that is a zip: looks at the structure, unpacks nothing to memory.

Every entry is read once in small steps and counted, so what a header claims does not matter.
"""

import codecs
import re
import shutil
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media.examine.findings import RefusedError, printable
from media.examine.limits import Limits

START, END, END_SIZE = b"PK\x03\x04", b"PK\x05\x06", 22
LONGEST_COMMENT = 65_535
ENCRYPTED, UTF8 = 0x1 | 0x40 | 0x2000, 0x800
STEP = 65_536
# Small entries may be as dense as they like: a blank line repeated is no bomb.
DENSE_FROM = 1024 * 1024
DIRECTORY_BYTES_EACH = 1024
# Pictures, sounds and old documents, which do not pack themselves: a white page is that dense.
UNPACKED_STARTS = re.compile(
    rb"BM|\x01\x00\x00\x00.{36} EMF|\xd7\xcd\xc6\x9a|II\*\x00|MM\x00\*|RIFF....WAVE"
    rb"|\xd0\xcf\x11\xe0",
    re.DOTALL,
)
BLANK = b"\r\n\t \x00"
MOST_BLANK = 1024  # bytes that mail and web servers add behind the end
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


class Package:
    """An examined zip file; `names` in their order, folders left out."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        names = {readable_name(info): info for info in archive.infolist()}
        self._infos = {name: info for name, info in names.items() if not name.endswith("/")}

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """One part as a whole; only for parts that are small by nature (XML)."""
        if self._infos[name].file_size > self._limits.part_bytes:
            raise RefusedError("zip_large", entry=printable(name))
        return self._archive.read(self._infos[name])

    def pieces(self, name: str) -> Iterator[bytes]:
        with self._archive.open(self._infos[name]) as source:
            while piece := source.read(STEP):
                yield piece

    def date(self, name: str) -> tuple[int, int, int, int, int, int]:
        return self._infos[name].date_time


class Repacked:
    """Writes a zip of its own: no comment, no extra field, no gap, and always the same bytes."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=False)

    def __enter__(self) -> "Repacked":
        return self

    def __exit__(self, *exception: object) -> None:
        self._archive.close()

    def write(
        self,
        name: str,
        pieces: Iterator[bytes] | list[bytes],
        date: tuple[int, int, int, int, int, int] = FIXED_DATE,
    ) -> None:
        info = zipfile.ZipInfo(name, date)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 0
        with self._archive.open(info, "w") as target:
            for piece in pieces:
                target.write(piece)


@contextmanager
def guarded(path: Path, limits: Limits) -> Iterator[Package]:
    """Open a zip file that has passed every check; raises `RefusedError`."""
    _look_at_end(path, limits)
    with zipfile.ZipFile(path) as archive:
        _look_at_entries(archive.infolist(), limits)
        _measure(archive, limits)
        yield Package(archive, limits)


def without_blank_start(path: Path, folder: Path) -> Path:
    """A zip that begins with blank lines as one that does not, in `folder`; else the path."""
    with open(path, "rb") as source:
        head = source.read(MOST_BLANK)
        blank = len(head) - len(head.removeprefix(codecs.BOM_UTF8).lstrip(BLANK))
        if not blank or not head[blank:].startswith(START):
            return path
        source.seek(blank)
        trimmed_path = folder / "trimmed"
        with open(trimmed_path, "wb") as target:
            shutil.copyfileobj(source, target)
    return trimmed_path


def readable_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; some programs for Windows part folders by a backslash."""
    return _decoded_name(info).replace("\\", "/")


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """The name as written: Chinese Windows writes it in GBK and does not say so."""
    if info.flag_bits & UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _look_at_end(path: Path, limits: Limits) -> None:
    """The directory must be small, belong to this file from its first byte, and end it."""
    size = path.stat().st_size
    with open(path, "rb") as source:
        source.seek(max(size - END_SIZE - LONGEST_COMMENT, 0))
        tail = source.read()
    end_offset = tail.rfind(END)
    if end_offset < 0 or len(tail) - end_offset < END_SIZE:
        raise RefusedError("broken")
    disk, first_disk, entries_here, entries, length, start, comment = struct.unpack(
        "<4x4H2LH", tail[end_offset : end_offset + END_SIZE]
    )
    if entries == 0xFFFF or 0xFFFFFFFF in (length, start):
        raise RefusedError("zip_too_new")
    if disk or first_disk or entries_here != entries:
        raise RefusedError("broken")
    if entries > limits.entries or length > limits.entries * DIRECTORY_BYTES_EACH:
        raise RefusedError("zip_many", most=limits.entries)
    if entries == 0:
        raise RefusedError("zip_empty")
    position = size - len(tail) + end_offset
    rest = tail[end_offset + END_SIZE + comment :]
    is_whole = end_offset + END_SIZE + comment <= len(tail) and start + length == position
    if not is_whole or rest.strip(BLANK) or len(rest) > MOST_BLANK:
        raise RefusedError("zip_with_more")


def _look_at_entries(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    seen_names: set[str] = set()
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        name = readable_name(info)
        _refuse_name(name)
        folded = name.rstrip("/").casefold()
        if folded in seen_names:
            raise RefusedError("zip_twice", entry=printable(name))
        seen_names.add(folded)
        if info.flag_bits & ENCRYPTED:
            raise RefusedError("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError("zip_method")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise RefusedError("zip_link", entry=printable(name))
        if info.header_offset < end:
            raise RefusedError("zip_bomb")  # entries that share their bytes
        end = info.header_offset + info.compress_size
    if min(info.header_offset for info in infos) != 0:
        raise RefusedError("zip_with_more")


def _refuse_name(name: str) -> None:
    parts = name.rstrip("/").split("/")
    is_wrong = ":" in name or not name.isprintable() or len(name) > 400
    if is_wrong or any(part in ("", ".", "..") for part in parts):
        raise RefusedError("zip_name", entry=printable(name))


def _measure(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Read everything once, counting; stops at the first byte too many."""
    total = 0
    for info in archive.infolist():
        size = 0
        most_dense = max(DENSE_FROM, limits.ratio * info.compress_size)
        with archive.open(info) as source:
            while piece := source.read(STEP):
                if not size and UNPACKED_STARTS.match(piece):
                    most_dense = max(most_dense, limits.part_bytes)
                size += len(piece)
                if total + size > limits.unpacked_bytes or size > most_dense:
                    raise RefusedError("zip_bomb")
        if size != info.file_size:
            raise RefusedError("broken")
        total += size
