"""The long life of the town: no error page, no promise broken, every kind brought to its end."""

import os
import random
import sys

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from interpretations.models import Release
from interpretations.models.kinds import ReleaseKind
from tests.machine.machine import WAITING, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]

# A short life a day; beyond that steps grow with the square of TEST_SCALE, to 20,000 in a night.
STEPS_OF_A_DAY, STEPS = 50, 200
# From this size on each run looks for stories that nobody has seen; below, it repeats one, so
# that what lands is not decided by chance.
SEARCHING = 5
# How long a town lives: longer histories where there is time.
SHORT_LIFE, LONG_LIFE = 50, 100
# Rule -> what it brings to its end.
KINDS = {kind: kind for kind in ReleaseKind.values} | {"urgent": "emergency"}


@pytest.fixture
def statistics():
    """Counted anew for each test, and printed with a failure."""
    Town.forget()
    Town.seed = 1
    yield Town
    sys.stderr.write(f"{Town.report()}\n")


def test_every_kind_is_brought_to_its_end(statistics, record_property):
    """Straight on: each rule until its kind is executed, whatever waits is pushed on."""
    record_property("n", 0)  # the steps of the other test are counted
    town = Town()
    try:
        town.set_up(1)
        for name, kind in KINDS.items():
            for turn in range(4):
                if not town.kinds[kind]:
                    town.take_rule(name, random.Random(turn))
                while Release.objects.filter(WAITING).exists():
                    town.take("push", random.Random(turn))
    finally:
        town.teardown()
    assert town.never_executed() == set()


def test_no_promise_is_broken_whoever_does_what(statistics, scale, record_property):
    """Random people at random doors. A failure names its seed: MACHINE_SEED repeats it."""
    steps = STEPS_OF_A_DAY if scale <= 1 else round(STEPS * scale**2)
    life = SHORT_LIFE if scale <= 1 else LONG_LIFE
    new = scale >= SEARCHING
    ordinary = str(random.SystemRandom().randrange(2**32)) if new else "1"
    Town.seed = int(os.environ.get("MACHINE_SEED", ordinary))
    run = settings(
        max_examples=max(1, steps // life),
        stateful_step_count=life,
        database=None,
        deadline=None,
        # Shrinking would live the town's life over and over: the story of the failure is told.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(Town.seed)(Town), settings=run)
    except BaseException as error:
        error.add_note(f"MACHINE_SEED={Town.seed}")
        raise
    finally:
        record_property("n", Town.steps.total())
