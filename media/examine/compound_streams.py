"""Streams and storages of a compound file (MS-CFB) taken out of its directory.

What stays is not moved: the entries of a storage are linked anew without those that go, and the
sectors of these are emptied.
"""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import olefile
from olefile.olefile import OleDirectoryEntry

from media.examine.compound import chain, spans_of

ENTRY_BYTES, NOBODY = 128, 0xFFFFFFFF
COLOR_AT, SIBLINGS_AT, CHILD_AT, BLACK = 67, 68, 76, 1
Keeps = Callable[[str], bool]


def remove(path: Path, is_kept: Keeps) -> bool:
    """Take out what the root holds and `is_kept` does not know by its name; True for any."""
    with olefile.OleFileIO(path) as container:
        gone = [entry for entry in container.root.kids if not is_kept(entry.name)]
        if not gone:
            return False
        kept = [entry for entry in container.root.kids if is_kept(entry.name)]
        removed = [each for entry in gone for each in _with_children(entry)]
        places = chain(container.fat, container.first_dir_sector)
        spans = [span for entry in removed for span in spans_of(container, entry)]
        size = container.sectorsize
    with open(path, "r+b") as target:
        for start, length in spans:
            target.seek(start)
            target.write(bytes(length))
        directory = _Directory(target, places, size)
        for entry in removed:
            directory.write(entry.sid, 0, struct.pack("<68xLLL48x", NOBODY, NOBODY, NOBODY))
        directory.write(0, CHILD_AT, struct.pack("<L", directory.link(sorted(kept, key=_order))))
    return True


def _with_children(entry: OleDirectoryEntry) -> Iterator[OleDirectoryEntry]:
    yield entry
    for child in entry.kids:
        yield from _with_children(child)


def _order(entry: OleDirectoryEntry) -> tuple[int, str]:
    """Shorter names come first (MS-CFB 2.6.4)."""
    return len(entry.name.encode("utf-16-le")), entry.name.upper()


class _Directory:
    """The entries of a compound file, written where they stand."""

    def __init__(self, target: BinaryIO, places: list[int], sector_bytes: int) -> None:
        self._target, self._places, self._size = target, places, sector_bytes

    def write(self, number: int, at: int, data: bytes) -> None:
        order, rest = divmod(number * ENTRY_BYTES, self._size)
        self._target.seek((self._places[order] + 1) * self._size + rest + at)
        self._target.write(data)

    def link(self, entries: list[OleDirectoryEntry]) -> int:
        """Link entries as a tree, the middle one on top; return its number."""
        if not entries:
            return NOBODY
        middle = len(entries) // 2
        left, right = self.link(entries[:middle]), self.link(entries[middle + 1 :])
        number = int(entries[middle].sid)
        self.write(number, COLOR_AT, bytes((BLACK,)))
        self.write(number, SIBLINGS_AT, struct.pack("<LL", left, right))
        return number
