"""Role × state × action, by real requests: what the rules allow happens, all else does not."""

from itertools import product

import pytest
from django.db import connection

from interpretations.models import (
    InterpretationPage,
    JointDepartment,
    LedgerEntry,
    PolicyPage,
    Release,
    ReviewStep,
)
from interpretations.releases.audit.public_state import violations
from tests.database.undone import undone
from tests.factories import UserFactory
from tests.roles.actions import ACTIONS, DOING, LOOKING
from tests.roles.cast import ROLES, Cast
from tests.roles.rules import RULES
from tests.roles.states import SECRET, STATES, scene_of

pytestmark = pytest.mark.django_db
HIDDEN = {"draft", "joint_draft", "in_review", "second_step", "scheduled", "failed", "returned"}
EVERY = 11  # of so many pairs of role and action one is tried, at the ordinary size
REFUSALS = {302, 403, 404, 405, 409, 422}


@pytest.fixture
def cast(db):
    return Cast(UserFactory)


def traces(action):
    """What an action leaves behind, apart from what the public sees."""
    pages = {
        model.__name__: list(
            model.objects.order_by("pk").values_list("pk", "live", "latest_revision_id")
        )
        for model in (PolicyPage, InterpretationPage)
    }
    rows = [
        list(Release.objects.order_by("pk").values_list("pk", "state", "failed_at")),
        list(ReviewStep.objects.order_by("pk").values_list("pk", "decision")),
        list(JointDepartment.objects.values_list("policy", "department")),
        LedgerEntry.objects.count(),
    ]
    if action == "publish by hand":  # a draft may be saved by that button, nothing more
        return [[(pk, live) for pk, live, _revision in page] for page in pages.values()]
    return [pages, rows]


def happened(world, role, name, scene):
    """Send the request; return whether it did what it says, and the answer."""
    action = ACTIONS[name]
    url, client = action.url(scene, world), world.client(role)
    if url is None:
        return False, None
    if name in LOOKING:
        answer = client.get(url)
        return answer.status_code == 200, answer
    before = traces(name)
    answer = client.post(url, action.data(scene, world))
    return traces(name) != before, answer


def wrong_with(role, state, name, did, answer):
    """Say what contradicts the rules; nothing when all is well."""
    may = role in RULES[name](state)
    if did != may:
        return f"{role} in {state}: {name}: {'refused' if may else 'done'} ({_code(answer)})"
    if may or answer is None:
        return None
    if name in LOOKING and answer.status_code not in REFUSALS:
        return f"{role} in {state}: {name}: answered {answer.status_code}"
    if answer.status_code >= 500:
        return f"{role} in {state}: {name}: answered {answer.status_code}"
    sees = role in RULES["see the set"](state)
    if state in HIDDEN and not sees and SECRET in answer.content.decode(errors="ignore"):
        return f"{role} in {state}: {name}: told the title"
    return None


def _code(answer):
    return answer.status_code if answer is not None else "no such address"


def tried_in(state, scale):
    """Who tries what: everybody everything in a night's proof, a part of it every day.

    Role, action and state each move the part on by one: each meets every other of another sort.
    What somebody may do is done every day: by the first who may, where nobody of the part does.
    PostgreSQL tries another part than SQLite.
    """
    stride = max(1, round(EVERY / max(scale, 0.5)))
    first = list(STATES).index(state) + 3 * (connection.vendor == "postgresql")
    part = {
        (role, name)
        for place, role in enumerate(ROLES)
        for number, name in enumerate(ACTIONS)
        if (first + place + number) % stride == 0
    }
    for name in ACTIONS:
        able = [(role, name) for role in ROLES if role in RULES[name](state)]
        part.update(able[:1] if part.isdisjoint(able) else [])
    return [(role, name) for role in ROLES for name in ACTIONS if (role, name) in part]


@pytest.mark.parametrize("state", STATES)
def test_everybody_may_do_exactly_what_the_rules_say(cast, state, scale, record_property):
    scene, wrong, tried = scene_of(state, cast), [], tried_in(state, scale)
    for role, name in tried:
        with undone():
            did, answer = happened(cast, role, name, scene)
        if problem := wrong_with(role, state, name, did, answer):
            wrong.append(problem)

    record_property("n", len(tried))
    record_property("bad", len(wrong))
    assert not wrong, "\n".join(wrong)
    assert list(violations()) == []


def test_every_action_has_a_rule_and_every_rule_an_action():
    assert set(RULES) == set(ACTIONS)


def test_every_action_is_allowed_to_somebody_somewhere():
    never = {"publish by hand", "unpublish by hand"}
    somewhere = {name for name in ACTIONS for state in STATES if RULES[name](state) & set(ROLES)}

    assert set(ACTIONS) - somewhere == never <= set(DOING)


def test_every_day_each_role_and_each_action_meet_in_some_state_and_both_meet_every_state():
    tries = {(role, name, state) for state in STATES for role, name in tried_in(state, 1)}

    assert {(role, name) for role, name, _ in tries} == set(product(ROLES, ACTIONS))
    assert {(role, state) for role, _, state in tries} == set(product(ROLES, STATES))
    assert {(name, state) for _, name, state in tries} == set(product(ACTIONS, STATES))


def test_every_day_each_action_is_tried_by_somebody_who_may_in_every_state():
    tried = {state: tried_in(state, 1) for state in STATES}
    missed = [
        (name, state)
        for state in STATES
        for name in ACTIONS
        if (may := RULES[name](state)) and not any((role, name) in tried[state] for role in may)
    ]

    assert missed == []
