"""Every door of the admin, by every role, on a public, a frozen and a draft page."""

from functools import partial

import pytest

from tests.database.undone import undone
from tests.doors import tries
from tests.doors.town import (
    ROLES,
    STATES,
    WRITERS,
    public_state,
    tree_problems,
    tried,
)

pytestmark = pytest.mark.django_db


def outcomes(town, client, role, state, kind, group, before):
    """Try every door of a group, each undone; yield what is wrong."""
    writer = role in WRITERS
    for attempt in tries.tries_on(town, town.page(state, kind), group):
        with undone():
            send = partial(attempt.send, client)
            response, changed = tried(send, town, before[writer], drafts_too=not writer)
            if state == "draft" and writer and attempt.door in tries.DRAFT_MAY:
                changed.pop("drafts", None)
            problems = tree_problems() if changed or attempt.door in tries.DRAFT_MAY else []
        if response.status_code >= 500 or changed or problems:
            yield attempt.door, response.status_code, changed, problems


@pytest.fixture(scope="module")
def states_before(built):
    return {True: public_state(built), False: public_state(built, drafts_too=True)}


@pytest.mark.parametrize("group", tries.GROUPS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_no_door_changes_what_a_release_holds(town, clients, states_before, role, state, group):
    kinds = ("policy", "interpretation") if role == "admin" else ("policy",)

    wrong = [
        (kind, *outcome)
        for kind in kinds
        for outcome in outcomes(town, clients[role], role, state, kind, group, states_before)
    ]

    assert wrong == []
