"""`scripts/backup.sh` saves all that a restore needs (docs/operations.md)."""

import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/backup.sh"
COMMIT = "git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m first"


@pytest.fixture
def clone(tmp_path):
    """A small clone whose `manage.py` only writes down what it was asked, and fails if told to."""
    for folder in ("scripts", ".venv/bin", "var/media", "backup"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(SCRIPT, tmp_path / "scripts")
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    (tmp_path / "settings").write_text("ASKED=asked\n")
    (tmp_path / "manage.py").write_text(
        "import os, sys\n"
        "print(sys.argv[1], file=open(os.environ['ASKED'], 'a'))\n"
        "sys.exit(os.path.exists('wrong'))\n"
    )
    (tmp_path / "var/media/图.png").write_text("picture")
    with sqlite3.connect(tmp_path / "var/db.sqlite3") as database:
        database.executescript("PRAGMA journal_mode=WAL; CREATE TABLE a AS SELECT 7 AS number;")
    subprocess.run(f"git init -q && {COMMIT}", shell=True, check=True, cwd=tmp_path)
    return tmp_path


def back_up(clone):
    """Run the script; returns its exit code and the folder it made."""
    environment = {"PATH": "/usr/bin:/bin", "SETTINGS": "./settings", "HOME": str(clone)}
    run = subprocess.run([clone / "scripts/backup.sh", "backup"], env=environment, check=False)
    (target,) = (clone / "backup").iterdir()
    return run.returncode, target


def test_saves_database_files_and_version(clone):
    code, target = back_up(clone)

    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=clone)
    numbers = sqlite3.connect(target / "db.sqlite3").execute("SELECT number FROM a").fetchall()
    with tarfile.open(target / "files.tar") as files:
        names = files.getnames()
    assert (code, numbers, (target / "version").read_bytes()) == (0, [(7,)], head)
    assert {"media/图.png", "originals"} <= {*names}


def test_proves_what_it_saved(clone):
    back_up(clone)

    assert (clone / "asked").read_text().split() == ["check_releases", "check_ledger"]


def test_fails_when_something_is_not_as_it_was_approved(clone):
    (clone / "wrong").touch()

    code, _target = back_up(clone)

    assert code == 1


def test_nobody_else_reads_a_backup(clone):
    _code, target = back_up(clone)

    assert {path.stat().st_mode & 0o077 for path in (target, *target.iterdir())} == {0}


def test_a_backup_that_was_cut_short_is_not_called_one(clone):
    (clone / "settings").write_text("ASKED=asked\nDATABASE_URL=postgres://127.0.0.1:1/a\n")

    code, target = back_up(clone)

    assert code != 0
    assert target.name.endswith(".unfinished")
