"""Examines uploads: `accept(upload, kind)` gives a cleaned file or raises one sentence."""

from media.examine.types import ATTACHMENT, CAPTION, FILM, PICTURE, TABLE, endings_for
from media.intake.acceptance import Accepted, RefusedUploadError, Size, accept

__all__ = [
    "ATTACHMENT",
    "CAPTION",
    "FILM",
    "PICTURE",
    "TABLE",
    "Accepted",
    "RefusedUploadError",
    "Size",
    "accept",
    "endings_for",
]
