"""Pieces of a picture that a killed process never wrote down go; what a row names stays."""

import os
import shutil
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from media import slices
from media.models import ReleasedFile, Slice
from media.tidy import MADE_IN, forget_stray_files
from tests.infographics.pictures import stored
from tests.support.behind import behind_the_guard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pictured_here")]


@pytest.fixture(autouse=True)
def nothing_is_stored(db):
    """What a test stored outlives its rollback."""
    for folder in MADE_IN:
        shutil.rmtree(default_storage.path(folder), ignore_errors=True)


@pytest.fixture
def cut_off(world):
    """What a process leaves that is killed after the files and before the rows."""
    return [piece.file.name for piece in slices._made(stored(world))]


def grow_old():
    old = (timezone.now() - timedelta(days=30)).timestamp()
    for folder in MADE_IN:
        if default_storage.exists(folder):
            for name in default_storage.listdir(folder)[1]:
                os.utime(default_storage.path(f"{folder}/{name}"), (old, old))


def is_kept(names):
    return [default_storage.exists(name) for name in names] == [True] * len(names)


def test_files_that_no_row_names_are_forgotten(cut_off):
    grow_old()

    assert forget_stray_files() == len(cut_off)
    assert not any(map(default_storage.exists, cut_off))


def test_files_whose_rows_may_still_come_are_kept(cut_off):
    assert forget_stray_files() == 0
    assert is_kept(cut_off)


def test_files_that_a_row_names_are_kept(world):
    made = slices.cut(slices.order(stored(world)))
    grow_old()

    assert forget_stray_files() == 0
    assert is_kept([piece.file.name for piece in made])
    assert len(made) == Slice.objects.count()


@pytest.mark.violates
def test_a_file_that_the_public_may_fetch_is_kept_though_its_row_is_gone(cut_off):
    with behind_the_guard():
        ReleasedFile.objects.create(name=cut_off[0], page_id=1)
    grow_old()

    assert forget_stray_files() == len(cut_off) - 1
    assert is_kept(cut_off[:1])


def test_where_nothing_was_ever_made_nothing_is_forgotten(db):
    assert forget_stray_files() == 0
