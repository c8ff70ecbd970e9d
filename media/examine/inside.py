"""Pictures inside documents: told by what they are, and freed of what is not picture."""

import gzip
import io
import re
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from media.examine import metafiles, strip, svg
from media.examine.findings import RefusedError
from media.examine.limits import Limits

SIGNATURES = {
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "tiff": re.compile(rb"II\*\x00|MM\x00\*"),
    "jp2": re.compile(rb"\x00\x00\x00\x0cjP  "),
    "j2k": re.compile(rb"\xff\x4f\xff\x51"),
    "emf": re.compile(rb"\x01\x00\x00\x00.{36} EMF", re.DOTALL),
    "packed": re.compile(rb"\x1f\x8b\x08"),  # EMZ, WMZ, SVGZ
    "svg": re.compile(rb"(?:\xef\xbb\xbf)?\s*<"),
    # Nothing about people is kept in these, or no program writes it there.
    "plain": re.compile(
        rb"BM|\xd7\xcd\xc6\x9a|\x01\x00\x09\x00\x00\x03|\x02\x00\x09\x00\x00\x03"
        rb"|II\xbc\x01",
        re.DOTALL,
    ),
}
MADE_BY = re.compile(rb"Exif\x00\x00|http://ns\.adobe\.com/|Photoshop 3\.0")
TILE, JP2_COMMENT = b"\xff\x90", b"\xff\x64"
# The tags that a reader needs to draw a TIFF (TIFF 6.0); any other is about its making.
TIFF_DRAWING = frozenset(
    [
        *range(254, 260), 262, 266, 273, 274, *range(277, 280), *range(282, 285), 292, 293, 296,
        301, *range(317, 326), 332, 338, 339, 347, *range(529, 533), 34675,
    ]
)  # fmt: skip
PACKED = frozenset({"emf", "svg", "plain"})
GZIP, GZIP_FLAGS = 16 + zlib.MAX_WBITS, 3  # its head alone, and where it says what else it has
TIFF_OPTIONS = ("compression", "dpi", "icc_profile")


def picture_type(data: bytes) -> str | None:
    """What a picture is by its start; None for what is none."""
    return next((name for name, start in SIGNATURES.items() if start.match(data)), None)


def cleaned(data: bytes, limits: Limits) -> bytes | None:
    """The picture without names, places and notes; None for what is no picture.

    Pixels stay as they are. What cannot be taken apart stays too, for the programs of readers
    are more forgiving than we are; where it tells of its making, `RefusedError` is raised.
    """
    kind = picture_type(data)
    if kind is None or kind == "plain":
        return data if kind else None
    if kind == "packed":
        return _packed(data, limits)
    try:
        if kind in LIMITED_CLEANERS:
            return LIMITED_CLEANERS[kind](data, limits)
        if kind in OWN_CLEANERS:
            return OWN_CLEANERS[kind](data)
        return strip.STRIPPERS[kind](data).data
    except (RefusedError, IndexError, OSError, ValueError, SyntaxError, struct.error) as error:
        if kind == "svg":
            return None
        if MADE_BY.search(data):
            raise RefusedError("picture_inside_broken") from error
        return data


def _packed(data: bytes, limits: Limits) -> bytes | None:
    """A packed metafile or SVG, cleaned and packed anew: without the name of a file or a rest."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(data, limits.part_bytes + 1)
    except zlib.error as error:
        raise RefusedError("picture_inside_broken") from error
    if len(unpacked) > limits.part_bytes or not unpacker.eof:
        raise RefusedError("picture_inside_broken")
    drawn = cleaned(unpacked, limits) if picture_type(unpacked) in PACKED else None
    if drawn is None:
        return None
    is_bare = data[GZIP_FLAGS] == 0 and not unpacker.unused_data
    return data if drawn == unpacked and is_bare else gzip.compress(drawn, mtime=0)


def _tiff(data: bytes, limits: Limits) -> bytes:
    """The first picture of a TIFF, which is the one that is shown, written anew."""
    with Image.open(io.BytesIO(data), formats=["TIFF"]) as picture:
        if picture.width * picture.height > limits.pixels:
            raise RefusedError("too_many_pixels", width=picture.width, height=picture.height)
        if not _tells(picture):
            return data
        options = {key: picture.info[key] for key in TIFF_OPTIONS if key in picture.info}
        copy = picture.copy()
        copy.info.clear()
        written = io.BytesIO()
        copy.save(written, "TIFF", **options)
    return written.getvalue()


def _jp2(data: bytes) -> bytes:
    """The boxes of a JPEG 2000 picture without notes; as it is where it is split in pieces."""
    kept, position = [], 0
    while position + 8 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        if (length < 8 and length) or kind == b"ftbl":  # 1: longer than 4 GB
            return data
        length = length or len(data) - position
        if kind == b"jp2c":
            code = _codestream(data[position + 8 : position + length])
            kept.append(struct.pack(">L4s", len(code) + 8, kind) + code)
        elif kind not in (b"uuid", b"xml ", b"uinf"):
            kept.append(data[position : position + length])
        position += length
    return b"".join(kept)


def _codestream(code: bytes) -> bytes:
    """The pixels of a JPEG 2000 picture without the comments before the first tile."""
    kept, position = [code[:2]], 2
    while code[position : position + 1] == b"\xff" and code[position : position + 2] != TILE:
        length = 2 + int.from_bytes(code[position + 2 : position + 4], "big")
        if code[position : position + 2] != JP2_COMMENT:
            kept.append(code[position : position + length])
        position += length
    return b"".join(kept) + code[position:]


def _tells(picture: Image.Image) -> bool:
    """Whether a TIFF says more than how to draw it."""
    return bool(set(picture.getexif()) - TIFF_DRAWING) or getattr(picture, "n_frames", 1) > 1


def _svg(data: bytes, limits: Limits) -> bytes:
    """A drawing in a drawing could act: only pictures of points stay in one."""

    def clean_picture(content: bytes) -> bytes | None:
        return cleaned(content, limits) if picture_type(content) in strip.STRIPPERS else None

    return svg.svg(data, clean_picture)


OWN_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "jp2": _jp2,
    "j2k": _codestream,
    "emf": metafiles.emf,
}
LIMITED_CLEANERS: dict[str, Callable[[bytes, Limits], bytes]] = {"tiff": _tiff, "svg": _svg}
