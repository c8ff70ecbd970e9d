"""The picture of the packages says what the imports say, and no more than it has to."""

import pytest

from scripts import architecture
from tests.layout import tree


def test_the_picture_names_every_package():
    picture = tree.read("docs/architecture.svg")
    boxes = {*architecture.packages()} - {*architecture.LARGE}

    assert {name for name in boxes if f"<title>{name}</title>" not in picture} == set()


def test_the_picture_is_drawn_from_the_imports():
    assert tree.read("docs/architecture.svg") == architecture.draw(), (
        "run .venv/bin/python scripts/architecture.py"
    )


def test_an_arrow_that_follows_from_two_others_is_left_out():
    below = {"desk": {"verbs", "tables"}, "verbs": {"tables"}, "tables": set()}

    assert architecture.arrows(below) == [("desk", "verbs"), ("verbs", "tables")]


def test_a_package_stands_above_what_it_needs():
    below = {"desk": {"verbs", "tables"}, "verbs": {"tables"}, "tables": set(), "words": set()}

    assert architecture.ranks(below) == {"desk": 2, "verbs": 1, "tables": 0, "words": 0}


def test_refuses_imports_that_run_in_a_circle():
    with pytest.raises(ValueError, match="verbs"):
        architecture.ranks({"verbs": {"tables", "verbs"}, "tables": {"tables", "verbs"}})
