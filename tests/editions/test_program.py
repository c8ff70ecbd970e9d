"""A program that would answer otherwise has another fingerprint, and so begins an edition."""

import pytest

from editions import program
from tests.layout import tree

WRITTEN = [
    "interpretations/reading/pages.py",
    "templates/base.html",
    "locale/en/LC_MESSAGES/django.mo",
    "site/static/site.css",
    "site/static/player/player.js",
    "media/charts/fonts.json",
]
NO_READER_SEES = ["tests/test_a.py", "var/a.json", "benchmarks/a.py", ".venv/a.py"]
# Texts for translators, what runs the site, and what the demonstration puts into a database.
UNSEEN = {".po", ".sh", ".conf", ".service", ".timer", ".yml", ".md"}
OF_THE_DEMONSTRATION = {".png", ".webp", ".mp4", ".m4a", ".vtt"}


@pytest.fixture
def fingerprint(settings, tmp_path):
    """The fingerprint of a program of these few files, taken anew each time."""
    settings.BASE_DIR = tmp_path
    for name in [*WRITTEN, *NO_READER_SEES]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    return program.fingerprint.__wrapped__


def test_it_stays_while_nothing_changes(fingerprint):
    assert fingerprint() == fingerprint()


@pytest.mark.parametrize("name", WRITTEN)
def test_another_file_of_what_answers_is_another_program(fingerprint, tmp_path, name):
    before = fingerprint()

    (tmp_path / name).write_text("after")

    assert fingerprint() != before


@pytest.mark.parametrize("name", NO_READER_SEES)
def test_what_no_reader_sees_changes_nothing(fingerprint, tmp_path, name):
    before = fingerprint()

    (tmp_path / name).write_text("after")

    assert fingerprint() == before


@pytest.mark.parametrize("name", ["BASE_URL", "WAGTAIL_SITE_NAME", "TIME_ZONE", "LANGUAGE_CODE"])
def test_another_setting_is_another_program(fingerprint, settings, monkeypatch, name):
    before = fingerprint()

    monkeypatch.setattr(settings._wrapped, name, f"{getattr(settings, name)}x")

    assert fingerprint() != before


def test_a_secret_is_in_no_fingerprint(fingerprint, settings):
    before = fingerprint()

    settings.SECRET_KEY = "another"

    assert fingerprint() == before


def test_every_kind_of_file_of_the_program_is_looked_at():
    seen = {pattern.removeprefix("*") for pattern in program.SOURCES}
    left_out = program.LEFT_OUT | {"deploy", "scripts"}
    ours = [path for path in tree.files("") if path.parts[0] not in left_out and path.parts[1:]]

    overlooked = {
        str(path)
        for path in ours
        if path.suffix not in seen | UNSEEN
        and not (path.suffix in OF_THE_DEMONSTRATION and "demo" in path.parts)
    }

    assert overlooked == set()
