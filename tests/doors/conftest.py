"""The town is built once for a module; every try is undone."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client

from interpretations.releases.audit.public_state import violations
from tests.doors.town import build_town, public_state, undone


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """A town in a transaction of its own; at the end `check_releases` finds nothing."""
    with django_db_blocker.unblock(), undone():
        # Without the mark `django_db` no test database is made, and this would be the real one.
        assert "test" in connection.settings_dict["NAME"].rsplit("/", 1)[-1]
        ContentType.objects.clear_cache()
        yield build_town()
        assert list(violations()) == []
    ContentType.objects.clear_cache()
    cache.clear()


@pytest.fixture
def town(built, django_db_blocker):
    """The town of this module, as it was built."""
    with django_db_blocker.unblock(), undone():
        yield built


@pytest.fixture(scope="module")
def before(built):
    return public_state(built)


@pytest.fixture(scope="module")
def clients(built):
    """One signed-in browser for each role; a 500 is an answer here, not an exception."""
    found = {}
    for role in ("anonymous", "drafter", "drafter2", "leader", "editor", "admin"):
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(built.user(role))
        found[role] = client
    return found
