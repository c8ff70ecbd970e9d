"""A backup is database and files of one moment; it is brought back whole, or refused."""

import json
import os
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, connections

from interpretations.models import LedgerEntry, Release
from interpretations.releases.records import ledger
from operations.backup import save
from operations.backup.bring_back import _copy_files
from operations.backup.databases import of_this_site
from operations.backup.exchange import Exchange
from operations.backup.manifest import UNFINISHED, finished, read_manifest, read_sums, sha256_of
from operations.backup.named_files import FOLDERS, folder_of, named_files, source_of
from tests.database.founded import FOUNDED
from tests.factories import World, make_image
from tests.support import own_site
from tests.support.illustrated import drawn, public
from tests.support.own_databases import empty_database

HOST = {"BASE_URL": "http://localhost"}


@pytest.fixture(scope="module")
def saved(django_db_setup, django_db_blocker, tmp_path_factory):
    """A folder with one backup of a site: a public set, a draft with files, a stray file."""
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock():
        ContentType.objects.clear_cache()
        world = World()
        public(world)
        drawn(world)
        stray = settings.MEDIA_ROOT / "recordings/stray.mp4"
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_bytes(b"of no row")
        call_command("backup", folder)
        yield folder
        stray.unlink()
        django_db_setup.put_back(FOUNDED)


@pytest.fixture
def copy(saved, tmp_path):
    """A copy of that backup, to be damaged."""
    (newest,) = finished(saved)
    return shutil.copytree(newest, tmp_path / newest.name)


@pytest.fixture
def database():
    with empty_database("policy_restored") as address:
        yield address


@pytest.fixture
def own(tmp_path):
    """A fresh clone."""
    return own_site.clone(tmp_path / "clone")


def restore(own, folder, *options, database=""):
    return own_site.manage("restore", str(folder), *options, at=own, DATABASE_URL=database, **HOST)


