"""`/metrics` tells a machine how the site is, and nobody else anything."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from interpretations.models import Edition, OutboxMessage, Release
from interpretations.models.record import SchedulerHeartbeat
from interpretations.reading import health
from interpretations.releases.execution.execute import execute, record_failure
from operations.metrics import figures
from operations.metrics.kinds import KINDS, kind_of
from operations.metrics.middleware import ResponseTimeMiddleware
from tests.factories import approved_set
from tests.layout import tree
from tests.support.times import due_at

PROMETHEUS = "192.0.2.10"


@pytest.fixture(scope="module")
def built(shared_world):
    """One public set that was 7 s late; one that waits, one that is due, one that was stopped."""
    now = timezone.now()
    late = approved_set(shared_world)
    due_at(late, now - timedelta(seconds=7))
    execute(late.pk)
    approved_set(shared_world, scheduled_for=now + timedelta(days=1))
    due_at(approved_set(shared_world), now - timedelta(seconds=600))
    record_failure(approved_set(shared_world).pk, "没有发布")
    return shared_world


@pytest.fixture
def site(built, db):
    health.found.forget()
    with override_settings(METRICS_FROM=["192.0.2.0/28"]):
        yield Client()
    health.found.forget()


def scrape(client, **sender):
    answer = client.get("/metrics", **{"REMOTE_ADDR": PROMETHEUS, **sender})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_releases_are_counted_by_what_they_wait_for(site):
    found = scrape(site)

    states = ("waiting", "due", "overdue", "failed", "held")
    assert [found["policy_releases", state] for state in states] == [2, 1, 1, 1, 0]


def test_how_late_the_last_one_was_is_told(site):
    newest = Release.objects.get(released_at__isnull=False)

    found = scrape(site)

    assert found["policy_release_late_seconds", "worst"] >= 7
    assert found["policy_release_late_seconds", "newest"] == pytest.approx(7, abs=60)
    assert found["policy_release_timestamp",] == pytest.approx(newest.released_at.timestamp())


def test_the_edition_and_the_queues_are_told(site):
    OutboxMessage.objects.update(done_at=timezone.now())
    OutboxMessage.objects.create(
        kind="notice", attempts=2, created_at=timezone.now() - timedelta(minutes=5)
    )

    found = scrape(site)

    assert found["policy_edition",] == Edition.current()
    assert found["policy_edition_timestamp",] >= 0
    assert (found["policy_outbox", "waiting"], found["policy_outbox", "retried"]) == (1, 1)
    assert found["policy_outbox_oldest_seconds",] == pytest.approx(300, abs=30)
    assert found["policy_recordings", "waiting"] == 0


def test_a_sign_of_life_is_a_moment(site):
    SchedulerHeartbeat.objects.create(name="a", beat_at=timezone.now())

    found = scrape(site)

    assert found["policy_heartbeat_timestamp", "scheduler"] > 1e9
    assert found["policy_heartbeat_timestamp", "media"] == 0


def test_every_check_of_readyz_is_a_figure(site):
    found = scrape(site)

    assert {name for key, *name in found if key == "policy_ready" for name in name} == {
        *health.CHECKS
    }


def test_a_database_that_is_away_is_told_not_hidden(site, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(figures, "_editions", away)

    found = scrape(site)

    assert found["policy_database_up",] == 0
    assert ("policy_disk_free_bytes", "media") in found


def test_a_database_that_hangs_for_readyz_is_not_waited_for_again(site, monkeypatch):
    asked = []
    monkeypatch.setattr(health.found, "reasons", lambda: {"database": "…"})
    monkeypatch.setattr(figures, "_editions", lambda: asked.append(1) or [])

    found = scrape(site)

    assert (found["policy_database_up",], asked) == (0, [])
    assert (found["policy_ready", "database"], found["policy_ready", "disk"]) == (0, 1)


@pytest.mark.parametrize("sender", ["198.51.100.9", "127.0.0.1", "2001:db8::1"])
def test_nobody_else_is_told_anything(site, sender):
    assert site.get("/metrics", REMOTE_ADDR=sender).status_code == 404


def test_a_reader_behind_the_proxy_is_nobody_else(site, settings):
    settings.TRUSTED_PROXIES = [PROMETHEUS]
    reader = {"REMOTE_ADDR": PROMETHEUS, "HTTP_X_FORWARDED_FOR": "198.51.100.9"}

    assert site.get("/metrics", **reader).status_code == 404


@pytest.mark.django_db
def test_without_the_setting_there_is_no_such_page_and_nothing_is_counted(client):
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404
    with pytest.raises(MiddlewareNotUsed):
        ResponseTimeMiddleware(lambda request: None)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "front"),
        ("/policies/", "library"),
        ("/interpretations/", "column"),
        ("/policies/zhujian/", "department"),
        ("/search/?q=secret", "search"),
        ("/policies/feed/", "feed"),
        ("/sitemap.xml", "sitemap"),
        ("/api/v2/pages/", "api"),
        ("/media/no.pdf", "file"),
        ("/admin/login/", "desk"),
        ("/nothing/", "other"),
    ],
)
def test_an_answer_is_counted_under_its_kind(site, path, kind):
    def counted():
        return sum(
            value
            for key, value in scrape(site).items()
            if key[:2] == ("policy_response_seconds_count", kind)
        )

    before = counted()
    site.get(path)

    assert counted() == before + 1


def test_a_set_is_counted_as_document_and_interpretation(site):
    policy = Release.objects.get(released_at__isnull=False).policy
    kinds = []

    for page in (policy, policy.get_children().first()):
        answer = site.get(page.url)
        kinds.append(kind_of(answer.wsgi_request, answer))

    assert kinds == ["document", "interpretation"]


def test_no_label_tells_who_read_what(site):
    policy = Release.objects.get(released_at__isnull=False).policy
    site.get(policy.url)
    site.get("/search/?q=secret")

    text = site.get("/metrics", REMOTE_ADDR=PROMETHEUS).content.decode()

    assert "secret" not in text
    assert policy.slug not in text
    labels = {key[1] for key in scrape(site) if key[0].startswith("policy_response_seconds")}
    assert labels <= KINDS


def test_the_counts_of_several_processes_are_added_up(tmp_path):
    counts = (
        "from operations.metrics.response_time import RESPONSE_TIME as t\n"
        "t.labels('front', '2xx').observe(0.2)"
    )
    told = (
        "from prometheus_client import CollectorRegistry as R, generate_latest as g\n"
        "from operations.metrics.response_time import register\n"
        "r = R(); register(r); print(g(r).decode())"
    )
    shown = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(tree.ROOT / "site")}
    for code in (counts, counts):
        subprocess.run([sys.executable, "-c", code], env={**os.environ, **shown}, check=True)
    text = subprocess.check_output(
        [sys.executable, "-c", told], env={**os.environ, **shown}, text=True
    )

    assert 'policy_response_seconds_count{kind="front",status="2xx"} 2.0' in text
