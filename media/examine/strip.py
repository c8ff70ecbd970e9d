"""Takes out of a picture what is not picture: positions, names, notes, and whatever follows it.

The pixels stay bit for bit; each function reads the blocks of one format and keeps a known few.
"""

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from media.examine.findings import RefusedError

MOST_BLOCKS = 100_000
LARGEST_PROFILE = 1024 * 1024
PROFILE_SIGNATURE = slice(36, 40)
DETAILS, COMMENT, REST, PROFILE = (
    "picture_details",
    "picture_comment",
    "picture_rest",
    "picture_profile",
)


@dataclass
class Stripped:
    """The bytes that are kept, what was taken out (codes), and how many frames there are."""

    parts: list[bytes] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    frames: int = 1
    is_open: bool = False  # its end was missing, and was added

    @property
    def data(self) -> bytes:
        return b"".join(self.parts)


def is_sane_profile(profile: bytes) -> bool:
    """Tell a colour profile from something else that is stored in its place."""
    return (
        128 <= len(profile) <= LARGEST_PROFILE
        and profile[PROFILE_SIGNATURE] == b"acsp"
        and int.from_bytes(profile[:4], "big") == len(profile)
    )


# JPEG

START_OF_SCAN, END_OF_IMAGE, APP0, APP2, APP14, APP15, NOTE = (
    0xDA,
    0xD9,
    0xE0,
    0xE2,
    0xEE,
    0xEF,
    0xFE,
)
NEXT_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
ICC = b"ICC_PROFILE\x00"
JPEG_END = bytes((0xFF, END_OF_IMAGE))


def jpeg(data: bytes) -> Stripped:
    """Keep what a decoder needs; a missing end is added behind the last scan."""
    stripped = Stripped([data[:2]])
    profile: list[tuple[int, bytes]] = []
    position = 2
    for _block in range(MOST_BLOCKS):
        match = NEXT_MARKER.match(data, position)
        if not match:
            raise RefusedError("broken")
        marker, position = match[1][0], match.end()
        if marker == END_OF_IMAGE:
            stripped.parts.append(JPEG_END)
            _note_rest(stripped, data, position)
            _keep_profile(stripped, profile)
            return stripped
        length = int.from_bytes(data[position : position + 2], "big")
        body = data[position + 2 : position + length]
        if length < 2 or len(body) != length - 2:
            raise RefusedError("broken")
        position += length
        if marker == APP2 and body.startswith(ICC):
            profile.append((body[len(ICC)], body[len(ICC) + 2 :]))
        elif _wanted(marker, body, stripped):
            stripped.parts.append(bytes((0xFF, marker)) + length.to_bytes(2, "big") + body)
        if marker == START_OF_SCAN:
            following = NEXT_MARKER.search(data, position)
            if not following:
                stripped.parts += [data[position:].rstrip(b"\xff"), JPEG_END]
                stripped.is_open = True
                _keep_profile(stripped, profile)
                return stripped
            stripped.parts.append(data[position : following.start()])
            position = following.start()
    raise RefusedError("broken")


def _wanted(marker: int, body: bytes, stripped: Stripped) -> bool:
    if marker == NOTE:
        stripped.taken.add(COMMENT)
        return False
    if not APP0 <= marker <= APP15:
        return True
    if (marker == APP0 and body.startswith(b"JFIF\x00")) or (
        marker == APP14 and body.startswith(b"Adobe")
    ):
        return True
    stripped.taken.add(DETAILS)
    return False


def _keep_profile(stripped: Stripped, profile: list[tuple[int, bytes]]) -> None:
    """Put the colour profile back, in its parts, when it is one."""
    if not profile:
        return
    pieces = [piece for _number, piece in sorted(profile)]
    if not is_sane_profile(b"".join(pieces)):
        stripped.taken.add(PROFILE)
        return
    blocks = [
        b"\xff\xe2"
        + (len(ICC) + 4 + len(piece)).to_bytes(2, "big")
        + ICC
        + bytes((number, len(pieces)))
        + piece
        for number, piece in enumerate(pieces, 1)
    ]
    # Behind the first block, which is JFIF's where there is one.
    stripped.parts[2:2] = blocks if stripped.parts[1][1] == APP0 else []
    if stripped.parts[1][1] != APP0:
        stripped.parts[1:1] = blocks


# PNG

PNG_START = 8
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP bKGD pHYs sBIT acTL fcTL fdAT".split()
)


