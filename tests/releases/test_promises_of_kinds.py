"""Promises of the kinds that hold whatever else happens (P1, P2, P4)."""

import pytest
from django.db import IntegrityError, transaction

from interpretations.models import Explanation, PolicyPage
from interpretations.models.refusals import Changed
from interpretations.releases.execution.execute import execute
from tests.factories import exempt_set, interpretations_of
from tests.support.behind import behind_the_guard, doctor
from tests.support.illustrated import READY, public
from tests.support.state import public_rows

pytestmark = pytest.mark.django_db


@pytest.mark.violates
def test_a_document_whose_interpretation_went_by_another_way_is_not_public(world):
    policy = public(world)
    (page,) = interpretations_of(policy)

    with behind_the_guard():
        type(page).objects.filter(pk=page.pk).update(live=False)

    assert not PolicyPage.objects.public().exists()


def test_nobody_says_by_hand_what_an_interpretation_explains(world):
    policy, other = public(world), exempt_set(world)
    (page,) = interpretations_of(policy)

    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        Explanation.objects.create(page_id=page.pk, policy=other)


@pytest.mark.violates
def test_what_was_altered_after_the_last_approval_is_not_released(world):
    """The seal is compared once more inside the release, not only by reviewers."""
    release = READY["correction"](world)
    doctor("UPDATE interpretations_release SET public_note = '改过' WHERE id = %s", release.pk)
    before = public_rows()

    with pytest.raises(Changed):
        execute(release.pk)

    assert public_rows() == before
