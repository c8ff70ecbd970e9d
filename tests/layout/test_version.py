"""One version, the same wherever it is named; one that is out can be upgraded."""

import re
import tomllib

import pytest

from tests.layout import tree

VERSION = tomllib.loads(tree.read("pyproject.toml"))["project"]["version"]
NOT_OUT = "未发布"
NEWEST = re.search(r"^## (\S+)（(.+)）$", tree.read("CHANGELOG.md"), re.MULTILINE)
IS_OUT = NEWEST[2] != NOT_OUT


def in_catalogues(key):
    """What catalogues of public code are told."""
    return re.search(rf'^{key}: "(.+)"$', tree.read("publiccode.yml"), re.MULTILINE)[1]


def test_editors_are_told_of_this_version_first():
    assert NEWEST[1] == VERSION


def test_catalogues_are_told_this_version():
    assert in_catalogues("softwareVersion") == VERSION


@pytest.mark.parametrize("page", ["docs/operations.md", "docs/operations.zh.md"])
def test_operators_are_told_how_to_come_to_this_version(page):
    assert re.search(rf"^{re.escape(VERSION)}[:：]", tree.read(page), re.MULTILINE)


def test_a_version_that_is_out_has_one_date():
    assert not IS_OUT or NEWEST[2] == in_catalogues("releaseDate")


def test_a_version_that_is_out_can_be_upgraded():
    """Its filled site and the digests of its migrations are kept (scripts/upgrade_fixture.py)."""
    kept = tree.ROOT / "tests" / "upgrade"

    assert not IS_OUT or {f"{VERSION}{end}" for end in (".tar.xz", ".migrations")} <= {
        path.name for path in kept.iterdir()
    }
