"""How much a file may ask of us; the environment may set other figures (`UPLOAD_LIMITS`)."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, pixels of one picture, `frame_pixels` of all its frames together."""

    picture_bytes: int = 20 * MEGABYTE
    attachment_bytes: int = 100 * MEGABYTE
    film_bytes: int = 500 * MEGABYTE
    text_bytes: int = 5 * MEGABYTE
    pixels: int = 40_000_000
    side: int = 30_000
    frames: int = 300
    frame_pixels: int = 200_000_000
    entries: int = 2_000
    unpacked_bytes: int = 200 * MEGABYTE
    ratio: int = 200
    part_bytes: int = 40 * MEGABYTE  # one XML part, which is read as a whole
    archived_files: int = 200
    pages: int = 2_000
    pdf_objects: int = 500_000
