"""Every door of the admin, by every role, on a public, a frozen and a draft page.

By day a role tries each group of doors in one of the states, so that each two of role, group
and state meet; by night, and whoever may do everything, in all of them. On interpretations only
who may do everything tries them: by day each group in one of the states.
"""

from functools import partial
from itertools import combinations, product

import pytest

from tests.database.undone import undone
from tests.doors import tries
from tests.doors.town import (
    NIGHT,
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


def is_turn(role, state, group):
    turn = ROLES.index(role) + list(tries.GROUPS).index(group)
    return STATES[turn % len(STATES)] == state


def is_of_a_day(role, state, group):
    return role == "admin" or is_turn(role, state, group)


def kinds_tried(role, state, group, scale):
    if role == "admin" and (scale >= NIGHT or is_turn(role, state, group)):
        return ("policy", "interpretation")
    return ("policy",)


def test_each_two_of_role_group_and_state_meet_every_day():
    tried = [one for one in product(ROLES, STATES, tries.GROUPS) if is_of_a_day(*one)]

    for two in combinations(range(3), 2):
        every = (ROLES, STATES, tries.GROUPS)
        met = {tuple(one[place] for place in two) for one in tried}
        assert met == set(product(*(every[place] for place in two)))


def test_every_day_each_group_and_each_state_meet_an_interpretation():
    tried = [
        (state, group)
        for state, group in product(STATES, tries.GROUPS)
        if "interpretation" in kinds_tried("admin", state, group, 1)
    ]

    assert {state for state, _ in tried} == {*STATES}
    assert {group for _, group in tried} == {*tries.GROUPS}


@pytest.fixture(scope="module")
def states_before(built):
    return {True: public_state(built), False: public_state(built, drafts_too=True)}


@pytest.mark.parametrize("group", tries.GROUPS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_no_door_changes_what_a_release_holds(
    town, clients, states_before, role, state, group, scale
):
    if scale < NIGHT and not is_of_a_day(role, state, group):
        pytest.skip("only in a night's proof")

    wrong = [
        (kind, *outcome)
        for kind in kinds_tried(role, state, group, scale)
        for outcome in outcomes(town, clients[role], role, state, kind, group, states_before)
    ]

    assert wrong == []
