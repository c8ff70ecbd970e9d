"""Small files are read and examined in this process."""

import pytest

from tests.editorial.drops import read_here


@pytest.fixture
def files_read_here(monkeypatch, examined_here):
    """No child is started; the imported set that goes the whole way starts them."""
    read_here(monkeypatch)
