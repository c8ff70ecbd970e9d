"""Pictures that lack their end, or move, and still are whole."""

import io

import pytest
from PIL import Image

from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.examine.one import examine
from media.examine.types import PICTURE

MOVED = [Image.effect_noise((60, 40), sigma).convert("RGB") for sigma in (30, 60, 90)]


def encoded(kind, picture=MOVED[0], **options):
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


@pytest.fixture
def taken(tmp_path):
    """`taken(name, data)` examines in this process and gives the clean bytes and the report."""

    def examined(name, data):
        path, into = tmp_path / "taken", tmp_path / "cleaned"
        path.write_bytes(data)
        report = examine(path, name, PICTURE, into, Limits(), [])
        return into.read_bytes(), report

    return examined


WITHOUT_END = {
    "a.jpg": encoded("JPEG")[:-2],
    "half.jpg": encoded("JPEG")[:-1],
    "progressive.jpg": encoded("JPEG", progressive=True)[:-2],
    "a.png": encoded("PNG")[:-12],
    "a.gif": encoded("GIF")[:-1],
}


@pytest.mark.parametrize("name", WITHOUT_END)
def test_a_whole_picture_whose_end_mark_is_missing_is_taken_and_ended(taken, name):
    content, _report = taken(name, WITHOUT_END[name])

    assert Image.open(io.BytesIO(content)).tobytes()
    assert taken(name, content)[0] == content


@pytest.mark.parametrize("lost", [8, 40, 400])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}])
def test_a_jpeg_that_lost_more_than_its_end_is_refused(taken, lost, options):
    with pytest.raises(RefusedError) as caught:
        taken("a.jpg", encoded("JPEG", **options)[:-lost])

    assert caught.value.code == "broken"


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_a_picture_that_moves_is_taken_and_told_to_stand_still(taken, kind):
    data = encoded(kind, save_all=True, append_images=MOVED[1:])

    assert taken(f"a.{kind.lower()}", data)[1].told == [("animated", {"frames": 3})]


def test_an_animation_with_a_first_picture_of_its_own_is_taken(taken):
    data = encoded("PNG", save_all=True, append_images=MOVED[1:], default_image=True)

    assert taken("a.png", data)[0] == data


def test_a_picture_that_stands_still_is_not_told(taken):
    assert taken("a.png", encoded("PNG"))[1].told == []
