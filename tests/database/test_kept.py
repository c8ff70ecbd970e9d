"""A kept database is used as it was written, or not at all."""

import pytest
from django.db import connection

from interpretations.guard import triggers
from tests.database import founded
from tests.database.founded import FOUNDED
from tests.database.kept import NEWEST, KeptFile
from tests.factories import World, released_set


@pytest.fixture
def kept(tmp_path):
    return KeptFile(tmp_path)


def test_is_found_again_under_its_fingerprint(kept):
    kept.write("now", b"rows")

    assert kept.read("now") == b"rows"


def test_is_not_found_under_another_fingerprint(kept):
    kept.write("before", b"rows")

    assert kept.read("now") is None


@pytest.mark.parametrize("content", [b"", b"row", b"rows and more"])
def test_is_not_used_once_it_is_damaged(kept, tmp_path, content):
    kept.write("now", b"rows")
    (path,) = tmp_path.glob("*.kept")
    path.write_bytes(content)

    assert kept.read("now") is None
    assert not path.exists()


def test_an_unfinished_one_is_not_found(kept, tmp_path):
    kept.write("now", b"rows")
    (path,) = tmp_path.glob("*.kept")
    path.rename(path.with_suffix(".new"))

    assert kept.read("now") is None


def test_few_are_left_lying(kept, tmp_path):
    for number in range(NEWEST + 2):
        kept.write(f"state{number}", b"rows")

    assert len(list(tmp_path.glob("*.kept"))) == NEWEST


@pytest.mark.parametrize(
    "setting", ["config.settings.test", "interpretations.migrations", "words_of_one_meaning"]
)
def test_another_text_is_another_fingerprint(monkeypatch, tmp_path, setting):
    before = founded.fingerprint()
    changed = tmp_path / "changed.py"
    changed.write_text("# another")
    files = list(founded._files())
    assert any(setting.replace(".", "/") in str(path) for path in files)
    monkeypatch.setattr(founded, "_files", lambda: [*files[1:], changed])

    assert founded.fingerprint() != before


@pytest.mark.django_db(transaction=True)
def test_what_a_test_left_behind_is_gone_once_it_is_put_back(world, django_db_setup):
    release = released_set(world)

    django_db_setup.put_back(FOUNDED)

    assert not type(release).objects.exists()
    assert World().drafter == world.drafter


@pytest.mark.django_db(transaction=True)
def test_a_removed_guard_is_back_as_well(django_db_setup):
    triggers.remove()

    django_db_setup.put_back(FOUNDED)

    assert triggers.missing() == []
    assert connection.is_usable()
