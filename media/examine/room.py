"""Whether an error means that the disk is full, however the layer that met it says so.

Asked wherever an error would otherwise be blamed on a file or on this program.
"""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT)
# SQLite's FULL; its IOERR and CANTOPEN may be one (a log that cannot grow), PostgreSQL's DiskFull.
SQLITE_FULL, SQLITE_MAYBE = 13, (10, 14)
POSTGRES_FULL = "53100"
SENTENCES = ("No space left on device", "Disk quota exceeded", "database or disk is full")
LITTLE = 1024 * 1024  # bytes; where so few are free, an error without a reason has this one


def is_full(error: BaseException, *folders: Path) -> bool:
    """Tell whether this error, or one that it came from, is a full disk.

    `folders` are looked at where an error only says that something could not be written.
    """
    return any(
        _says_so(cause) or (_may_be(cause) and any(is_used_up(folder) for folder in folders))
        for cause in _chain(error)
    )


def is_said(text: str) -> bool:
    """Tell whether a program's last words are that the disk is full."""
    return any(sentence in text for sentence in SENTENCES)


def is_used_up(folder: Path) -> bool:
    """Tell whether next to nothing more fits where this folder is, or will be."""
    existing = next((path for path in (folder, *folder.parents) if path.exists()), None)
    return existing is not None and shutil.disk_usage(existing).free < LITTLE


def _says_so(error: BaseException) -> bool:
    return (
        (isinstance(error, OSError) and error.errno in FULL)
        or getattr(error, "sqlite_errorcode", None) == SQLITE_FULL
        or getattr(error, "sqlstate", None) == POSTGRES_FULL
        or is_said(str(error))
    )


def _may_be(error: BaseException) -> bool:
    """An error of writing that does not say why: encoders and SQLite have such."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_MAYBE
    return not isinstance(error, OSError) or error.errno is None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