def png(data: bytes) -> Stripped:
    """Keep the chunks that make the picture; text, time, position and profile bombs go."""
    stripped = Stripped([data[:PNG_START]])
    position = PNG_START
    frames = 0
    is_drawn = False
    for _block in range(MOST_BLOCKS):
        if position == len(data) and is_drawn:
            data += PNG_END
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        chunk = data[position : position + 12 + length]
        if len(chunk) != 12 + length or len(kind) != 4:
            raise RefusedError("broken")
        position += len(chunk)
        # What is drawn before the first frame of an animation is a picture of its own.
        frames += kind == b"fcTL" or (kind == b"IDAT" and not is_drawn and not frames)
        is_drawn |= kind == b"IDAT"
        if kind == b"iCCP" and not is_sane_profile(_inflated(chunk[8:-4])):
            stripped.taken.add(PROFILE)
        elif kind in PNG_KEPT:
            stripped.parts.append(chunk)
        else:
            stripped.taken.add(COMMENT if kind in (b"tEXt", b"zTXt", b"iTXt") else DETAILS)
        if kind == b"IEND":
            stripped.frames = max(frames, 1)
            _note_rest(stripped, data, position)
            return stripped
    raise RefusedError("broken")


def _inflated(chunk: bytes) -> bytes:
    """The profile of an iCCP chunk: name, zero, method, then deflated bytes."""
    deflated = chunk.partition(b"\x00")[2][1:]
    try:
        return zlib.decompressobj().decompress(deflated, LARGEST_PROFILE + 1)
    except zlib.error:
        return b""


# GIF

GIF_IMAGE, GIF_EXTENSION, GIF_END = 0x2C, 0x21, 0x3B
GIF_CONTROL, GIF_APPLICATION = 0xF9, 0xFF
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def gif(data: bytes) -> Stripped:
    """Keep frames, their timing and the loop; comments and foreign blocks go."""
    if len(data) < 13:
        raise RefusedError("broken")
    position = 13 + _gif_palette(data[10])
    stripped = Stripped([data[:position]], frames=0)
    for _block in range(MOST_BLOCKS):
        start = position
        kind = data[position] if position < len(data) else GIF_END if stripped.frames else None
        if kind == GIF_END:
            stripped.parts.append(b";")
            _note_rest(stripped, data, position + 1)
            return stripped
        if kind == GIF_IMAGE and position + 10 < len(data):
            stripped.frames += 1
            position = _gif_blocks_end(data, position + 10 + _gif_palette(data[position + 9]) + 1)
        elif kind == GIF_EXTENSION and position + 1 < len(data):
            position = _gif_blocks_end(data, position + 2)
            label = data[start + 1]
            loops = label == GIF_APPLICATION and data[start + 3 : start + 14] in GIF_LOOPS
            if label != GIF_CONTROL and not loops:
                stripped.taken.add(COMMENT)
                continue
        else:
            break
        stripped.parts.append(data[start:position])
    raise RefusedError("broken")


def _gif_palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(data: bytes, position: int) -> int:
    while position < len(data):
        if not data[position]:
            return position + 1
        position += data[position] + 1
    raise RefusedError("broken")


# WebP

WEBP_KEPT = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
WEBP_DETAILS_FLAGS = 0x08 | 0x04  # EXIF, XMP
WEBP_PROFILE_FLAG = 0x20


def webp(data: bytes) -> Stripped:
    """Keep the chunks that make the picture; the header then says so."""
    stripped = Stripped(frames=0)
    end = 8 + int.from_bytes(data[4:8], "little")
    position = 12
    cleared_flags = WEBP_DETAILS_FLAGS
    while position + 8 <= min(end, len(data)) and len(stripped.parts) < MOST_BLOCKS:
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        chunk = data[position : position + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise RefusedError("broken")
        position += len(chunk)
        stripped.frames += kind == b"ANMF"
        if kind == b"ICCP" and not is_sane_profile(chunk[8 : 8 + length]):
            stripped.taken.add(PROFILE)
            cleared_flags |= WEBP_PROFILE_FLAG
        elif kind in WEBP_KEPT:
            stripped.parts.append(chunk)
        else:
            stripped.taken.add(DETAILS)
    if end > len(data) or not stripped.parts:
        raise RefusedError("broken")
    _note_rest(stripped, data, end + end % 2)
    if stripped.parts[0].startswith(b"VP8X") and len(stripped.parts[0]) >= 9:
        header = bytearray(stripped.parts[0])
        header[8] &= ~cleared_flags & 0xFF
        stripped.parts[0] = bytes(header)
    body = b"WEBP" + stripped.data
    stripped.parts = [struct.pack("<4sL", b"RIFF", len(body)), body]
    stripped.frames = max(stripped.frames, 1)
    return stripped


def _note_rest(stripped: Stripped, data: bytes, end: int) -> None:
    """What follows the end of a picture is no picture: a second file, a script, a mistake."""
    if len(data) > end:
        stripped.taken.add(REST)


STRIPPERS: dict[str, Callable[[bytes], Stripped]] = {
    "jpeg": jpeg,
    "png": png,
    "gif": gif,
    "webp": webp,
}
