"""The pictures of these tests are decoded in this process."""

import pytest

from tests.support import picturing


@pytest.fixture
def pictured_here():
    with picturing.pictured_here():
        yield
