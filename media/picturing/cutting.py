"""Cutting a tall picture across: where nothing is drawn, into the smaller of two kinds of WebP.

Pictures only, no rows: `media.slices` keeps what is cut here, in a child process.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, cast

from PIL import Image

from media.examine.colours import is_plain, plain

HEIGHT = 1500  # pixels of an ordinary slice
SEARCH = 400  # pixels above and below in which an empty row is looked for
TALLEST = HEIGHT + SEARCH  # WebP itself ends at 16,383
NOISE = 10  # of 255: what JPEG leaves on an empty row
WIDE, NARROW = 1080, 640
QUALITY = 80
# What an examination lets in: no other decoder is ever asked.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")


@dataclass(frozen=True)
class Piece:
    """An encoded piece; width and height in pixels, `ending` without a dot."""

    data: bytes
    width: int
    height: int
    ending: str


@dataclass(frozen=True)
class Part:
    """A piece and its place: shown `wide`, `narrow` or `whole`, counted from the top."""

    shown: str
    position: int
    piece: Piece


def parts(picture: Image.Image, source: IO[bytes]) -> Iterator[Part]:
    """All that readers get of a picture: the whole, then its slices in both widths."""
    yield Part("whole", 0, whole(picture, source))
    wide_picture = narrowed(picture, WIDE)
    rows = bands(wide_picture)
    for number, piece in enumerate(pieces(wide_picture, rows)):
        yield Part("wide", number, piece)
    if picture.width > NARROW:
        narrow_picture = narrowed(picture, NARROW)
        rows = scaled(rows, narrow_picture.height)
        for number, piece in enumerate(pieces(narrow_picture, rows)):
            yield Part("narrow", number, piece)


def opened(source: IO[bytes]) -> Image.Image:
    """Decode a picture into the colours of every screen. Raises `OSError`, `ValueError`."""
    picture = Image.open(source, formats=FORMATS)
    picture.load()
    colours = plain(picture)
    colours.format = picture.format
    return colours


def narrowed(picture: Image.Image, width: int) -> Image.Image:
    """The picture at most `width` wide; never enlarged."""
    if picture.width <= width:
        return picture
    height = max(round(picture.height * width / picture.width), 1)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def pieces(picture: Image.Image, rows: list[tuple[int, int]]) -> Iterator[Piece]:
    """Cut a picture across at these rows; one at a time, so that few are in memory."""
    for top, bottom in rows:
        part = picture.crop((0, top, picture.width, bottom))
        lossless = _encoded(part, "WEBP", lossless=True, method=4)
        lossy = _encoded(part, "WEBP", quality=QUALITY, method=4)
        yield Piece(min(lossless, lossy, key=len), *part.size, "webp")


def whole(picture: Image.Image, source: IO[bytes]) -> Piece:
    """The picture in one piece, for whoever wants to keep it: JPEG as it was, otherwise PNG."""
    kind, ending = ("JPEG", "jpg") if picture.format == "JPEG" else ("PNG", "png")
    if picture.format == kind and picture.width <= WIDE:
        source.seek(0)
        data = source.read()
        if is_plain(Image.open(BytesIO(data))):
            return Piece(data, *picture.size, ending)
    narrow_picture = narrowed(picture, WIDE)
    options = {"quality": 90} if kind == "JPEG" else {}
    return Piece(_encoded(narrow_picture, kind, **options), *narrow_picture.size, ending)


def bands(picture: Image.Image) -> list[tuple[int, int]]:
    """First and last row of every slice: cut where nothing is drawn, near every `HEIGHT`."""
    rows, top = [], 0
    while picture.height - top > TALLEST:
        bottom = _empty_row(picture, top + HEIGHT) or top + HEIGHT
        rows.append((top, bottom))
        top = bottom
    return [*rows, (top, picture.height)]


def scaled(rows: list[tuple[int, int]], height: int) -> list[tuple[int, int]]:
    """The same cuts in the same picture of another height."""
    factor = height / rows[-1][1]
    return [(round(top * factor), round(bottom * factor)) for top, bottom in rows]


def _empty_row(picture: Image.Image, target: int) -> int | None:
    """The empty row nearest to `target`; None where there is none within `SEARCH`."""
    for distance in range(SEARCH):
        for row in (target - distance, target + distance):
            if row < picture.height and _is_empty(picture, row):
                return row
    return None


def _is_empty(picture: Image.Image, row: int) -> bool:
    line = picture.crop((0, row, picture.width, row + 1))
    extrema = cast("tuple[tuple[int, int], ...]", line.getextrema())  # one pair a colour
    return all(high - low <= NOISE for low, high in extrema)


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
