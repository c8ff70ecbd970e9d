"""What the machine that watches this one is told."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from interpretations.models.record import SchedulerHeartbeat
from interpretations.reading import health

pytestmark = pytest.mark.django_db


def beat(seconds_ago=0):
    at = timezone.now() - timedelta(seconds=seconds_ago)
    SchedulerHeartbeat.objects.create(name=f"scheduler-{seconds_ago}", beat_at=at)


def test_the_process_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_site_whose_scheduler_beats_is_ready(client):
    beat(seconds_ago=5)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["failing"]) == (200, [])


@pytest.mark.parametrize("heartbeats", [[], [61, 3600]])
def test_a_site_whose_scheduler_is_silent_is_not_ready(client, heartbeats):
    for age in heartbeats:
        beat(seconds_ago=age)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["failing"]) == (503, ["scheduler"])


def test_one_living_scheduler_is_enough(client):
    beat(seconds_ago=3600)
    beat(seconds_ago=1)

    assert client.get("/readyz").status_code == 200


def test_a_site_with_an_unapplied_migration_is_not_ready(client):
    beat()
    MigrationRecorder(connection).record_unapplied("media", "0001_initial")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["failing"]) == (503, ["migrations"])


def test_a_database_that_does_not_answer_is_named_without_its_reasons(client, monkeypatch):
    def refuse():
        raise OperationalError("password of 10.0.0.7")

    monkeypatch.setattr(health, "CHECKS", dict.fromkeys(health.CHECKS, refuse))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["failing"] == ["database", "migrations", "scheduler"]
    assert "10.0.0.7" not in response.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_no_cache_answers_for_the_machine(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
