"""Sets to measure with are as good as real ones, whichever way they were made."""

import pytest

from benchmarks import sets
from interpretations.models import PolicyPage
from interpretations.models.kinds import ReleaseState
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute


@pytest.fixture
def people(world):
    return sets.set_up()


def test_sets_written_in_bulk_keep_every_promise(people):
    sets.fill(3, people)

    assert PolicyPage.objects.public().count() == 3
    assert list(violations()) == []


@pytest.mark.parametrize("members", [2, 4])
def test_a_draft_to_measure_with_lacks_nothing(people, members):
    release = execute(sets.approved(members, people).pk)

    assert release.state == ReleaseState.RELEASED
    assert release.items.count() == members


def test_a_draft_of_the_same_serial_has_the_same_words(people):
    policy, page = sets.draft(2, people, serial=7)
    again, page_again = sets.draft(2, people, serial=7, doc_number="九试字〔2026〕8号")

    assert (policy.title, page.title) == (again.title, page_again.title)
