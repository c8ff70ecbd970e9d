"""Pictures: stripped, decoded once within limits, turned upright, and made in the wanted sizes."""

import io
import random
import re
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin

from media.examine import strip
from media.examine.colours import plain
from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits

Image.MAX_IMAGE_PIXELS = None  # ours is checked before anything is decoded
ORIENTATION, POSITION = 0x0112, 0x8825
UPRIGHT = (None, 0, 1)
MORE = random.Random(0).randbytes(512).replace(b"\xff", b"")  # any bits will do
QUALITY = {"JPEG": 85, "WEBP": 80}
SIZE = re.compile(r"max-(?P<width>\d{1,5})x(?P<height>\d{1,5})(\|format-(?P<format>webp))?")


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean a picture into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    data = path.read_bytes()
    stripped = strip.STRIPPERS[file_type](data)
    if stripped.is_open and not _reads_whole(stripped.data):
        raise RefusedError("broken")
    into.write_bytes(stripped.data)
    for code in sorted(stripped.taken):
        report.clean(code)
    orientation = _details(path, file_type, report)
    with Image.open(into, formats=[file_type]) as picture:
        _refuse_large(picture, stripped.frames, limits)
        for frame in range(stripped.frames):
            picture.seek(frame)
            picture.load()
        if stripped.frames > 1:
            picture.seek(0)
        upright = _upright(picture, orientation, into) if orientation else picture
        report.width, report.height = upright.size
        if sizes:
            colours = plain(upright)
            report.sizes = [sized(colours, file_type, size, into.parent) for size in sizes]
    if stripped.frames > 1:
        report.tell("animated", frames=stripped.frames)
    return report


def _reads_whole(data: bytes) -> bool:
    """Whether a JPEG whose end had to be added lacks nothing else.

    A decoder goes on with grey where its data end, and says so to nobody. Where all is there,
    it asks for no more, and what stands before the end changes nothing.
    """
    end = len(data) - len(strip.JPEG_END)
    decoded = [_decoded(data), _decoded(data[:end] + MORE + data[end:])]
    return decoded[0] == decoded[1]


def _decoded(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=["jpeg"]) as picture:
        return picture.tobytes()


def _details(path: Path, file_type: str, report: Report) -> int | None:
    """Which way up the picture is, where it says so; notes a position on the way."""
    try:
        with Image.open(path, formats=[file_type]) as picture:
            exif = picture.getexif()
            if exif.get_ifd(POSITION):
                report.clean("picture_position")
            orientation = exif.get(ORIENTATION)
    except Exception:  # the stripped file is what counts; details are whatever somebody wrote
        return None
    return orientation if orientation not in UPRIGHT and orientation in range(2, 9) else None


def _refuse_large(picture: Image.Image, frames: int, limits: Limits) -> None:
    width, height = picture.size
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise RefusedError("too_many_pixels", width=width, height=height)
    if frames > limits.frames or frames * width * height > limits.frame_pixels:
        raise RefusedError("too_many_frames", frames=frames)
    if getattr(picture, "n_frames", 1) != frames:
        raise RefusedError("broken")


def _upright(picture: Image.Image, orientation: int, into: Path) -> Image.Image:
    """Turn the pixels, since the note that said how to turn them is gone."""
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    if picture.format == "JPEG":
        assert isinstance(picture, JpegImagePlugin.JpegImageFile)
        options["qtables"] = picture.quantization
        sampling = JpegImagePlugin.get_sampling(picture)
        if sampling >= 0:
            options["subsampling"] = sampling
    elif picture.format == "WEBP":
        options |= {"quality": 95, "method": 4}
    oriented = picture.copy()
    oriented.getexif()[ORIENTATION] = orientation
    turned = ImageOps.exif_transpose(oriented)
    turned.info.pop("exif", None)
    turned.save(into, picture.format, exif=b"", **options)
    return turned


def sized(picture: Image.Image, file_type: str, size: str, folder: Path) -> dict[str, Any]:
    """Make one size, named as Wagtail names it: `max-480x16000|format-webp`.

    Raises `ValueError` for any other name.
    """
    named = SIZE.fullmatch(size)
    if named is None:
        raise ValueError(f"not a size: {size}")
    width, height = int(named["width"]), int(named["height"])
    kind = (named["format"] or ("jpeg" if file_type == "jpeg" else "png")).upper()
    copy = picture.convert("RGB") if kind == "JPEG" else picture
    scale = min(width / copy.width, height / copy.height, 1)
    if scale < 1:
        copy = copy.resize((max(int(copy.width * scale), 1), max(int(copy.height * scale), 1)))
    ending = "jpg" if kind == "JPEG" else kind.lower()
    name = f"{size.partition('|')[0]}.{ending}"
    options = {"quality": QUALITY[kind]} if kind in QUALITY else {}
    copy.save(folder / name, kind, **options)
    return {"spec": size, "file": name, "width": copy.width, "height": copy.height}
