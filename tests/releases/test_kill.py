"""kill -9 at any moment: nothing half, nothing lost, nothing twice (P6)."""

import random
from collections import Counter

import pytest

from interpretations.models import Edition, LedgerEntry, Publication, Release
from interpretations.releases.audit import offences
from interpretations.releases.schedule import release_due
from tests.factories import approved_set
from tests.support.killed import kill_one

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]


def released():
    return set(Release.objects.filter(state="released").values_list("pk", flat=True))


def test_a_killed_scheduler_leaves_every_set_whole_and_the_next_one_goes_on(world, scale):
    kills = max(3, round(12 * scale))
    waiting = {approved_set(world).pk for _ in range(round(kills * 1.5))}
    first_edition, chance = Edition.current(), random.Random()
    interrupted = 0

    for _ in range(kills):
        acknowledged = kill_one(chance)

        assert set(acknowledged) <= released(), "an acknowledged release was lost"
        assert list(offences()) == []
        assert Publication.objects.count() == 2 * len(released())
        interrupted += len(released()) < len(waiting)

    assert interrupted > 1, "every scheduler was done before it was killed"
    release_due()
    assert released() == waiting
    told = LedgerEntry.objects.filter(event="released").values_list("release", flat=True)
    assert Counter(told) == Counter(waiting)
    assert Edition.current() == first_edition + len(waiting)
