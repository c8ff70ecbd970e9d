"""The site that a version leaves behind for later ones: a set in every state, with files.

Run by `scripts/upgrade_fixture.py` in a migrated, empty site.
"""

from interpretations.models.kinds import ReleaseKind
from tests.factories import (
    World,
    approve,
    correct,
    exempt_set,
    fresh,
    interpretations_of,
    make_set,
    submit_kind,
    supplement,
    withdraw,
)
from tests.support.illustrated import drawn, public


def fill():
    """Release, correct, withdraw, approve, submit and draft."""
    world = World()
    corrected = public(world, 2)
    correct(world, fresh(interpretations_of(corrected)[0]))
    supplement(world, corrected)
    withdraw(world, public(world))
    exempt_set(world)
    approve(world, submit_kind(world, drawn(world), ReleaseKind.FIRST))
    submit_kind(world, drawn(world), ReleaseKind.FIRST)
    make_set(world)
