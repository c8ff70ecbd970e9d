"""What every test may use: the size of a heavy test, and which tests this machine can run."""

import os
import shutil

import hypothesis
import pytest
from django.conf import settings

# Machines are shared and databases are slow: how long one example takes proves nothing.
hypothesis.settings.register_profile("site", deadline=None)
hypothesis.settings.load_profile("site")


def pytest_collection_modifyitems(items):
    absent = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    engine = settings.DATABASES["default"]["ENGINE"]

    for item in items:
        if absent and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(absent)}"))
        if "postgresql" not in engine and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="only on PostgreSQL"))


@pytest.fixture(scope="session")
def scale() -> float:
    """How many times its ordinary size a `heavy` test shall have."""
    return float(os.environ.get("TEST_SCALE", "1"))
