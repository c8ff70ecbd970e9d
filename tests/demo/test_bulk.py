"""Synthetic sets are made of what the database has now."""

import pytest
from django.db import connection

from benchmarks import sets
from interpretations.demo.synthetic import policy_values
from interpretations.models import Topic
from tests.database.undone import undone

pytestmark = pytest.mark.django_db


def test_a_run_names_no_topic_that_only_an_earlier_run_has_seen(world):
    people = sets.set_up()
    with undone():
        Topic.objects.bulk_create(Topic(name=f"主题{n}", slug=f"zhuti-{n}") for n in range(300))
        policy_values("第1号", 2026, 1)

    sets.fill(3, people)

    connection.check_constraints()
