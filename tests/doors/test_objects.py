"""The doors beside the pages: files, people, groups, lists, the site, the tree above."""

from functools import partial

import pytest

from tests.database.undone import undone
from tests.doors.objects import OBJECT_TRIES
from tests.doors.town import ROLES, tree_problems, tried

pytestmark = pytest.mark.django_db


def wrong_after(client, tries, town, before):
    for attempt in tries:
        with undone():
            response, changed = tried(partial(attempt.send, client), town, before)
            problems = tree_problems() if changed else []
        if response.status_code >= 500 or changed or problems:
            yield attempt.door, response.status_code, changed, problems


@pytest.mark.parametrize("group", [name for name in OBJECT_TRIES if name != "files"])
@pytest.mark.parametrize("role", ROLES)
def test_no_door_beside_the_pages_moves_what_is_public(town, clients, before, role, group):
    tries = list(OBJECT_TRIES[group](town, "live"))

    assert list(wrong_after(clients[role], tries, town, before)) == []


@pytest.mark.parametrize("state", ["live", "frozen"])
@pytest.mark.parametrize("role", ROLES)
def test_no_door_changes_a_file_of_a_release(town, clients, before, role, state):
    tries = list(OBJECT_TRIES["files"](town, state))

    assert list(wrong_after(clients[role], tries, town, before)) == []
