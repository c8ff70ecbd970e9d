"""The gate in the guard: within a transaction, for its pages only, and closed afterwards (P2)."""

from contextlib import suppress

import pytest
from django.db import transaction

from interpretations.models import Gate
from interpretations.models.guard.gate import gate, is_open
from media.models import ReleasedFile
from tests.factories import approved_set
from tests.support.faults import Broken


@pytest.mark.django_db(transaction=True)
def test_a_gate_left_open_cannot_be_committed(world):
    page = approved_set(world).policy_id

    with pytest.raises(Exception, match=r"(?i)foreign key"), transaction.atomic():
        Gate.objects.create(page_id=page)

    assert not Gate.objects.exists()


@pytest.mark.django_db
def test_the_gate_closes_when_its_work_fails(world):
    with suppress(Broken), transaction.atomic(), gate([1]):
        assert is_open(1)
        raise Broken

    assert not is_open(1)
    assert not Gate.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_gate_needs_a_transaction(world):
    with pytest.raises(RuntimeError), gate([1]):
        pass


@pytest.mark.django_db
def test_the_gate_opens_for_its_pages_only(world):
    mine, other = approved_set(world), approved_set(world)

    with pytest.raises(Exception, match="guard:"), transaction.atomic(), gate([mine.policy_id]):
        ReleasedFile.objects.create(name="x", page_id=mine.policy_id)
        ReleasedFile.objects.create(name="x", page_id=other.policy_id)

    assert not ReleasedFile.objects.exists()
