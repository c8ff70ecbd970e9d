"""The doors beside the pages: files, people, groups, lists, the site, the tree above.

By day the superuser tries every door, and each of the others half of them; in a night's proof
(`doors`) everybody tries all.
"""

from collections import Counter
from functools import partial

import pytest

from tests.database.undone import undone
from tests.doors.objects import OBJECT_TRIES
from tests.doors.town import ROLES, part, tree_problems, tried

pytestmark = pytest.mark.django_db


def tried_by(role, tries, scale, turn=0):
    """Neighbours in the list of roles try the same half: a writer of the department each."""
    return tries if role == "admin" else part(tries, ROLES.index(role) // 2 + turn, 2, scale)


def test_every_day_each_door_is_tried_by_two_others():
    tried = Counter(
        door for role in ROLES if role != "admin" for door in tried_by(role, range(9), 1)
    )

    assert set(tried) == set(range(9))
    assert min(tried.values()) > 1


def wrong_after(client, tries, town, before):
    for attempt in tries:
        with undone():
            response, changed = tried(partial(attempt.send, client), town, before)
            problems = tree_problems() if changed else []
        if response.status_code >= 500 or changed or problems:
            yield attempt.door, response.status_code, changed, problems


@pytest.mark.parametrize("group", [name for name in OBJECT_TRIES if name != "files"])
@pytest.mark.parametrize("role", ROLES)
def test_no_door_beside_the_pages_moves_what_is_public(town, clients, before, role, group, scale):
    tries = tried_by(role, list(OBJECT_TRIES[group](town, "live")), scale)

    assert list(wrong_after(clients[role], tries, town, before)) == []


@pytest.mark.parametrize(("turn", "state"), [(0, "live"), (1, "frozen")])
@pytest.mark.parametrize("role", ROLES)
def test_no_door_changes_a_file_of_a_release(town, clients, before, role, turn, state, scale):
    tries = tried_by(role, list(OBJECT_TRIES["files"](town, state)), scale, turn)

    assert list(wrong_after(clients[role], tries, town, before)) == []
