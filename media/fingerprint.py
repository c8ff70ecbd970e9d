"""What of a file belongs to what was approved: its bytes and its words (P3)."""

import hashlib
import os
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage

from media.models import SiteImage

COMMON_TRAITS = ("title", "file_hash", "file_size")
DOCUMENT_TRAITS = ("original_name",)  # the name under which a reader keeps the file
IMAGE_TRAITS = (
    "description",
    "credit",
    "rights",
    "made_by_ai",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)


def public_traits(instance: Any) -> dict[str, Any]:
    """Return the traits of a stored file that a reader could notice, by name."""
    if hasattr(instance, "public_traits"):
        return instance.public_traits()
    names = COMMON_TRAITS + (IMAGE_TRAITS if isinstance(instance, SiteImage) else DOCUMENT_TRAITS)
    return {"file": instance.file.name, **{name: getattr(instance, name) for name in names}}


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
    with storage.open(name, "rb") as stored:
        sha256 = hashlib.file_digest(stored, "sha256").hexdigest()
    return StoredBytes(sha256, storage.size(name), modified, mark)


def _mark(storage: Storage, name: str) -> tuple[int, int] | None:
    try:
        found = os.stat(storage.path(name))
    except NotImplementedError:
        return None  # an object store has no path
    return found.st_ino, found.st_ctime_ns


def unchanged(storage: Storage, name: str, seen: StoredBytes) -> bool:
    """Tell cheaply whether a file is still the one that was read."""
    try:
        modified = storage.get_modified_time(name).timestamp()
        now = (storage.size(name), modified, _mark(storage, name))
        return now == (seen.size, seen.modified, seen.mark)
    except FileNotFoundError:
        return False
