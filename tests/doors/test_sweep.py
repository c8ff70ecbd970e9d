"""Whatever is asked of the admin, by whomever: no error page, and nothing public moves."""

from functools import partial

import pytest

from tests.database.undone import undone
from tests.doors.sweep import filled
from tests.doors.town import tried

pytestmark = pytest.mark.django_db


def broken(send, addresses, town, before):
    for name, address in addresses.items():
        with undone():
            response, changed = tried(partial(send, address), town, before)
        if response.status_code >= 500 or changed:
            yield name, address, response.status_code, changed


@pytest.mark.parametrize("role", ["drafter", "admin"])
def test_reading_every_address_is_no_error_and_writes_nothing(town, clients, before, role):
    assert list(broken(clients[role].get, filled(town, "frozen"), town, before)) == []


@pytest.mark.parametrize("role", ["anonymous", "drafter2", "editor", "leader", "admin"])
def test_posting_nothing_to_every_address_moves_nothing(town, clients, before, role):
    assert list(broken(clients[role].post, filled(town, "frozen"), town, before)) == []
