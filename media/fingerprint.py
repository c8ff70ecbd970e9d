"""What of a file belongs to what was approved: its bytes and its words (P3)."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage

from media.models import SiteImage

COMMON_TRAITS = ("title", "file_hash", "file_size")
IMAGE_TRAITS = (
    "description",
    "credit",
    "made_by_ai",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)


def public_traits(instance: Any) -> dict[str, Any]:
    """Return the traits of a picture or document that a reader could notice, by name."""
    names = COMMON_TRAITS + (IMAGE_TRAITS if isinstance(instance, SiteImage) else ())
    return {"file": instance.file.name, **{name: getattr(instance, name) for name in names}}


@dataclass(frozen=True)
class StoredBytes:
    """The bytes of a stored file: hex SHA-256, size in bytes, time of change (seconds)."""

    sha256: str
    size: int
    modified: float


def stored_bytes(storage: Storage, name: str) -> StoredBytes:
    """Read a stored file once; raises `FileNotFoundError` where it is gone."""
    modified = storage.get_modified_time(name).timestamp()
    with storage.open(name, "rb") as stored:
        sha256 = hashlib.file_digest(stored, "sha256").hexdigest()
    return StoredBytes(sha256, storage.size(name), modified)


def unchanged(storage: Storage, name: str, seen: StoredBytes) -> bool:
    """Tell cheaply whether a file is still the one that was read."""
    try:
        modified = storage.get_modified_time(name).timestamp()
        return (storage.size(name), modified) == (seen.size, seen.modified)
    except FileNotFoundError:
        return False
