"""A site is brought back where its folders are links or mounts, and whole or not at all."""

import os
import shutil
import subprocess

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection

from operations.backup import bring_back
from operations.backup.exchange import Exchange
from operations.backup.manifest import finished, read_sums, sha256_of
from tests.database.founded import FOUNDED
from tests.factories import World
from tests.support import own_site
from tests.support.illustrated import public
from tests.support.own_databases import empty_database

HOST = {"BASE_URL": "http://localhost"}
PROVEN = ["全部相符", "台账相符"]
STORES = ("media", "originals")


@pytest.fixture(scope="module")
def backup(django_db_setup, django_db_blocker, tmp_path_factory):
    """One backup of a site with a public set."""
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock():
        ContentType.objects.clear_cache()
        public(World())
        call_command("backup", folder)
        yield finished(folder)[0]
        django_db_setup.put_back(FOUNDED)


@pytest.fixture
def database():
    with empty_database("policy_restored") as address:
        yield address


def site_in(folder):
    """A fresh clone whose folders of files are links to a disk of their own."""
    own = own_site.clone(folder / "clone")
    (own / "var").mkdir()
    for name in STORES:
        (folder / "disk" / name).mkdir(parents=True)
        (own / "var" / name).symlink_to(folder / "disk" / name)
    (folder / "disk/media/lost+found").mkdir()
    return own


@pytest.fixture
def own(tmp_path):
    return site_in(tmp_path)


@pytest.fixture(scope="module")
def filled(backup, django_db_blocker, tmp_path_factory):
    """A site that was brought back, its database, and what the command answered."""
    own = site_in(tmp_path_factory.mktemp("filled"))
    with django_db_blocker.unblock(), empty_database("policy_filled") as address:
        yield own, address, restore(own, backup, database=address)


def restore(own, folder, *options, database="", **more):
    environment = {"DATABASE_URL": database, **HOST, **more}
    return own_site.manage("restore", str(folder), *options, at=own, **environment)


def files_in(own):
    """What lies in the folders of files, those that were put aside left out."""
    return {
        f"{name}/{path.relative_to(folder)}": sha256_of(path)
        for name in STORES
        for folder in [(own / "var" / name).resolve()]
        for path in folder.rglob("*")
        if path.is_file() and ".before-" not in str(path)
    }


def saved(backup):
    return {name: digest for name, digest in read_sums(backup).items() if "/" in name}


def test_folders_that_are_links_are_filled_and_stay_links(backup, filled):
    own, _database, (code, lines) = filled

    assert (code, lines[-2:]) == (0, PROVEN)
    assert all((own / "var" / name).is_symlink() for name in STORES)
    assert files_in(own) == saved(backup)
    assert not [*(own / "var").glob("*/.restoring")]


def test_a_folder_that_is_a_mount_is_filled(backup, own, database, tmp_path):
    """In a namespace of its own, so that nothing of this machine is mounted."""
    link = own / "var/media"
    link.unlink()
    link.mkdir()
    mounted = f'mount --bind {tmp_path}/disk/media {link} && exec "$@"'
    inside = ["unshare", "--mount", "sh", "-c", mounted, "sh"]
    if subprocess.run([*inside, "true"], capture_output=True).returncode:
        pytest.skip("nobody may mount here")
    manage = own_site.manage

    code, lines = manage(
        "restore", str(backup), at=own, DATABASE_URL=database, within=inside, **HOST
    )

    assert (code, lines[-2:]) == (0, PROVEN)
    link.rmdir()
    link.symlink_to(tmp_path / "disk/media")
    assert files_in(own) == saved(backup)


def test_a_disk_that_is_not_mounted_is_said_before_anything_is_done(backup, own, database):
    shutil.rmtree((own / "var/originals").resolve())

    code, lines = restore(own, backup, database=database)

    assert (code, len(lines)) == (1, 1)
    assert "没有挂上" in lines[0]
    assert files_in(own) == {}
    assert not [*(own / "var").glob("*/.restoring")]


def no_database_is_loaded(own, monkeypatch, tmp_path):
    """Let the last step fail."""
    if connection.vendor == "sqlite":
        (own / "var/db.sqlite3.restoring").mkdir()
        return
    program = tmp_path / "programs/pg_restore"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


def stands_as_before(own, backup, database, monkeypatch, tmp_path):
    """Restore up to the last step, which fails; return how a command finds the site then."""
    before = files_in(own)
    with monkeypatch.context() as patch:
        no_database_is_loaded(own, patch, tmp_path)
        code, lines = restore(own, backup, "--replace", database=database)
    if connection.vendor == "sqlite":
        (own / "var/db.sqlite3.restoring").rmdir()

    assert (code, len(lines)) == (1, 1), lines
    assert "原有的都在原处" in lines[0]
    assert files_in(own) == before
    assert not [*(own / "var").rglob(".before-*"), *(own / "var").glob("before-*")]
    return own_site.manage("check_ledger", at=own, DATABASE_URL=database, **HOST)[0]


