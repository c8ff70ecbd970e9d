"""Pictures inside documents: packed and drawn ones hide no more than others."""

import base64
import gzip
import io
import struct
import zlib

import pytest

from media.examine.findings import RefusedError
from media.examine.inside import cleaned
from media.examine.limits import Limits
from tests.media.hostile.documents import metafile, taken_photograph
from tests.media.hostile.valid import picture

NAME, KAMERA = b"WANG-MOU", b"KAMERA"
WIDE = NAME.decode().encode("utf-16-le")
LIMITS = Limits(part_bytes=100_000)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">%s</svg>'


def clean(data):
    return cleaned(data if isinstance(data, bytes) else data.encode(), LIMITS)


def unpacked(data):
    return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data)


def named(data):
    """Packed, with the name of the file in its head."""
    packed = io.BytesIO()
    with gzip.GzipFile(NAME.decode(), "wb", fileobj=packed) as file:
        file.write(data)
    return packed.getvalue()


def records(*each):
    """A metafile of these records: kind and body."""
    head = metafile("").ljust(108, b"\x00")
    body = b"".join(struct.pack("<LL", kind, 8 + len(data)) + data for kind, data in each)
    return head[:4] + struct.pack("<L", len(head)) + head[8:] + body


def comment(data):
    return 70, struct.pack("<L", len(data)) + data


END = (14, bytes(12))


def test_a_packed_metafile_loses_its_description():
    kept = clean(gzip.compress(metafile("WANG-MOU"), mtime=0))

    assert WIDE not in unpacked(kept)
    assert len(unpacked(kept)) == len(metafile("WANG-MOU"))


@pytest.mark.parametrize("drawn", [records(END), b"\xd7\xcd\xc6\x9a" + bytes(40), SVG.encode()])
def test_a_packed_drawing_that_tells_nothing_stays_byte_for_byte(drawn):
    packed = zlib.compress(drawn, wbits=31)

    assert clean(packed) == packed


def test_the_name_of_a_packed_file_goes():
    kept = clean(named(records(END)))

    assert NAME not in kept and unpacked(kept) == records(END)


def test_what_follows_a_packed_drawing_goes():
    kept = clean(gzip.compress(records(END), mtime=0) + gzip.compress(NAME, mtime=0) + NAME)

    assert unpacked(kept) == records(END) and NAME not in kept
    assert len(kept) == len(gzip.compress(records(END), mtime=0))


@pytest.mark.parametrize("inner", [b"MZ" * 100, gzip.compress(b"x", mtime=0), picture("PNG"), b""])
def test_what_is_packed_and_no_drawing_is_none(inner):
    assert clean(gzip.compress(inner, mtime=0)) is None


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(records(END) + bytes(200_000), mtime=0),  # a bomb
        gzip.compress(records(END), mtime=0)[:-9],
        b"\x1f\x8b\x08\x00" + b"broken" * 9,
    ],
)
def test_what_cannot_be_unpacked_is_refused(packed):
    with pytest.raises(RefusedError):
        clean(packed)


def test_comments_of_programs_and_what_follows_the_end_go_from_a_metafile():
    drawn = records(comment(b"EMF+draw"), comment(b"C:\\" + NAME), comment(b"GDICdraw"), END)

    kept = clean(drawn + NAME)

    assert NAME not in kept and len(kept) == len(drawn)
    assert b"EMF+draw" in kept and b"GDICdraw" in kept


def within(content):
    address = f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
    return SVG % f'<image x:href="{address}"/>'


def test_a_photograph_in_a_drawing_loses_its_details():
    kept = clean(within(taken_photograph()))
    content = base64.b64decode(kept.split(b"base64,")[1].split(b'"')[0])

    assert KAMERA not in content and content.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "content", [b"MZ program", SVG.encode(), gzip.compress(SVG.encode(), mtime=0)]
)
def test_what_is_no_picture_goes_from_a_drawing(content):
    assert b"base64" not in clean(within(content))


@pytest.mark.parametrize(
    "part",
    [
        f"<!-- {NAME.decode()} -->",
        f"<?editor {NAME.decode()}?>",
        f"<style>@import '{NAME.decode()}.css';</style>",
        f'<rect style="fill:url(http://{NAME.decode()}/a)"/>',
        f'<a><set attributeName="href" to="{NAME.decode()}"/></a>',
        f'<image x:href="//{NAME.decode()}/a.png"/>',
        f'<image x:href="{NAME.decode()}:x"/>'.replace("WANG-MOU:", "file:WANG-MOU"),
    ],
)
def test_what_fetches_acts_or_tells_goes_from_a_drawing(part):
    kept = clean(SVG % f"{part}<text>字</text>")

    assert NAME not in kept and "字".encode() in kept


def test_what_stands_around_a_drawing_goes():
    assert NAME not in clean(f"<!-- {NAME.decode()} -->{SVG % ''}<!-- {NAME.decode()} -->")


def test_a_drawing_that_paints_with_its_own_colours_stays():
    drawn = SVG % '<linearGradient id="a"/><rect style="fill:url(#a)" fill="url( \'#a\' )"/>'

    assert clean(drawn) == drawn.encode()
