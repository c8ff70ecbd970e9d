"""A drafter at the desk who drops files: for the tests of what becomes of them."""

import pytest

from tests.editorial.drops import read_here
from tests.support.forms import DeskClient


@pytest.fixture
def desk_with_a_child(world, settings, tmp_path):
    """Where files are read as in production, in a child process."""
    settings.MEDIA_WORK_ROOT = tmp_path
    client = DeskClient()
    client.force_login(world.drafter)
    return client


@pytest.fixture
def desk(desk_with_a_child, monkeypatch):
    read_here(monkeypatch)
    return desk_with_a_child
