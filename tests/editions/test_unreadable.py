"""A folder that cannot be read or changed means slower, never a fault, and never a lost release."""

import errno
import os
import signal
import socket
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from editions import pointer
from editions.folder import Folder, Moment
from editions.places import Form, place
from editions.sweep import is_over_budget, sweep
from interpretations.models import Edition, Release
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.models.refusals import ReadersStay
from interpretations.models.turning import begin, present
from interpretations.reading import edition_thread
from interpretations.releases.execution.execute import execute
from interpretations.releases.scheduling.scheduler import Scheduler
from tests.support.kinds import approved

LOCKS = (errno.EROFS, errno.EACCES, errno.ENOLCK, errno.ESTALE)


def refusing(number):
    def refuse(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    return refuse


def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("number", LOCKS)
def test_a_pointer_of_another_day_that_cannot_be_taken_away_stops_no_reader(
    readers, monkeypatch, number
):
    pointer.keep_up(Moment(Edition.current(), yesterday()))
    monkeypatch.setattr(pointer, "locked", refusing(number))

    assert readers.get("/policies/").status == 200


def test_a_pointer_of_another_day_that_cannot_be_taken_away_does_not_end_the_keeper(
    root, monkeypatch
):
    """The loop goes on to the next turn: it is ended here by its second sleep."""
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) > 1:
            raise SystemExit

    for name in ("begin", "settle"):
        monkeypatch.setattr(edition_thread, name, lambda: None)
    monkeypatch.setattr(edition_thread.time, "sleep", sleep)
    monkeypatch.setattr(pointer, "drop_other_day", refusing(errno.EROFS))

    with pytest.raises(SystemExit):
        edition_thread._run()


@pytest.mark.parametrize("name", ["over-budget", "headers.html"])
def test_a_shared_disk_that_is_away_stops_no_reader(readers, monkeypatch, name):
    readers.get("/policies/")
    readers.layer._headers.clear()
    stat, opened = os.stat, open
    stale = refusing(errno.ESTALE)

    def looked(path, *args, **kwargs):
        return stale() if str(path).endswith(name) else stat(path, *args, **kwargs)

    def read(path, *args, **kwargs):
        return stale() if str(path).endswith(name) else opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "stat", looked)
    monkeypatch.setattr("io.open", read)

    assert readers.get("/").status == 200
    assert not is_over_budget()


@pytest.mark.parametrize("text", ["", '[["Content-Type"', "[1]", "\udcff"])
def test_headers_that_were_cut_short_stop_no_reader(readers, text):
    readers.get("/policies/")
    readers.layer._headers.clear()
    written = text.encode(errors="surrogateescape")
    (pointer.current().path / "headers.html").write_bytes(written)

    assert readers.get("/policies/").status == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", LOCKS)
def test_where_nothing_can_be_locked_nothing_is_taken_back_and_the_release_waits(
    root, world, monkeypatch, number
):
    release = approved(world, ReleaseKind.WITHDRAWAL)
    pointer.keep_up(present())
    monkeypatch.setattr(pointer, "locked", refusing(number))

    with pytest.raises(ReadersStay):
        execute(release.pk)

    release.refresh_from_db()
    assert (release.state, release.failed_at) == (ReleaseState.APPROVED, None)


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_changed_keeps_no_addition_waiting(root, world, monkeypatch):
    release = approved(world, ReleaseKind.FIRST)
    scheduler = Scheduler()
    pointer.keep_up(present())
    for name in ("symlink", "replace", "unlink"):
        monkeypatch.setattr(os, name, refusing(errno.EROFS))

    ends = time.monotonic() + 30
    while time.monotonic() < ends and Release.objects.get(pk=release.pk).released_at is None:
        scheduler.round()
        time.sleep(0.05)

    assert Release.objects.get(pk=release.pk).state == ReleaseState.RELEASED
    scheduler.round()


@pytest.mark.django_db(transaction=True)
def test_where_nothing_can_be_noted_a_program_begins_one_edition_all_the_same(
    root, world, monkeypatch
):
    pointer.keep_up(present())
    before = present().edition
    monkeypatch.setattr(pointer, "note_boot", refusing(errno.EROFS))

    assert edition_thread._done(begin)
    assert present().edition == before + 1


def test_a_child_that_was_forked_meanwhile_holds_nothing(root):
    """Until it ends, it has all that was open: also the lock of what was being taken back."""
    pointer.keep_up(Moment(5, timezone.localdate()))
    with pointer.taken_away():
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
    try:
        assert pointer.keep_up(Moment(6, timezone.localdate()))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_folder_that_was_deleted_under_its_readers_is_written_again(readers, root):
    readers.get("/policies/")
    pointer.current().path.joinpath("making").rmdir()

    readers.get("/")

    assert (pointer.current().answers / "index.html").exists()


def test_a_folder_that_begins_while_it_is_swept_stays(root, monkeypatch):
    """Made and pointed at after the sweep has seen which one readers are in."""
    day = timezone.localdate()
    pointer.keep_up(Moment(1, day))
    looked = pointer._linked
    begun = []

    def and_then(name):
        folder = looked(name)
        if not begun:
            begun.append(os.fork())
            if not begun[0]:
                pointer.keep_up(Moment(2, day))
                os._exit(0)
            time.sleep(0.3)  # long enough, unless the lock keeps it from moving
        return folder

    monkeypatch.setattr(pointer, "_linked", and_then)
    sweep()
    os.waitpid(begun[0], 0)

    assert pointer.current().moment.edition == 2
    assert pointer.current().path.joinpath("making").is_dir()


def test_readers_of_two_folders_at_once_get_their_headers(readers, root):
    """At a flip one thread reads the old folder's headers, another the new one's."""
    day = timezone.localdate()
    new = Folder(root, Moment(Edition.current() + 1, day), 2)
    readers.get("/policies/")
    old, layer = pointer.current(), readers.layer
    new.make()
    new.agree_on(Form.HTML, [("A", "b")])
    layer._headers.clear()

    class Interrupted(dict):
        """Another thread comes in between any two steps."""

        def __contains__(self, key):
            found = super().__contains__(key)
            overtaken(key)
            return found

        def __setitem__(self, key, value):
            super().__setitem__(key, value)
            overtaken(key)

    def overtaken(key):
        if key[0] == old.name:
            with suppress(KeyError):
                layer._headers_of(new, Form.HTML)

    layer._headers = Interrupted({(old.name, Form.HTML): [("A", "a")]})

    for _ in range(2):
        assert layer._headers_of(old, Form.HTML)[-1] != ("X-Edition", str(new.moment.edition))


def test_a_prefix_that_a_reader_names_is_in_no_file(readers, root):
    """gunicorn takes SCRIPT_NAME from a header of whom it trusts; a proxy may pass it on."""
    prefixed = readers.get("/policies/", prefix="/evil")
    plain = readers.get("/policies/")

    assert b"/evil" not in plain.body
    assert prefixed.status in (200, 404)


def test_a_socket_in_the_place_of_a_file_is_no_answer(readers, monkeypatch):
    """Whatever cannot be opened is answered by the application."""
    where = place("/policies/", Form.HTML)
    readers.get("/")
    folder = pointer.current()
    target = folder.answers / where.relative
    target.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as odd:
        monkeypatch.chdir(target.parent)  # addresses of sockets are short
        odd.bind(target.name)
        assert readers.get("/policies/").status == 200
