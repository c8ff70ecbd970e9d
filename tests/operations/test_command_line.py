"""Commands on a machine that is at fault: one line that says what to do, exit code not 0."""

import re
import socket

import pytest
from django.core.management import (
    CommandError,
    call_command,
    find_commands,
    load_command_class,
)
from django.db import OperationalError

from interpretations.models.release import ReleaseQuerySet
from interpretations.releases.scheduling import schedule
from media.management.one_line import OneLineCommand
from tests.factories import approved_set
from tests.layout import tree
from tests.support import own_site
from tests.support.own_site import manage
from tests.support.times import due_at

AWAY = "postgres://policy:hidden-word@127.0.0.1:1/policy"
COMMANDS = [
    (app, name)
    for app, folder in (
        ("interpretations", "interpretations"),
        ("media", "media"),
        ("operations", "site/operations"),
    )
    for name in find_commands(str(tree.ROOT / folder / "management"))
]


@pytest.fixture
def clone(tmp_path):
    """A fresh clone; no var/."""
    return own_site.clone(tmp_path)


@pytest.mark.parametrize(("app", "name"), COMMANDS)
def test_every_command_of_ours_says_it_in_one_line(app, name):
    assert isinstance(load_command_class(app, name), OneLineCommand)


@pytest.mark.parametrize("argv", [["run_releases", "--once"], ["migrate"]], ids=" ".join)
def test_a_database_that_is_away_is_one_line(argv):
    """For one of ours, which are all such commands, and for one of Django's."""
    code, lines = manage(*argv, DATABASE_URL=AWAY)

    assert (code, len(lines)) == (1, 1)
    assert "用不了数据库" in lines[0]
    assert "hidden-word" not in lines[0]


def test_a_database_that_takes_a_connection_and_says_nothing_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgres://u:hidden-word@127.0.0.1:{silent.getsockname()[1]}/x"
        code, lines = manage("check_ledger", DATABASE_URL=address)

    assert (code, len(lines)) == (1, 1)
    assert "用不了数据库" in lines[0]


@pytest.mark.parametrize("address", ["nonsense", "postgres://u:hidden-word@h:abc/x", "postgres://"])
def test_an_address_that_cannot_be_understood_is_one_line_without_its_password(address):
    code, lines = manage("migrate", DATABASE_URL=address)

    assert (code, len(lines)) == (1, 1)
    assert "DATABASE_URL 写得不对" in lines[0]
    assert "hidden-word" not in lines[0]


def test_a_damaged_database_is_one_line_that_names_the_backup(clone):
    (clone / "var").mkdir()
    (clone / "var/db.sqlite3").write_bytes(b"no database" * 1000)

    code, lines = manage("check_ledger", at=clone)

    assert (code, len(lines)) == (1, 1)
    assert "数据库文件已损坏" in lines[0]


def test_production_says_which_settings_are_missing():
    code, lines = manage("check", DJANGO_SETTINGS_MODULE="config.settings.production")

    assert (code, len(lines)) == (1, 1)
    assert "SECRET_KEY, ALLOWED_HOSTS, BASE_URL, EMAIL_URL" in lines[0]


def test_a_fresh_clone_opens_its_database(clone):
    code, lines = manage("showmigrations", "media", at=clone)

    assert (code, lines[0]) == (0, "media")
    assert (clone / "var/db.sqlite3").exists()


def test_a_database_that_was_not_migrated_asks_for_migrate(clone):
    code, lines = manage("check_releases", at=clone)

    assert (code, len(lines)) == (1, 1)
    assert re.search("先执行 manage.py migrate", lines[0])


def test_a_python_without_django_is_told_which_one_to_use():
    code, lines = manage("migrate", flags=["-S"])

    assert (code, len(lines)) == (1, 1)
    assert ".venv/bin/python manage.py" in lines[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("database or disk is full", "磁盘已满"),
        ("connection refused", "用不了数据库"),
        ("no such table: a", "manage.py migrate"),
    ],
)
def test_a_command_called_from_code_raises_the_same_sentence(monkeypatch, text, sentence):
    def refuse(*args, **kwargs):
        raise OperationalError(text)

    monkeypatch.setattr(ReleaseQuerySet, "waiting", refuse)
    with pytest.raises(CommandError, match=sentence):
        call_command("run_releases", once=True)


@pytest.mark.django_db
def test_a_set_that_the_machine_kept_back_is_no_success(world, monkeypatch):
    release = approved_set(world)
    due_at(release, release.approved_at)
    refused = OperationalError("database or disk is full")

    def refuse(*args):
        raise refused

    monkeypatch.setattr(schedule, "execute", refuse)
    with pytest.raises(CommandError, match="有 1 组"):
        call_command("run_releases", once=True)
