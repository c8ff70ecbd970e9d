"""The reader storm: while sets are released without pause, no answer shows half of one (P1)."""

import os
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from interpretations.models import Edition
from interpretations.models.guard.gate import gate
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute
from interpretations.releases.execution.publish import publish
from tests.factories import approve, make_document, make_interpretation, make_policy, submit_set
from tests.support.channels import (
    LISTS,
    Readers,
    ask_every_file,
    expected_sets,
    halves,
    learn_editions,
    mistakes,
)
from tests.support.late_files import LateFiles
from tests.support.showing import every_kind

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.heavy,
    pytest.mark.skipif(
        float(os.environ.get("TEST_SCALE", "1")) <= 1,
        reason="only in a night's proof; test_storm_of_kinds releases such sets by day",
    ),
]


def waiting_sets(world, count):
    """Approved sets of a document and two interpretations, with files of every kind."""
    releases = []
    for _ in range(count):
        policy = make_policy(world)
        policy.attachments.create(title="申请表", document=make_document(world))
        policy.save_revision(user=world.drafter)
        make_interpretation(policy, world.drafter, body=every_kind(world))
        make_interpretation(policy, world.drafter)
        releases.append(approve(world, submit_set(world, policy)))
    return releases


def test_every_answer_shows_exactly_the_sets_of_its_edition(world, scale):
    releases = waiting_sets(world, max(12, round(12 * scale)))
    readers = Readers(expected_sets(releases))

    def release_without_pause():
        for release in releases:
            execute(release.pk)
            time.sleep(0.02)  # SQLite's waiting is unfair

    readers.answers += ask_every_file(readers.sets[:2])
    readers.during(release_without_pause)
    readers.answers += ask_every_file(readers.sets[:2])
    learn_editions(readers.sets)

    assert readers.errors == []
    assert halves(readers.answers, readers.sets) == []
    assert mistakes(readers.answers, readers.sets) == []
    assert len({answer.edition for answer in readers.answers}) > len(releases) / 4
    assert {answer.channel for answer in readers.answers} >= set(LISTS)
    assert list(violations()) == []


@pytest.mark.violates
def test_the_same_readers_do_see_halves_when_pages_are_published_one_by_one(world, scale):
    """The control: stock publishing of the same pages, each in a transaction of its own."""
    sets = waiting_sets(world, 6)
    readers = Readers(expected_sets(sets), channels=("policy", "sitemap", "policy feed"))

    def publish_one_by_one():
        for release in sets:
            now = timezone.now() + timedelta(seconds=1)
            for item in release.items.select_related("revision", "page").order_by("position"):
                with transaction.atomic(), gate([item.page_id]):
                    Edition.raise_number()
                    publish(release, [item], now)
                time.sleep(0.05)
            if halves(readers.answers, readers.sets):
                return

    readers.during(publish_one_by_one)

    assert readers.errors == []
    assert halves(readers.answers, readers.sets) != []


def test_the_same_readers_do_see_files_that_open_after_their_pages(world, monkeypatch):
    """The control of the files: they follow their pages in a transaction of its own."""
    (release,) = waiting_sets(world, 1)
    readers, late = Readers(expected_sets([release]), channels=("file",)), LateFiles(monkeypatch)

    def release_pages_then_files():
        readers.wait_for(30)
        execute(release.pk)
        readers.wait_for(30)
        late.follow()
        readers.wait_for(30)

    readers.during(release_pages_then_files)
    learn_editions(readers.sets)

    assert readers.errors == []
    assert {mistake.status for mistake in mistakes(readers.answers, readers.sets)} == {404}


def test_the_checker_finds_an_answer_of_another_edition(world):
    """The check itself is worth something: an answer moved to another edition is a mistake."""
    releases = waiting_sets(world, 2)
    readers = Readers(expected_sets(releases))
    readers.during(lambda: time.sleep(1), count=1)
    execute(releases[0].pk)
    learn_editions(readers.sets)
    assert mistakes(readers.answers, readers.sets) == []

    for answer in readers.answers:
        answer.edition += 1

    wrong = {answer.channel for answer in mistakes(readers.answers, readers.sets)}
    assert wrong >= {"sitemap", "library", "front"} & {a.channel for a in readers.answers}
    assert wrong
