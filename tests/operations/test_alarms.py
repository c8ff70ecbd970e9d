"""What an alarm is raised by ends when there is nothing to be done any more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from interpretations.models import LedgerEntry, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import execute, record_failure
from interpretations.releases.scheduling.schedule import resume
from operations.metrics import figures
from tests.factories import approved_set
from tests.layout import tree
from tests.support.behind import behind_the_guard
from tests.support.illustrated import duty_officer


def released_late(world, ago, due, resumed=None):
    """A set that went out so long ago, was due then and may have been resumed since."""
    release = approved_set(world)
    if resumed:
        record_failure(release.pk, "没有发布")
        resume(release.pk, world.leader)
        with behind_the_guard():
            LedgerEntry.objects.filter(release=release, event="resumed").update(at=resumed)
    execute(release.pk)
    with behind_the_guard():
        Release.objects.filter(pk=release.pk).update(released_at=ago, due_at=due)


@pytest.mark.violates
@pytest.mark.parametrize(
    ("ago", "late"), [(timedelta(minutes=59), 7200), (timedelta(minutes=61), None)]
)
def test_a_late_release_is_told_for_an_hour(world, ago, late):
    at = timezone.now() - ago
    released_late(world, at, at - timedelta(hours=2))

    assert figures._lateness().get("newest") == late


@pytest.mark.violates
def test_what_a_person_resumed_is_late_from_then_on(world):
    now = timezone.now()
    released_late(world, now, now - timedelta(days=3), resumed=now - timedelta(seconds=2))

    assert figures._lateness() == {"newest": 2, "worst": 2}


@pytest.mark.violates
def test_how_long_an_emergency_waits_for_its_review_is_told(world):
    policy = approved_set(world).policy
    assert scrape_of(figures.Figures())["policy_emergency_oldest_seconds",] == 0
    release = act_in_emergency(policy.pk, duty_officer(), ReleaseKind.FIRST, "防汛")
    with behind_the_guard():
        Release.objects.filter(pk=release.pk).update(
            released_at=release.released_at - timedelta(days=3)
        )

    waits = scrape_of(figures.Figures())["policy_emergency_oldest_seconds",]
    assert waits == pytest.approx(timedelta(days=3).total_seconds(), abs=60)


@pytest.mark.django_db
@pytest.mark.parametrize("task", figures.TASKS)
def test_when_a_timers_task_succeeded_is_told(task, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert scrape_of(figures.Figures())["policy_task_timestamp", task] == 0
    unit = tree.read(f"deploy/systemd/policy-{task}.service")
    (mark,) = re.findall(r"^ExecStartPost=/usr/bin/touch /srv/policy-pair/var/(.*)$", unit, re.M)

    (tmp_path / mark.replace("%p", f"policy-{task}")).touch()

    assert scrape_of(figures.Figures())["policy_task_timestamp", task] > 1e9


def scrape_of(collector):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in collector.collect()
        for sample in family.samples
    }
