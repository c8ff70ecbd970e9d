"""Sets to measure with are as good as real ones, whichever way they were made."""

import pytest
from django.db import connection
from django.http import QueryDict
from wagtail.models import Page

from benchmarks import sets
from interpretations.guard import triggers
from interpretations.models import PolicyPage
from interpretations.models.kinds import ReleaseState
from interpretations.reading.listing import listing
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute
from search.index import find


@pytest.fixture
def people(world):
    return sets.set_up()


def test_sets_written_in_bulk_keep_every_promise(people):
    sets.fill(3, people)

    assert PolicyPage.objects.public().count() == 3
    assert list(violations()) == []


@pytest.fixture
def copied(people, monkeypatch):
    monkeypatch.setattr(sets, "REAL", 3)
    sets.fill(8, people)


@pytest.mark.violates  # digests, seals and hashes of copies are their originals'
def test_copies_are_public_at_addresses_of_their_own(copied, client):
    addresses = [page.url for page in PolicyPage.objects.public()]

    assert len(set(addresses)) == 8
    for address in addresses:
        assert client.get(address).status_code == 200
        assert client.get(f"{address}jiedu/").status_code == 200


@pytest.mark.violates
def test_copies_are_in_every_list_and_found(copied, client):
    assert listing(QueryDict()).total == 8
    assert listing(QueryDict("year=2026")).total > 2
    assert len(find("九试字")) == 8


@pytest.mark.violates
def test_copies_leave_the_tree_in_order_and_the_guard_in_place(copied):
    assert not any(Page.find_problems())
    assert triggers.missing() == []
    connection.check_constraints()


@pytest.mark.violates
def test_another_set_is_released_among_copies(copied, people):
    release = execute(sets.approved(2, people).pk)

    assert release.state == ReleaseState.RELEASED
    pages = set(release.items.values_list("page_id", flat=True))
    assert not [row for row in violations() if row.page_id in pages]


@pytest.mark.parametrize("members", [2, 4])
def test_a_draft_to_measure_with_lacks_nothing(people, members):
    release = execute(sets.approved(members, people).pk)

    assert release.state == ReleaseState.RELEASED
    assert release.items.count() == members


def test_a_draft_of_the_same_serial_has_the_same_words(people):
    policy, page = sets.draft(2, people, serial=7)
    again, page_again = sets.draft(2, people, serial=7, doc_number="九试字〔2026〕8号")

    assert (policy.title, page.title) == (again.title, page_again.title)
