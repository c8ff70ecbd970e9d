"""Where a tall picture is cut, and into what."""

import io
import itertools

import pytest
from PIL import Image

from media.picturing import cutting
from tests.infographics.pictures import encoded, tall


def cut(picture):
    return list(cutting.pieces(picture, cutting.bands(picture)))


def decoded(piece):
    return Image.open(io.BytesIO(piece.data)).convert("RGB")


def test_slices_lie_on_each_other_without_a_gap():
    rows = cutting.bands(tall(height=5000))

    assert rows[0][0] == 0 and rows[-1][1] == 5000
    assert all(upper[1] == lower[0] for upper, lower in itertools.pairwise(rows))


def test_a_cut_never_goes_through_what_is_drawn():
    picture = tall(height=5000, step=330)

    for _top, bottom in cutting.bands(picture)[:-1]:
        row = picture.crop((0, bottom, picture.width, bottom + 1))
        assert row.getcolors(1)


def test_a_picture_without_empty_rows_is_cut_at_the_height():
    picture = Image.linear_gradient("L").rotate(90).resize((300, 5000)).convert("RGB")

    assert [bottom for _top, bottom in cutting.bands(picture)] == [1500, 3000, 4500, 5000]


@pytest.mark.parametrize("height", [1, 1499, 1900, 1901, 20_000])
def test_no_slice_is_taller_than_webp_can_hold(height):
    rows = cutting.bands(Image.new("RGB", (10, height)))

    assert all(0 < bottom - top <= cutting.TALLEST for top, bottom in rows)
    assert rows[-1][1] == height


def test_slices_of_a_flat_drawing_show_exactly_what_was_drawn():
    picture = tall(height=3200)

    pieces = cut(picture)

    assert [piece.ending for piece in pieces] == ["webp"] * len(pieces)
    joined = Image.new("RGB", picture.size)
    top = 0
    for piece in pieces:
        joined.paste(decoded(piece), (0, top))
        top += piece.height
    assert joined.tobytes() == picture.tobytes()


def test_a_photograph_is_not_kept_without_loss():
    noise = Image.effect_noise((400, 400), 90).convert("RGB")

    piece = cut(noise)[0]

    assert len(piece.data) < len(encoded(noise)) / 2
    assert decoded(piece).tobytes() != noise.tobytes()


def test_a_picture_is_made_narrower_and_never_wider():
    assert cutting.narrowed(tall(2000, 100), 1080).size == (1080, 54)
    assert cutting.narrowed(tall(500, 100), 1080).size == (500, 100)


def test_both_widths_are_cut_at_the_same_places():
    rows = cutting.scaled([(0, 1510), (1510, 3001)], 1778)

    assert rows == [(0, 895), (895, 1778)]


def test_the_whole_of_a_picture_is_its_own_bytes():
    data = encoded(tall())

    piece = cutting.whole(cutting.opened(io.BytesIO(data)), io.BytesIO(data))

    assert piece.data == data and piece.ending == "png"


@pytest.mark.parametrize(
    ("kind", "ending", "found"),
    [("JPEG", "jpg", "JPEG"), ("WEBP", "png", "PNG"), ("PNG", "png", "PNG")],
)
def test_the_whole_of_a_wide_picture_is_made_narrower(kind, ending, found):
    data = io.BytesIO(encoded(tall(1600, 3000), kind))

    piece = cutting.whole(cutting.opened(data), data)

    assert (piece.width, piece.height, piece.ending) == (1080, 2025, ending)
    assert Image.open(io.BytesIO(piece.data)).format == found


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_cut(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    data = encoded(Image.new(mode, (700, 2500)), kind)

    assert cut(cutting.opened(io.BytesIO(data)))
