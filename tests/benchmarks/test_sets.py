"""Synthetic sets are written in bulk, by a shorter way; they stand every check of real ones."""

from benchmarks import sets
from interpretations.models import PolicyPage
from interpretations.releases.audit.public_state import violations


def test_sets_written_in_bulk_keep_every_promise(world):
    sets.fill(3, sets.found())

    assert PolicyPage.objects.public().count() == 3
    assert list(violations()) == []
