"""Rows of slices: made once and wholly, made anew for another file."""

import io

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media import slices
from media.models import Slice, SlicedPicture
from media.serving import may_read
from tests.factories import make_interpretation, make_policy
from tests.infographics.pictures import encoded, infographic, stored, tall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pictured_here")]
Width = Slice.Width


def names():
    return list(Slice.objects.values_list("file", flat=True))


def test_both_widths_and_the_whole_are_made(world):
    made = slices.cut(slices.order(stored(world)))

    assert {(piece.shown, piece.width) for piece in made} == {
        (Width.WIDE, 1080), (Width.NARROW, 640), (Width.WHOLE, 1080)
    }  # fmt: skip
    assert all(default_storage.exists(piece.file.name) for piece in made)
    assert SlicedPicture.objects.get().cut_at


def test_a_narrow_picture_is_cut_in_its_own_width_alone(world):
    made = slices.cut(slices.order(stored(world, tall(600, 2500))))

    assert {(piece.shown, piece.width) for piece in made} == {(Width.WIDE, 600), (Width.WHOLE, 600)}


def test_a_second_call_makes_nothing(world, monkeypatch):
    sliced = slices.order(stored(world))
    first = slices.cut(sliced)
    monkeypatch.setattr(slices, "_made", lambda image: pytest.fail("cut twice"))

    assert slices.cut(sliced) == first


def test_what_failed_half_way_leaves_nothing_and_is_made_whole_next_time(world, monkeypatch):
    sliced = slices.order(stored(world))
    kept, keep = [], slices._keep

    def fail(pieces, mark, *rest):
        if len(pieces) == 3:
            kept.extend(piece.file.name for piece in pieces)
            raise OSError("disk full")
        keep(pieces, mark, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(slices, "_keep", fail)
        with pytest.raises(OSError, match="disk full"):
            slices.cut(sliced)
    assert not Slice.objects.exists()
    assert len(kept) == 3 and not any(map(default_storage.exists, kept))

    assert slices.cut(sliced)


def test_whoever_cuts_second_throws_its_own_pieces_away(world, monkeypatch):
    sliced, made = slices.order(stored(world)), slices._made

    def overtaken(image):
        pieces = made(image)
        monkeypatch.setattr(slices, "_made", made)
        slices.cut(SlicedPicture.objects.get())
        overtaken.names = [piece.file.name for piece in pieces]
        return pieces

    monkeypatch.setattr(slices, "_made", overtaken)
    slices.cut(sliced)

    assert not any(map(default_storage.exists, overtaken.names))
    assert all(map(default_storage.exists, names()))


def test_a_picture_replaced_while_it_is_cut_is_told(world, monkeypatch):
    sliced, made = slices.order(stored(world)), slices._made

    def replaced(image):
        pieces = made(image)
        type(image).objects.update(sha256="other")
        return pieces

    monkeypatch.setattr(slices, "_made", replaced)
    with pytest.raises(OSError, match="replaced"):
        slices.cut(sliced)
    assert not Slice.objects.exists()


def test_another_file_is_cut_again(world, client, settings, django_capture_on_commit_callbacks):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    image = stored(world)
    old = [piece.file.name for piece in slices.cut(slices.order(image))]
    client.force_login(world.drafter)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"/admin/images/{image.pk}/",
            {
                "title": image.title, "collection": image.collection_id, "tags": "",
                "file": ImageFile(io.BytesIO(encoded(tall(1080, 2600, 130))), name="xin.png"),
            },
        )  # fmt: skip

    assert answer.status_code == 302
    assert not any(map(default_storage.exists, old))
    wide = Slice.objects.filter(shown=Width.WIDE)
    assert sum(piece.height for piece in wide) == 2600


def test_a_saved_draft_has_its_pictures_cut_after_the_commit(
    world, django_capture_on_commit_callbacks
):
    image = stored(world)
    with django_capture_on_commit_callbacks() as later:
        make_interpretation(make_policy(world), world.drafter, body=[infographic(image)])
    assert not Slice.objects.exists()

    for callback in later:
        callback()
    assert Slice.objects.exists()


def test_slices_are_read_in_one_query(world):
    image = stored(world)
    slices.cut(slices.order(image))

    with CaptureQueriesContext(connection) as queries:
        shown = slices.shown(image)

    assert len(queries) == 1
    assert [wide.position for wide, _narrow in shown.pairs] == list(range(len(shown.pairs)))
    assert all(narrow.width == 640 for _wide, narrow in shown.pairs)


def test_a_deleted_picture_takes_the_files_of_its_slices_along(
    world, django_capture_on_commit_callbacks
):
    image = stored(world)
    old = [piece.file.name for piece in slices.cut(slices.order(image))]

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert not any(map(default_storage.exists, old))


def test_those_who_keep_the_picture_may_read_its_slices(world):
    slices.cut(slices.order(stored(world)))

    for name in names():
        assert may_read(name, world.drafter)
        assert not may_read(name, world.drafter2)