def test_where_the_database_is_not_loaded_an_empty_site_stays_empty(
    backup, own, database, monkeypatch, tmp_path
):
    assert stands_as_before(own, backup, database, monkeypatch, tmp_path) != 0


def test_where_the_database_is_not_loaded_the_old_site_stands_as_before(
    backup, filled, monkeypatch, tmp_path
):
    own, database, _answer = filled
    (own / "var/media/later.txt").write_text("later")

    assert stands_as_before(own, backup, database, monkeypatch, tmp_path) == 0

    assert restore(own, backup, "--replace", database=database)[0] == 0
    assert files_in(own) == saved(backup)


@pytest.mark.parametrize("fails_at", range(1, 5))
def test_a_folder_whose_files_cannot_all_be_moved_is_as_it_was(tmp_path, monkeypatch, fails_at):
    store = Exchange(tmp_path, "now")
    store.prepare()
    for name in ("a/old", "b/old"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(name)
    for name in ("a/new", "c/new"):
        (store.coming / name).parent.mkdir()
        (store.coming / name).write_text(name)
    calls, rename = [], os.rename

    def fail(*names):
        calls.append(names)
        if len(calls) == fails_at:
            raise OSError(5, "Input/output error")
        rename(*names)

    monkeypatch.setattr(os, "rename", fail)

    with pytest.raises(OSError, match="Input/output"):
        store.swap()
    store.undo()

    there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert there == {"a/old", "b/old"}


def test_files_that_lie_in_no_folder_of_their_own_are_put_back_too(tmp_path):
    store = Exchange(tmp_path, "now")
    store.prepare()
    (tmp_path / "old").write_text("old")
    for name in ("old", "new"):
        (store.coming / name).write_text("new")
    store.swap()

    store.undo()

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"old": "old"}


class Taken:
    """A database that cannot be loaded, while another takes a place in the folder of files."""

    file = "database"

    def __init__(self, home):
        self.home = home

    def is_empty(self):
        return True

    def place_of(self, folder, label):
        return str(folder)

    def put_aside(self, folder, label):
        pass

    put_back = put_aside

    def load(self, path):
        (self.home / "media/b/of somebody").mkdir(parents=True)
        raise OSError(5, "Input/output error", "disk")


def test_what_cannot_be_put_back_is_named_and_the_rest_is_put_back(
    backup, tmp_path, settings, monkeypatch
):
    settings.MEDIA_ROOT, settings.MEDIA_ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    for name in ("media/a", "media/b", "media/c", "originals/d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(bring_back, "of_this_site", lambda: Taken(tmp_path))

    with pytest.raises(CommandError) as refusal:
        call_command("restore", backup, replace=True)

    (aside,) = (tmp_path / "media").glob(".before-*")
    assert (aside / "b").read_text() == "media/b"
    assert f"没有全部放回，还在 {aside} 里" in str(refusal.value)
    assert "Input/output error" in str(refusal.value)
    rest = ("media/a", "media/c", "originals/d")
    assert [(tmp_path / name).read_text() for name in rest] == [*rest]


def test_what_fails_after_the_exchange_is_not_told_as_no_restore(backup, own, database):
    """Values of earlier days are forgotten at the end of `migrate`: here nobody keeps them."""
    code, lines = restore(own, backup, database=database, CACHE_URL="redis://127.0.0.1:1/0")

    assert (code, len(lines)) == (1, 3), lines
    assert lines[0].startswith("恢复到")
    assert "都恢复了，但没有升级成" in lines[-1]
    assert files_in(own) == saved(backup)


def test_a_ledger_that_cannot_be_read_is_not_told_as_one_that_lost_nothing(backup, own, database):
    if connection.vendor == "sqlite":
        (own / "var/db.sqlite3").write_bytes(b"no database" * 1000)
    else:
        assert restore(own, backup, database=database)[0] == 0
        spoil = (
            "from django.db import connection as c\n"
            "c.cursor().execute('ALTER TABLE interpretations_ledgerentry RENAME hash TO broken')"
        )
        own_site.manage("shell", "-c", spoil, at=own, DATABASE_URL=database)

    code, lines = restore(own, backup, "--replace", database=database)

    assert (code, lines[-2:]) == (0, PROVEN)
    assert "原有的台账读不了，不知道丢失了哪些行" in lines
    assert not [line for line in lines if line.startswith("丢失的台账")]


def test_what_is_put_aside_is_nobodys_to_read_and_no_file_of_the_site(tmp_path):
    store = Exchange(tmp_path, "now")
    store.prepare()
    (tmp_path / "old").write_text("old")

    store.swap()

    assert store.aside.stat().st_mode & 0o077 == 0
    assert not store.has_files()
