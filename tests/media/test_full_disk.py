"""A full disk is said as such: never blamed on a file, and nothing of an upload is lost by it."""

import errno
import sqlite3
import sys

import pikepdf
import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from wagtail.images.models import SourceImageIOError

from media import disk
from media.examine import one
from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.intake import acceptance
from media.intake.acceptance import UnfinishedError, accept
from media.recordings import probe as probing
from media.sandbox import runner
from tests.media.hostile import valid

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def caused(error, cause):
    error.__cause__ = cause
    return error


def sqlite_full():
    with sqlite3.connect(":memory:") as database:
        database.executescript("CREATE TABLE a (b); PRAGMA max_page_count = 2;")
        with pytest.raises(sqlite3.OperationalError) as caught:
            database.execute("INSERT INTO a VALUES (zeroblob(100000))")
    return caught.value


@pytest.mark.parametrize(
    "error",
    [
        NO_ROOM,
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        caused(SourceImageIOError("no picture"), NO_ROOM),
        caused(OperationalError("could not extend file"), psycopg.errors.DiskFull()),
        caused(OperationalError("full"), sqlite_full()),
        pikepdf.PdfError("write: No space left on device"),
    ],
    ids=repr,
)
def test_every_layers_full_disk_is_known(error):
    assert disk.is_full(error)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EIO, "Input/output error"),
        OSError("a picture that ends too early"),
        caused(OperationalError("locked"), sqlite3.OperationalError("database is locked")),
        FileNotFoundError(errno.ENOENT, "gone"),
        ValueError("broken"),
    ],
    ids=repr,
)
def test_other_faults_are_not_blamed_on_the_disk(error):
    assert not disk.is_full(error)


@pytest.mark.parametrize("error", [OSError("encoder error -2"), ValueError("broken")], ids=repr)
def test_an_error_without_a_reason_has_this_one_where_nothing_fits_any_more(error, monkeypatch):
    monkeypatch.setattr("media.examine.room.is_used_up", lambda folder: True)

    assert disk.is_full(error)


@pytest.mark.parametrize("name", [n for n, (kind, _make) in valid.VALID.items() if kind != "film"])
def test_an_examination_without_room_does_not_call_the_file_broken(name, tmp_path, monkeypatch):
    kind, make = valid.VALID[name]
    path = tmp_path / name
    path.write_bytes(make())

    def refuse(*args):
        raise NO_ROOM

    monkeypatch.setattr(one, "MODULES", dict.fromkeys(one.MODULES, refuse))
    monkeypatch.setattr(one.archive, "examine", refuse)
    monkeypatch.setattr(one.sheets, "examine", refuse)
    with pytest.raises(RefusedError) as caught:
        one.examine(path, name, kind, tmp_path / "cleaned", Limits(), [])

    assert caught.value.code == "no_room"


def test_an_upload_that_cannot_be_examined_may_come_again(monkeypatch):
    def refuse():
        raise NO_ROOM

    monkeypatch.setattr(acceptance.runner, "workspace", refuse)
    with pytest.raises(UnfinishedError) as caught:
        accept(ContentFile(b"%PDF-1.4", "a.pdf"), "attachment")

    assert "磁盘已满" in str(caught.value)


def test_a_program_that_cannot_write_says_so():
    source = "with open('/dev/full', 'w') as target: target.write('a')"

    with runner.workspace() as folder, pytest.raises(runner.NoRoomError, match="磁盘已满"):
        runner.run([sys.executable, "-c", source], folder)


def test_a_film_that_cannot_be_looked_at_is_not_unreadable(tmp_path, monkeypatch):
    def refuse(*args):
        raise runner.NoRoomError("磁盘已满", 1, "")

    monkeypatch.setattr(probing.runner, "run", refuse)
    with pytest.raises(runner.NoRoomError):
        probing.probe(tmp_path / "a.mp4", tmp_path)
