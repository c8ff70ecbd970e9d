"""Examines uploads: `accept(upload, kind)` gives a cleaned file or raises one sentence."""

from media.examine.types import ATTACHMENT, CAPTION, FILM, PICTURE, TABLE, endings_for
from media.intake.acceptance import Accepted, RefusedUploadError, accept

__all__ = [
    "ATTACHMENT",
    "CAPTION",
    "FILM",
    "PICTURE",
    "TABLE",
    "Accepted",
    "RefusedUploadError",
    "accept",
    "endings_for",
]
