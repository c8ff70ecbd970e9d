"""Executing a release: all members at one instant, or none."""

import pytest

from interpretations.models import InterpretationPage, PolicyPage
from tests.factories import approved_set, released_set

pytestmark = pytest.mark.django_db


def test_a_released_set_is_public_in_both_halves(world):
    release = released_set(world, interpretations=2)

    assert PolicyPage.objects.public().get().pk == release.policy_id
    assert InterpretationPage.objects.public().count() == 2


def test_every_member_carries_the_time_of_the_release(world):
    release = released_set(world)

    times = {
        (item.page.first_published_at, item.page.last_published_at)
        for item in release.items.select_related("page")
    }
    assert times == {(release.released_at, release.released_at)}


def test_an_approved_set_is_not_public_before_it_is_executed(world):
    approved_set(world)

    assert not PolicyPage.objects.public().exists()
    assert not InterpretationPage.objects.public().exists()
