"""Every size of a picture has the colours that the picture has, and no profile."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from media.examine.colours import plain
from media.intake import PICTURE, accept
from media.picturing import cutting
from tests.media.profiles import press

SPECS = ["max-20x20", "max-480x16000|format-webp"]


def encoded(picture, kind, **options):
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def deep_grey(value, **options):
    return encoded(Image.new("I;16", (8, 8), value), "PNG", **options)


def grey_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


PRINTED = encoded(Image.new("CMYK", (60, 40), (255, 0, 0, 0)), "JPEG", icc_profile=press())


@pytest.mark.parametrize("value", [0, 257, 32_639, 65_535])
def test_grey_of_sixteen_bits_keeps_its_brightness(value):
    grey = plain(opened(deep_grey(value))).getpixel((0, 0))

    assert max(abs(colour - value / 257) for colour in grey) <= 1


@pytest.mark.parametrize(("clear", "alpha"), [(300, 0), (299, 255), (301, 255)])
def test_what_is_clear_in_sixteen_bits_stays_clear(clear, alpha):
    assert plain(opened(deep_grey(300, transparency=clear))).getpixel((0, 0))[3] == alpha


def test_print_colours_are_converted_by_their_own_profile():
    red, green, blue = plain(opened(PRINTED)).getpixel((5, 5))

    assert red > 150 and green < 90 and blue < 90  # red, whatever the inks were


def test_a_profile_that_does_not_fit_is_no_error():
    picture = Image.new("RGB", (8, 8), "#0d5b6e")
    picture.info["icc_profile"] = press()

    assert plain(picture).getpixel((0, 0)) == (13, 91, 110)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_mode_becomes_colours_without_notes(mode):
    picture = Image.new(mode, (8, 8))
    picture.info["icc_profile"] = grey_profile()

    colours = plain(picture)

    assert colours.mode == ("RGBA" if "A" in mode else "RGB") and colours.info == {}


def test_sizes_carry_no_profile_and_the_colours_of_the_picture():
    accepted = accept(ContentFile(PRINTED, "a.jpg"), PICTURE, SPECS)

    for size in accepted.sizes:
        made = Image.open(size.content)
        assert "icc_profile" not in made.info
        assert made.convert("RGB").getpixel((5, 5))[0] > 150


@pytest.mark.parametrize("data", [PRINTED, deep_grey(32_639)], ids=["printed", "deep"])
def test_slices_and_the_whole_are_plain_too(data):
    source = io.BytesIO(data)
    picture = cutting.opened(source)
    pieces = [*cutting.pieces(picture, cutting.bands(picture)), cutting.whole(picture, source)]

    for piece in pieces:
        made = opened(piece.data)
        assert "icc_profile" not in made.info and made.mode in ("RGB", "RGBA")
        assert max(made.convert("RGB").getpixel((0, 0))) < 255
