"""Slices are pinned, released and withdrawn with their page (P3, P7); words are asked for."""

from copy import deepcopy

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Changed
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.submit import NotReady
from media import slices
from media.delivery import delivered
from media.models import ReleasedFile, Slice, SlicedPicture
from media.refusals import FileInUse
from media.serving import may_read
from tests.factories import (
    approve,
    make_set_showing,
    release_kind,
    submit_set,
)
from tests.infographics.pictures import ALT, infographic, stored
from tests.support.public_files import statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pictured_here")]


@pytest.fixture(scope="module")
def built(shared_world):
    return make_set_showing(shared_world, infographic(stored(shared_world)))


@pytest.fixture
def policy(world, built):
    return deepcopy(built)


def sliced():
    return SlicedPicture.objects.get()


def names():
    return delivered(sliced())


def test_slices_and_the_whole_become_public_with_the_page(world, policy):
    release = approve(world, submit_set(world, policy))
    assert len(names()) > 3 and statuses(sliced()) == {404}

    execute(release.pk)

    assert statuses(sliced()) == {200}
    html = Client().get(policy.get_children().get().url).content.decode()
    assert 'data-block="infographic"' in html
    assert all(name in html for name in names())


def test_programs_read_the_words_and_addresses_of_a_public_page(world, policy):
    execute(approve(world, submit_set(world, policy)).pk)

    page = policy.get_children().get()
    body = Client().get(f"/api/v2/pages/{page.pk}/?fields=body").json()["body"]

    data = next(block["value"] for block in body if block["type"] == "infographic")
    assert data["alt"] == ALT
    assert Client().get(data["slices"][0]["wide"]["url"]).status_code == 200


def test_slices_are_closed_by_a_withdrawal(world, policy):
    execute(approve(world, submit_set(world, policy)).pk)

    release_kind(world, policy, ReleaseKind.WITHDRAWAL)

    assert statuses(sliced()) == {404}


def test_a_release_that_fails_opens_no_slice(world, policy):
    release = approve(world, submit_set(world, policy))

    with pytest.raises(RuntimeError), transaction.atomic():
        execute(release.pk)
        assert statuses(sliced()) == {200}
        raise RuntimeError

    assert statuses(sliced()) == {404}


def test_the_original_of_a_picture_in_slices_is_never_public(world, policy):
    execute(approve(world, submit_set(world, policy)).pk)

    original = SlicedPicture.objects.get().image.file.name
    assert Client().get(f"/media/{original}").status_code == 404


def test_a_plain_picture_delivers_no_slices(world):
    image = stored(world)
    slices.cut(slices.order(image))
    words = {"image": image, "alt": ALT, "caption": "", "credit": ""}
    policy = make_set_showing(world, ("picture", words))

    execute(approve(world, submit_set(world, policy)).pk)

    assert statuses(SlicedPicture.objects.get(image=image)) == {404}
    assert not ReleasedFile.objects.filter(name__startswith="slices/").exists()


def test_reviewers_and_writers_read_slices_before_and_others_do_not(world, policy):
    submit_set(world, policy)

    for name in names():
        assert may_read(name, world.drafter) and may_read(name, world.editor)
        assert not may_read(name, world.drafter2)


@pytest.mark.parametrize("write", ["UPDATE {} SET {} = NULL", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"), [("media_slicedpicture", "cut_at"), ("media_slice", "file")]
)
def test_no_statement_changes_the_slices_of_a_frozen_set(world, policy, write, table, column):
    submit_set(world, policy)

    with pytest.raises(DatabaseError, match="file_in_use"), transaction.atomic():
        connection.cursor().execute(write.format(table, column))


def test_no_update_by_the_orm_changes_them(world, policy):
    submit_set(world, policy)

    with pytest.raises(DatabaseError, match="file_in_use"), transaction.atomic():
        Slice.objects.update(height=1)


def test_slices_of_a_frozen_set_are_not_deleted(world, policy):
    submit_set(world, policy)

    for row in (Slice.objects.first(), SlicedPicture.objects.get()):
        with pytest.raises(FileInUse), transaction.atomic():
            row.delete()


def test_no_slice_is_added_to_a_frozen_set(world, policy):
    submit_set(world, policy)

    with pytest.raises(DatabaseError, match="file_in_use"), transaction.atomic():
        Slice.objects.create(
            picture=SlicedPicture.objects.get(), shown="wide", position=99, width=1, height=1,
            file="slices/x.webp",
        )  # fmt: skip


@pytest.mark.violates
def test_changed_bytes_of_a_slice_stop_the_release(world, policy):
    release = approve(world, submit_set(world, policy))
    file = Slice.objects.first().file
    with file.storage.open(file.name, "wb") as opened:
        opened.write(b"other")

    with pytest.raises(Changed):
        execute(release.pk)


def test_a_picture_that_cannot_be_cut_is_told(world, policy, monkeypatch):
    def fail(sliced):
        raise OSError

    monkeypatch.setattr(slices, "cut", fail)

    with pytest.raises(NotReady, match="长图「加装电梯长图」没有切成"):
        submit_set(world, policy)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"alt": " "}, "长图「加装电梯长图」缺少替代文字"),
        ({"long_description": ""}, "长图「加装电梯长图」缺少文字说明"),
        ({"long_description": "<p> </p><p></p>"}, "长图「加装电梯长图」缺少文字说明"),
    ],
)
def test_a_tall_picture_without_words_is_not_submitted(world, words, sentence):
    policy = make_set_showing(world, infographic(stored(world), **words))

    with pytest.raises(NotReady, match=sentence):
        submit_set(world, policy)


def test_a_picture_without_words_is_not_submitted(world):
    words = {"image": stored(world), "alt": "", "caption": "", "credit": ""}

    with pytest.raises(NotReady, match="图片「加装电梯长图」缺少替代文字"):
        submit_set(world, make_set_showing(world, ("picture", words)))


def test_the_picture_of_a_set_without_words_is_named_by_its_number(world):
    words = {"image": stored(world), "caption": "", "credit": ""}
    items = [{**words, "alt": "甲"}, {**words, "alt": ""}]
    policy = make_set_showing(world, ("gallery", {"title": "现场", "items": items}))

    with pytest.raises(NotReady, match="图片集「现场」的第 2 张缺少替代文字"):
        submit_set(world, policy)
