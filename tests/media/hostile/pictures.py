"""Pictures that are bombs, broken, or something else."""

import io
import struct
import zlib

from PIL import Image

from tests.media.hostile.valid import frames, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def chunk(kind, data):
    return struct.pack(">L4s", len(data), kind) + data + struct.pack(">L", zlib.crc32(kind + data))


def png(width, height, body, *chunks):
    """A PNG that claims a size and holds these (deflated) rows."""
    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(chunks)
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def grey(width, height, *chunks):
    return png(width, height, zlib.compress(bytes((width + 1) * height), 9), *chunks)


def text_bomb():
    return grey(8, 8, *[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000)))] * 8)


def profile_bomb():
    return grey(8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(400_000_000))))


def animation_bomb():
    """An animated PNG that claims a thousand frames of a large canvas."""
    claimed = [chunk(b"acTL", struct.pack(">LL", 1000, 0))]
    for number in range(1000):
        control = struct.pack(">LLLLLHHBB", number, 3000, 3000, 0, 0, 1, 10, 0, 0)
        claimed.append(chunk(b"fcTL", control))
    return grey(3000, 3000, *claimed)


def with_position():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera", 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif, comment="草稿 王某".encode())


def with_metadata(kind):
    exif = Image.Exif()
    exif[0x013B] = "WANG-MOU"
    return picture(kind, exif=exif)


def palette_gif():
    data = io.BytesIO()
    Image.new("P", (9, 9)).save(data, "GIF", comment=b"*/alert(1)/*")
    return data.getvalue()


REFUSED = {
    "script.svg": ("picture", "markup", lambda: SVG),
    "script.png": ("picture", "markup", lambda: SVG),
    "declared.svg": ("picture", "markup", lambda: b"\xef\xbb\xbf  <?xml version='1.0'?>" + SVG),
    "wide.svg": ("picture", "markup", lambda: SVG.decode().encode("utf-16")),
    "page.jpg": ("picture", "markup", lambda: b"<!doctype html><script>1</script>"),
    "empty.png": ("picture", "empty", lambda: b""),
    "truncated.jpg": ("picture", "broken", lambda: picture("JPEG", (400, 300))[:-40]),
    "truncated.png": ("picture", "broken", lambda: picture("PNG", (400, 300))[:-20]),
    "truncated.gif": ("picture", "broken", lambda: picture("GIF", (400, 300))[:-9]),
    "truncated.webp": ("picture", "broken", lambda: picture("WEBP", (400, 300))[:-9]),
    "nothing_inside.jpg": ("picture", "broken", lambda: b"\xff\xd8\xff\xd9"),
    "no_frame.gif": ("picture", "broken", lambda: b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    "rows_missing.png": ("picture", "broken", lambda: png(500, 500, zlib.compress(b"\0" * 9))),
    "rows_are_noise.png": ("picture", "broken", lambda: png(50, 50, bytes(range(200)))),
    "checksum.png": ("picture", "broken", lambda: picture().replace(b"IHDR\0", b"IHDR\1", 1)),
    "claims_3600_megapixels.png": (
        *("picture", "too_many_pixels"),
        lambda: png(60_000, 60_000, zlib.compress(b"\0")),
    ),
    "is_49_megapixels.png": ("picture", "too_many_pixels", lambda: grey(7000, 7000)),
    "is_40000_wide.png": ("picture", "too_many_pixels", lambda: grey(40_000, 1)),
    "a_thousand_frames.gif": ("picture", "too_many_frames", lambda: frames("GIF", 1000)),
    "a_thousand_large_frames.png": ("picture", "too_many_frames", animation_bomb),
    "photoshop.jpg": ("picture", "unknown", lambda: b"8BPS\x00\x01" + bytes(60)),
    "phone.heic": ("picture", "not_taken_here", lambda: b"\0\0\0\x18ftypheic" + bytes(40)),
    "paint.bmp": ("picture", "not_taken_here", lambda: picture("BMP")),
    "scan.tiff": ("picture", "not_taken_here", lambda: picture("TIFF")),
    "program.png": ("picture", "program", lambda: b"MZ\x90\x00" + bytes(100)),
    "script.jpg": ("picture", "program", lambda: b"#!/bin/sh\nrm -rf /\n"),
}
BOMBS = {
    "claims_3600_megapixels.png",
    "is_49_megapixels.png",
    "a_thousand_frames.gif",
    "a_thousand_large_frames.png",
}
# Let in without what they hid: name, kind, code of what was taken out, bytes that must be gone.
CLEANED = {
    "position.jpg": ("picture", "picture_position", b"Kamera", with_position),
    "note.jpg": ("picture", "picture_comment", "王某".encode(), with_position),
    "artist.png": ("picture", "picture_details", b"WANG-MOU", lambda: with_metadata("PNG")),
    "artist.webp": ("picture", "picture_details", b"WANG-MOU", lambda: with_metadata("WEBP")),
    "note.gif": ("picture", "picture_comment", b"alert", palette_gif),
    "text_bomb.png": ("picture", "picture_comment", b"zTXt", text_bomb),
    "profile_bomb.png": ("picture", "picture_profile", b"iCCP", profile_bomb),
    "with_archive.jpg": (
        *("picture", "picture_rest", b"PK\x03\x04"),
        lambda: picture("JPEG") + b"PK\x03\x04 hidden archive",
    ),
    "with_script.gif": (
        *("picture", "picture_rest", b"alert"),
        lambda: picture("GIF") + b"*/=1;alert(1)//",
    ),
    "with_page.png": ("picture", "picture_rest", b"<script", lambda: picture() + SVG),
}
