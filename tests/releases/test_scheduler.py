"""The scheduler's own loop: releases, beats, delivers, sleeps no longer than it may."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from interpretations.management.commands.run_releases import LONGEST_SLEEP, Scheduler
from interpretations.models import SchedulerHeartbeat
from tests.factories import approved_set

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_round_releases_what_is_due(world):
    release = approved_set(world)

    Scheduler().round()

    release.refresh_from_db()
    assert release.state == "released"


def test_one_round_says_that_the_scheduler_lives(world):
    scheduler = Scheduler()

    scheduler.round()

    assert SchedulerHeartbeat.objects.filter(name=scheduler.name).exists()


def test_one_round_delivers_notices_to_their_readers(world):
    approved_set(world)
    scheduler = Scheduler()
    scheduler.round()
    scheduler.delivered_at = float("-inf")

    scheduler.round()

    assert {address for letter in mail.outbox for address in letter.to} >= {
        world.leader.email,
        world.editor.email,
    }


def test_the_scheduler_sleeps_no_longer_than_until_the_next_release(world):
    moment = timezone.now() + datetime.timedelta(seconds=90)
    release = approved_set(world, scheduled_for=moment)
    type(release).objects.filter(pk=release.pk).update(
        due_at=timezone.now() + datetime.timedelta(seconds=0.1)
    )

    assert Scheduler().round() < LONGEST_SLEEP


def test_notices_wait_while_a_release_is_about_to_go_out(world):
    approved_set(world)
    moment = timezone.now() + datetime.timedelta(seconds=90)
    release = approved_set(world, scheduled_for=moment)
    type(release).objects.filter(pk=release.pk).update(
        due_at=timezone.now() + datetime.timedelta(seconds=3)
    )

    Scheduler().round()

    assert mail.outbox == []


def test_a_run_for_cron_releases_delivers_and_ends(world):
    release = approved_set(world)

    call_command("run_releases", once=True)

    release.refresh_from_db()
    assert release.state == "released"
    assert mail.outbox
