"""The front page says the same to everybody who reads one edition."""

import pytest
from django.utils import timezone

from tests.factories import released_set

pytestmark = pytest.mark.django_db


def test_sets_that_take_effect_on_one_day_stand_in_a_fixed_order(world, client):
    today = timezone.localdate()
    sets = [released_set(world, date_effective=today).policy for _ in range(3)]

    assert [item.policy for item in client.get("/").context["taking_effect"]] == sets[::-1]
