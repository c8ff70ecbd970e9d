"""The bytes of a stored file, as they were when they were approved (P3).

Its words are what each model calls its `public_traits()`.
"""

import hashlib
import os
from dataclasses import dataclass

from django.core.files.storage import Storage


@dataclass(frozen=True)
class StoredBytes:
    """The bytes of a stored file: hex SHA-256, size in bytes, time of change (seconds).

    `mark` is what a local file system cannot be told to forget: inode and change of inode.
    """

    sha256: str
    size: int
    modified: float
    mark: tuple[int, int] | None = None


def stored_bytes(storage: Storage, name: str) -> StoredBytes:
    """Read a stored file once; raises `FileNotFoundError` where it is gone."""
    modified, mark = storage.get_modified_time(name).timestamp(), _mark(storage, name)
    with storage.open(name, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return StoredBytes(sha256, storage.size(name), modified, mark)


def _mark(storage: Storage, name: str) -> tuple[int, int] | None:
    try:
        status = os.stat(storage.path(name))
    except NotImplementedError:
        return None  # an object store has no path
    return status.st_ino, status.st_ctime_ns


def unchanged(storage: Storage, name: str, earlier: StoredBytes) -> bool:
    """Tell cheaply whether a file is still the one that was read."""
    try:
        modified = storage.get_modified_time(name).timestamp()
        current = (storage.size(name), modified, _mark(storage, name))
        return current == (earlier.size, earlier.modified, earlier.mark)
    except FileNotFoundError:
        return False
