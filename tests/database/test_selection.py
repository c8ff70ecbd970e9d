"""A run on PostgreSQL leaves out what knows no database, by what a test asks for."""

from types import SimpleNamespace

import pytest
from django.test import SimpleTestCase, TestCase

from tests.selection import works_on_the_database


def item(*fixtures, mark=None, cls=None):
    return SimpleNamespace(
        fixturenames=fixtures, cls=cls, get_closest_marker=lambda name: name == mark
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
