"""The town is built once for a module; every try is undone."""

import pytest
from django.test import Client

from tests.database.undone import undone
from tests.doors.town import build_town, public_state


@pytest.fixture(scope="module")
def built(shared_world):
    """A town that the tests of a module share."""
    return build_town(shared_world)


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
    clients = {}
    for role in ("anonymous", "drafter", "drafter2", "leader", "editor", "admin"):
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(built.user(role))
        clients[role] = client
    return clients
