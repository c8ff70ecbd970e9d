"""Folders that nobody is in are deleted; a budget that is used up is said to the writers."""

import os

import pytest
from django.utils import timezone

from editions import pointer
from editions.folder import Moment
from editions.places import Form, place
from editions.sweep import is_over_budget, sweep


def enter(edition):
    return pointer.keep_up(Moment(edition, timezone.localdate()))


def test_only_the_folder_that_readers_are_in_stays(root):
    folders = [enter(edition) for edition in (1, 2, 3)]
    folders[0].write(place("/", Form.HTML), b"x")

    sweep()

    assert [folder.path.exists() for folder in folders] == [False, False, True]


def test_the_folder_that_was_taken_away_stays_until_readers_are_in_another(root):
    folder = enter(1)
    with pointer.taken_away():
        sweep()
        assert folder.path.exists()
    enter(2)

    sweep()

    assert not folder.path.exists()


def test_it_stops_when_it_is_told_to(root, monkeypatch):
    folder = enter(1)
    for number in range(3):
        folder.write(place(f"/{number}/", Form.HTML), b"x")
    enter(2)
    monkeypatch.setattr("editions.sweep.AT_A_TIME", 1)

    sweep(stopped=lambda: True)

    assert folder.path.exists()


def test_a_released_file_that_stood_there_stays_where_it_is(root, tmp_path):
    stored = tmp_path / "a.webp"
    stored.write_bytes(b"picture")
    enter(1).link(stored, "images/a.webp")
    enter(2)

    sweep()

    assert stored.read_bytes() == b"picture"


@pytest.mark.parametrize("size", [10, 1000])
def test_a_used_up_budget_is_marked_and_the_mark_goes_with_the_folder(root, settings, size):
    settings.EDITIONS_BUDGET = 100
    settings.DISK_FREE_LOW = 0
    enter(1).write(place("/", Form.HTML), os.urandom(size))

    sweep()
    assert is_over_budget() == (size > 100)
    enter(2)
    sweep()

    assert not is_over_budget()


def test_a_disk_with_little_room_is_written_to_no_more(root, settings):
    settings.DISK_FREE_LOW = 10**18
    enter(1)

    sweep()

    assert is_over_budget()


def test_without_folders_there_is_nothing_to_do(settings):
    settings.EDITIONS_ROOT = ""

    sweep()

    assert not is_over_budget()
