"""`current`: forward only, taken away at once, put back only where nothing happened."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.utils import timezone

from editions import pointer
from editions.folder import Folder, Moment

HOLDER = """
import sys, time
sys.path[:0] = ["site"]
import django
django.setup()
from django.conf import settings
settings.EDITIONS_ROOT = sys.argv[1]
from editions import pointer
with pointer.taken_away():
    print("held", flush=True)
    time.sleep(60)
"""


def at(edition, day=None):
    return Moment(edition, day or timezone.localdate())


def where():
    folder = pointer.current()
    return folder and folder.moment.edition


def test_before_the_first_answer_nobody_is_in_a_folder(root):
    assert pointer.current() is None


def test_it_follows_the_database(root):
    pointer.keep_up(at(4))
    pointer.keep_up(at(5))

    assert where() == 5


def test_it_never_goes_back(root):
    pointer.keep_up(at(5))

    assert pointer.keep_up(at(4)).moment == at(5)
    assert where() == 5


def test_the_next_day_has_a_folder_of_its_own(root):
    yesterday = timezone.localdate() - timedelta(days=1)
    before = pointer.keep_up(at(5, yesterday))

    assert pointer.current() is None, "a pointer of another day leads nowhere"
    assert pointer.keep_up(at(5)).path != before.path
    assert where() == 5


def test_a_pointer_of_yesterday_is_taken_away_without_the_database(root):
    pointer.keep_up(at(5, timezone.localdate() - timedelta(days=1)))

    pointer.drop_other_day()

    assert not (root / "current").is_symlink()


def test_files_of_two_folders_never_have_the_same_time(root):
    stamps = [pointer.keep_up(at(edition)).stamp for edition in range(1, 9)]

    assert len(set(stamps)) == len(stamps)


def test_a_forgotten_pointer_lets_a_restored_database_begin_anew_with_new_times(root):
    stamp = pointer.keep_up(at(9)).stamp

    pointer.forget()
    pointer.put_back(at(3))

    assert where() == 3
    assert pointer.current().stamp > stamp


def test_while_something_is_taken_back_nobody_sets_it(root):
    pointer.keep_up(at(5))

    with pointer.taken_away():
        assert pointer.keep_up(at(6)) is None
        assert where() is None


def test_two_may_take_back_at_a_time(root):
    pointer.keep_up(at(5))

    with pointer.taken_away(), pointer.taken_away():
        assert where() is None


def test_after_taking_back_only_a_later_edition_is_entered(root):
    pointer.keep_up(at(5))
    with pointer.taken_away():
        pass

    assert pointer.keep_up(at(5)) is None, "a reader of the older state must not lead others back"
    assert pointer.keep_up(at(6)).moment == at(6)


def test_what_was_not_taken_back_is_put_back(root):
    folder = pointer.keep_up(at(5))
    with pointer.taken_away():
        pass

    pointer.put_back(at(5))

    assert pointer.current() == folder


@pytest.mark.parametrize("edition", [4, 5])
def test_where_last_was_lost_a_reader_of_an_older_state_leads_nobody_back(root, edition):
    pointer.keep_up(at(5))
    with pointer.taken_away():
        pass
    (root / "last").unlink()

    assert pointer.keep_up(at(edition)) is None
    assert where() is None


def test_where_last_was_lost_the_furthest_folder_is_not_swept(root):
    folder = pointer.keep_up(at(5))
    (root / "current").unlink()

    assert folder not in pointer.left_folders()


def test_where_last_was_lost_whoever_keeps_the_database_still_sets_it_anew(root):
    stamp = pointer.keep_up(at(5)).stamp
    (root / "current").unlink()

    pointer.put_back(at(5))

    assert where() == 5
    assert pointer.current().stamp > stamp


def test_it_is_not_put_back_once_the_database_went_on(root):
    pointer.keep_up(at(5))
    with pointer.taken_away():
        pass

    pointer.put_back(at(6))

    assert where() is None


def test_a_killed_holder_holds_nothing(root):
    pointer.keep_up(at(5))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root)],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"
    assert pointer.keep_up(at(6)) is None

    holder.send_signal(signal.SIGKILL)
    holder.wait()

    assert pointer.keep_up(at(6)).moment == at(6)


def test_a_pointer_that_cannot_be_moved_is_taken_away(root, monkeypatch):
    pointer.keep_up(at(5))
    monkeypatch.setattr(os, "symlink", refuse)

    assert pointer.keep_up(at(6)) is None
    assert where() is None


def test_one_that_can_be_neither_moved_nor_taken_away_is_said(root, monkeypatch):
    pointer.keep_up(at(5))
    for name in ("symlink", "replace", "unlink"):
        monkeypatch.setattr(os, name, refuse)

    with pytest.raises(pointer.Stuck):
        pointer.keep_up(at(6))
    with pytest.raises(pointer.Stuck), pointer.taken_away():
        raise AssertionError("nothing may be taken back")


def refuse(*args, **kwargs):
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize(
    "name", ["", "..", "5", "5.2026-11-28", "x.2026-11-28.1", "5.2026-13-28.1"]
)
def test_other_names_are_no_folders(root, name):
    assert Folder.named(root, name) is None


def test_a_folder_is_named_by_what_it_is(root):
    folder = Folder(root, Moment(5, date(2026, 11, 28)), 1_795_841_761)

    assert Folder.named(root, folder.name) == folder


def test_off_it_does_nothing(settings):
    settings.EDITIONS_ROOT = ""

    assert pointer.keep_up(at(5)) is None
    with pointer.taken_away():
        assert pointer.current() is None
