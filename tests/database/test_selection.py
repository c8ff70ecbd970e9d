"""A run on PostgreSQL leaves out what knows no database, by what a test asks for."""

from types import SimpleNamespace

import pytest
from django.test import SimpleTestCase, TestCase

from tests.layout import tree
from tests.selection import SAME_ON_ANY, asks_it_something, works_on_the_database

# What proves something about the database lies there: no file of these is left out.
NEVER = ("database", "doors", "releases", "roles", "search", "clauses", "linking", "machine")


def item(*fixtures, mark=None, cls=None, file="tests/releases/test_story.py"):
    return SimpleNamespace(
        fixturenames=fixtures,
        cls=cls,
        get_closest_marker=lambda name: name == mark,
        nodeid=f"{file}::test_it",
    )


@pytest.mark.parametrize(
    "kept",
    [
        item("world", "db"),
        item("transactional_db"),
        item("built", "django_db_setup"),
        item(mark="django_db"),
        item(mark="postgres"),
        item(cls=TestCase),
    ],
)
def test_keeps_what_asks_for_the_database(kept):
    assert works_on_the_database(kept)


@pytest.mark.parametrize("left_out", [item(), item("tmp_path", "scale"), item(cls=SimpleTestCase)])
def test_leaves_out_what_asks_for_none(left_out):
    assert not works_on_the_database(left_out)


def test_leaves_out_what_is_the_same_on_any_database():
    (file, *_others) = SAME_ON_ANY

    assert not asks_it_something(item("world", "db", file=file))
    assert asks_it_something(item("world", "db"))


def test_keeps_a_file_that_is_named_on_the_command_line():
    (file, *_others) = SAME_ON_ANY

    assert asks_it_something(item("db", file=file), named={file})
    assert not asks_it_something(item(file=file), named={file})


@pytest.mark.parametrize("file", sorted(SAME_ON_ANY))
def test_what_is_named_is_there_and_asks_for_one_database_no_more_than_for_another(file):
    text = tree.read(file)

    assert file.split("/")[1] not in NEVER
    assert "postgres" not in text and "connection.vendor" not in text
