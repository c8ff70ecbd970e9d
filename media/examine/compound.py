"""A compound file (MS-CFB) mended in its place: what no stream uses is emptied."""

from collections.abc import Iterator
from pathlib import Path

import olefile
from olefile.olefile import OleDirectoryEntry

Span = tuple[int, int]


def clear_unused(path: Path) -> bool:
    """Empty what no stream uses, where deleted text stays; True when there was something.

    That is: sectors of nobody, the rest of the last sector of each stream, the same of the
    small sectors, and whatever follows the last one.
    """
    with olefile.OleFileIO(path) as container:
        spans = [*_free_sectors(container), *_rests(container), *_free_small(container)]
        end = (max(_used(container.fat), default=0) + 2) * container.sectorsize
    size = path.stat().st_size
    changed = size > end
    with open(path, "r+b") as target:
        target.truncate(min(end, size))
        for start, length in spans:
            length = min(length, min(end, size) - start)
            target.seek(start)
            if length > 0 and target.read(length).strip(b"\x00"):
                changed = True
                target.seek(start)
                target.write(bytes(length))
    return changed


def _used(table: list[int]) -> list[int]:
    return [number for number, after in enumerate(table) if after != olefile.FREESECT]


def _free_sectors(container: olefile.OleFileIO) -> Iterator[Span]:
    used = set(_used(container.fat))
    for number in range(max(used, default=0)):
        if number not in used:
            yield (number + 1) * container.sectorsize, container.sectorsize


def chain(table: list[int], start: int) -> list[int]:
    """The sectors of a stream in their order; a table that runs in a circle ends."""
    sectors: list[int] = []
    seen: set[int] = set()
    while 0 <= start < len(table) and start not in seen:
        sectors.append(start)
        seen.add(start)
        start = table[start]
    return sectors


def spans_of(container: olefile.OleFileIO, entry: OleDirectoryEntry) -> Iterator[Span]:
    """Where the sectors of a stream stand; nothing for a storage."""
    if entry.entry_type != olefile.STGTY_STREAM:
        return
    is_small = entry.size < container.minisectorcutoff
    size = container.minisectorsize if is_small else container.sectorsize
    table = _small_table(container) if is_small else container.fat
    for number in chain(table, entry.isectStart):
        start = _small_place(container, number) if is_small else (number + 1) * size
        if start is not None:
            yield start, size


def _streams(container: olefile.OleFileIO) -> Iterator[OleDirectoryEntry]:
    for entry in container.direntries:
        if entry is not None and entry.entry_type == olefile.STGTY_STREAM:
            yield entry


def _rests(container: olefile.OleFileIO) -> Iterator[Span]:
    """What follows the end of each stream in its own sectors."""
    for entry in _streams(container):
        left = entry.size
        for start, size in spans_of(container, entry):
            used = min(left, size)
            left -= used
            if used < size:
                yield start + used, size - used


def _free_small(container: olefile.OleFileIO) -> Iterator[Span]:
    used = set(_used(_small_table(container)))
    for number in range(container.root.size // container.minisectorsize):
        start = _small_place(container, number)
        if number not in used and start is not None:
            yield start, container.minisectorsize


def _small_table(container: olefile.OleFileIO) -> list[int]:
    if not container.minifat and container.root.size:
        container.loadminifat()
    return list(container.minifat or [])


def _small_place(container: olefile.OleFileIO, number: int) -> int | None:
    """Where a small sector stands in the file: in the sectors of the root."""
    order, rest = divmod(number * container.minisectorsize, container.sectorsize)
    sectors = chain(container.fat, container.root.isectStart)
    return (sectors[order] + 1) * container.sectorsize + rest if order < len(sectors) else None
