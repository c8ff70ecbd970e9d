"""kill -9 at any moment, any kind of release: nothing half, nothing lost, nothing twice (P6)."""

import itertools
import random
from collections import Counter

import pytest

from interpretations.models import Edition, LedgerEntry, Release
from interpretations.releases.audit.public_state import violations
from interpretations.releases.scheduling.schedule import release_due
from tests.support.effects import torn
from tests.support.illustrated import READY
from tests.support.killed import kill_one

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]


def released(waiting):
    done = Release.objects.filter(state="released", pk__in=waiting)
    return set(done.values_list("pk", flat=True))


def test_a_killed_scheduler_leaves_every_set_whole_and_the_next_one_goes_on(
    world, scale, record_property
):
    """Two kills for three releases; of a day only some kinds are waiting, beginning anywhere."""
    releases = 6 if scale <= 1 else round(len(READY) * scale)
    kills = releases * 2 // 3
    chance = random.Random()
    start = chance.randrange(len(READY))
    kinds = itertools.islice(itertools.cycle(READY), start, start + releases)
    waiting = {READY[kind](world).pk for kind in kinds}
    first_edition = Edition.current()
    interrupted = 0
    record_property("n", kills)

    for _ in range(kills):
        acknowledged = kill_one(chance)

        assert set(acknowledged) <= released(waiting), "an acknowledged release was lost"
        assert torn(Release.objects.filter(pk__in=waiting)) == []
        assert list(violations()) == []
        interrupted += len(released(waiting)) < len(waiting)

    assert interrupted > 1, "every scheduler was done before it was killed"
    release_due()
    assert released(waiting) == waiting
    entries = LedgerEntry.objects.filter(event="released", release__in=waiting)
    assert Counter(entries.values_list("release", flat=True)) == Counter(waiting)
    editions = Release.objects.filter(pk__in=waiting).values_list("edition", flat=True)
    assert len(set(editions)) == len(waiting)
    assert min(editions) > first_edition
