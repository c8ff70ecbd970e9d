"""A door that nobody has thought of, or one that is gone, is seen the day it happens."""

from fnmatch import fnmatchcase

import pytest
from django.core.management import get_commands

from tests.doors import discovery, known

FOUND = {
    "addresses": (discovery.unsafe_addresses, known.ADDRESSES),
    "bulk actions": (discovery.bulk_actions, known.BULK_ACTIONS),
    "API actions": (discovery.api_actions, known.API_ACTIONS),
    "keys of the editors": (discovery.posted_keys, known.POSTED_KEYS),
    "actions": (discovery.action_classes, known.ACTIONS),
    "commands": (discovery.commands, known.COMMANDS),
}


def unknown(names, table):
    return {name for name in names if not any(fnmatchcase(name, entry) for entry in table)}


@pytest.mark.parametrize("kind", FOUND)
def test_every_door_is_known(kind):
    find, table = FOUND[kind]

    names = find() - known.OWN_COMMANDS

    assert unknown(names, table) == set()


@pytest.mark.parametrize("kind", FOUND)
def test_no_known_door_has_vanished(kind):
    find, table = FOUND[kind]

    names = find()

    assert {entry for entry in table if not any(fnmatchcase(n, entry) for n in names)} == set()


def test_own_commands_are_ours():
    apps = get_commands()

    assert {apps[name] for name in known.OWN_COMMANDS & set(apps)} <= {
        "interpretations",
        "media",
        "operations",
    }


def test_a_post_view_that_is_new_is_found():
    def view(request):
        return request.POST

    assert discovery.accepts_unsafe(view)
