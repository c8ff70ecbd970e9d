"""Whatever is asked of the admin, by whomever: no error page, nothing public moves, none is kept.

By day the superuser asks every address, and of the others each a part, so that every address is
asked by somebody else too; in a night's proof (`doors`) everybody asks all of them.
"""

from dataclasses import dataclass
from functools import partial

import pytest

from tests.database.undone import undone
from tests.doors.sweep import filled
from tests.doors.town import part, tried

pytestmark = pytest.mark.django_db
READERS = ("drafter", "drafter2", "admin")
POSTERS = ("anonymous", "leader", "drafter2", "editor", "admin")
EVERYTHING = {"anonymous", "admin"}  # the first is refused before any view, the other never


@dataclass(frozen=True)
class Answer:
    """What a door said, and which tables that readers see differ afterwards."""

    status: int
    caching: str
    changed: dict


def asked_by(role, roles, addresses, scale):
    """The part of the addresses that somebody asks at this scale, as name -> address."""
    if role in EVERYTHING:
        return addresses
    turns = [one for one in roles if one not in EVERYTHING]
    return dict(part([*addresses.items()], turns.index(role), len(turns), scale))


def answers(send, addresses, town, before):
    said = {}
    for name, address in addresses.items():
        with undone():
            response, changed = tried(partial(send, address), town, before)
        caching = response.get("Cache-Control", "")
        said[name, address] = Answer(response.status_code, caching, changed)
    return said


def broken(said):
    return {
        door: (answer.status, answer.changed)
        for door, answer in said.items()
        if answer.status >= 500 or answer.changed
    }


@pytest.fixture(scope="module")
def read(built, clients, before, scale):
    """Role -> name and address -> how it was answered."""
    addresses = filled(built, "frozen")
    return {
        role: answers(
            clients[role].get, asked_by(role, READERS, addresses, scale), built, before
        )
        for role in READERS
    }  # fmt: skip


@pytest.mark.parametrize("roles", [READERS, POSTERS], ids=["read", "posted"])
def test_every_day_each_address_is_asked_by_whoever_may_and_by_another(roles):
    addresses = {f"{number}": "" for number in range(20)}
    asked = {role: set(asked_by(role, roles, addresses, 1)) for role in roles}
    others = [names for role, names in asked.items() if role not in EVERYTHING]

    assert asked["admin"] == set().union(*others) == set(addresses)
    assert all(others)


@pytest.mark.parametrize("role", READERS)
def test_reading_every_address_is_no_error_and_writes_nothing(read, role):
    assert read[role]
    assert broken(read[role]) == {}


@pytest.mark.parametrize("role", READERS)
def test_no_answer_of_the_desk_is_kept_by_a_cache(read, role):
    """Refusals and what stands before Wagtail's own addresses included."""
    kept = {
        door: answer.caching
        for door, answer in read[role].items()
        if not {"no-store", "private"} <= set(answer.caching.split(", "))
    }

    assert kept == {}


@pytest.mark.parametrize("role", POSTERS)
def test_posting_nothing_to_every_address_moves_nothing(town, clients, before, role, scale):
    addresses = asked_by(role, POSTERS, filled(town, "frozen"), scale)

    assert broken(answers(clients[role].post, addresses, town, before)) == {}