def files_of(folder):
    return {
        str(path.relative_to(folder)): sha256_of(path)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_empty_site_is_filled_with_every_byte_of_the_backup(saved, own, database):
    (backup,) = finished(saved)
    code, lines = restore(own, backup, database=database)
    sums = {name: digest for name, digest in read_sums(backup).items() if "/" in name}

    assert (code, lines[-2:]) == (0, ["全部相符", "台账相符"])
    for folder in ("media", "originals"):
        there = files_of(own / "var" / folder)
        assert {f"{folder}/{name}": digest for name, digest in there.items()} == {
            name: digest for name, digest in sums.items() if name.startswith(folder)
        }


def test_a_filled_site_is_left_alone_unless_told_and_then_what_is_lost_is_said(copy, own, database):
    assert restore(own, copy, database=database)[0] == 0
    before = files_of(own / "var/media")
    later = (
        "from interpretations.releases.records import ledger\n"
        "from interpretations.models import PolicyPage\n"
        "ledger.write(None, 'joined', policy=PolicyPage.objects.first())"
    )
    own_site.manage("shell", "-c", later, at=own, DATABASE_URL=database)
    (own / "var/media/later.txt").write_text("later")
    refused, why = restore(own, copy, database=database)
    assert (refused, len(why), (own / "var/media/later.txt").exists()) == (1, 1, True)

    code, lines = restore(own, copy, "--replace", database=database)
    assert code == 0, lines

    (aside,) = (own / "var/media").glob(".before-*")
    assert (aside / "later.txt").read_text() == "later"
    shutil.rmtree(aside)
    assert (code, files_of(own / "var/media")) == (0, before)
    assert "丢失的台账：1 行" in lines


@pytest.mark.parametrize("what", ["cut", "flipped", "gone", "sums", "manifest", "not json"])
def test_a_damaged_backup_is_refused_in_one_line(copy, own, what):
    name = next(name for name in read_sums(copy) if name.startswith("media/"))
    damage = {
        "cut": lambda: os.truncate(copy / of_this_site().file, 4096),
        "flipped": lambda: (copy / name).write_bytes(flipped((copy / name).read_bytes())),
        "gone": (copy / name).unlink,
        "sums": lambda: (copy / "SHA256SUMS").write_text(""),
        "manifest": lambda: edit(copy, lines=0),
        "not json": lambda: os.truncate(copy / "manifest.json", 40),
    }
    damage[what]()

    with pytest.raises(CommandError, match="已损坏") as refusal:
        call_command("restore", copy)

    assert "\n" not in str(refusal.value)


def edit(folder, **fields):
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def flipped(content):
    return content[:-1] + bytes([content[-1] ^ 1])


def test_a_backup_that_was_cut_short_is_not_restored(copy):
    unfinished = copy.rename(copy.with_name(copy.name + UNFINISHED))

    with pytest.raises(CommandError, match="没有做完"):
        call_command("restore", unfinished)


def test_a_filled_site_says_how_it_can_be_replaced(saved):
    (backup,) = finished(saved)

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", backup)


def test_only_what_the_database_names_is_saved(saved):
    (backup,) = finished(saved)

    assert {name for name in read_sums(backup) if "/" in name} == named_files()
    assert not (backup / "media/recordings/stray.mp4").exists()


def test_the_backup_tells_where_the_ledger_ended(saved):
    manifest = read_manifest(finished(saved)[0])

    assert (manifest.head, manifest.lines) == (ledger.head_hash(), LedgerEntry.objects.count())
    assert manifest.lines > 0


def test_who_may_read_a_folder_may_read_what_is_brought_back_into_it(copy, tmp_path, settings):
    """nginx, which is of a group of its own."""
    group = 65_534 if os.geteuid() == 0 else os.getgroups()[-1]
    for setting in ("MEDIA_ROOT", "MEDIA_ORIGINALS_ROOT"):
        folder = tmp_path / setting
        setattr(settings, setting, folder)
        folder.mkdir()
        os.chown(folder, -1, group if setting == "MEDIA_ROOT" else -1)
        folder.chmod(0o2750)

    stores = {name: Exchange(folder_of(name), "now") for name in FOLDERS}

    _copy_files(copy, stores)

    media = stores["media"].coming
    assert media.stat().st_mode & 0o7777 == 0o2750
    assert {path.stat().st_gid for path in (media, *media.rglob("*"))} == {group}


def test_nobody_else_reads_a_backup(saved):
    (backup,) = finished(saved)

    assert {path.stat().st_mode & 0o077 for path in (backup, *backup.rglob("*"))} == {0}


@pytest.mark.django_db(transaction=True)
class TestASiteThatGoesOn:
    """What happens to the site while, or between two times that, it is saved."""

    def test_what_is_committed_while_it_runs_is_not_in_it(self, world, tmp_path, monkeypatch):
        save_now = type(of_this_site()).save

        def save_late(database, path):
            in_another_connection(lambda: ledger.write(None, "joined", policy=policy))
            save_now(database, path)

        policy = drawn(world)
        monkeypatch.setattr(type(of_this_site()), "save", save_late)
        call_command("backup", tmp_path)

        (backup,) = finished(tmp_path)
        assert read_manifest(backup).lines == LedgerEntry.objects.count() - 1 == 0
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(backup / of_this_site().file)) as rows:
                counted = rows.execute("SELECT count(*) FROM interpretations_ledgerentry")
                assert counted.fetchall() == [(0,)]

    def test_a_file_that_was_deleted_meanwhile_begins_another_moment(
        self, world, tmp_path, monkeypatch
    ):
        picture = make_image(world)
        store, deleted = save._save_files, []

        def store_late(*arguments):
            if not deleted:
                deleted.append(picture.file.path)
                os.unlink(picture.file.path)
                picture.delete()
            return store(*arguments)

        monkeypatch.setattr(save, "_save_files", store_late)
        call_command("backup", tmp_path)

        assert read_manifest(finished(tmp_path)[0]).missing == []

    def test_an_unchanged_file_shares_its_space_unless_the_copy_is_damaged(self, world, tmp_path):
        released = public(world)
        call_command("backup", tmp_path)
        (first,) = finished(tmp_path)
        names = [name for name in read_sums(first) if "/" in name]
        (first / names[0]).write_bytes(b"rot")

        call_command("backup", tmp_path)

        second = finished(tmp_path)[-1]
        assert [(first / name).samefile(second / name) for name in names[:2]] == [False, True]
        assert sha256_of(second / names[0]) == read_sums(second)[names[0]]
        assert released.live

    def test_it_is_done_where_nothing_else_lies_in_var(self, world, tmp_path, settings):
        settings.VAR_DIR = tmp_path / "var"

        call_command("backup", tmp_path / "backups")

        assert (tmp_path / "var" / save.MARK).exists()

    def test_a_tail_that_was_cut_since_the_last_one_is_found(self, world, tmp_path):
        call_command("backup", tmp_path)
        backup = finished(tmp_path)[0]
        manifest = json.loads((backup / "manifest.json").read_text())
        manifest.pop("digest")
        manifest.pop("format")
        save.Manifest(**{**manifest, "head": "a" * 64}).write(backup)

        with pytest.raises(CommandError, match="台账有 1 处不符"):
            call_command("backup", tmp_path)

    def test_a_file_that_is_lost_is_named_and_is_no_success(self, world, tmp_path, capsys):
        released = public(world)
        lost = next(name for name in sorted(named_files()) if name.startswith("media/original"))
        path = source_of(lost)
        content = path.read_bytes()
        path.unlink()

        with pytest.raises(CommandError):
            call_command("backup", tmp_path)

        path.write_bytes(content)
        assert lost in capsys.readouterr().out
        assert read_manifest(finished(tmp_path)[0]).missing == [lost]
        assert released.live

    def test_only_the_newest_are_kept_and_leftovers_go(self, world, tmp_path):
        (tmp_path / f"2026-01-01T000000{UNFINISHED}").mkdir()
        for _ in range(3):
            call_command("backup", tmp_path, keep=2)

        assert len(finished(tmp_path)) == 2
        assert not [*tmp_path.glob(f"*{UNFINISHED}")]

    def test_what_fails_after_a_backup_is_not_told_as_none(self, world, tmp_path, settings):
        settings.VAR_DIR = tmp_path / "var"
        settings.VAR_DIR.write_text("no folder")

        with pytest.raises(CommandError, match="备份做完了，后面的没有做完"):
            call_command("backup", tmp_path / "backups")

        assert len(finished(tmp_path / "backups")) == 1

    def test_a_full_disk_is_said_and_leaves_no_backup(self, world, tmp_path, monkeypatch):
        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(save, "_save_files", full)
        with pytest.raises(CommandError, match="磁盘满了"):
            call_command("backup", tmp_path)

        assert finished(tmp_path) == []
        assert Release.objects.count() == 0


def in_another_connection(work):
    def run():
        work()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
