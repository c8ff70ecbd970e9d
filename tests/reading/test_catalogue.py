"""What a process keeps of all sets is what it would read anew, after whatever is released."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from interpretations.models import FurtherPolicy, InterpretationPage, PolicyRelation, Topic
from interpretations.models.kinds import ReleaseKind
from interpretations.reading import catalogue, snapshot
from interpretations.releases.execution.execute import execute
from tests.database.undone import undone
from tests.factories import (
    approve,
    make_interpretation,
    make_policy,
    released_set,
    submit_set,
)
from tests.reading.acts import correct, fresh, withdraw
from tests.support.kinds import submitted

pytestmark = pytest.mark.django_db


def kept(day=None):
    """What a reader meets now, or on another day."""
    with snapshot.public_read() as current:
        snapshot._current.set(replace(current, day=day or current.day))
        return catalogue.catalogue()


def assert_as_read_anew(monkeypatch):
    """And that nobody read everything for it."""
    with snapshot.public_read():
        anew = catalogue.read_all()
        monkeypatch.setattr(catalogue, "read_all", lambda: pytest.fail("read everything"))
        assert catalogue.catalogue() == anew


@pytest.fixture(scope="module")
def public_sets(shared_world):
    """Two public sets, one that a release of the module acts on."""
    return [fresh(released_set(shared_world, interpretations=n).policy) for n in (1, 2)]


@pytest.fixture(scope="module", params=ReleaseKind.values)
def built(request, shared_world, public_sets):
    """A submitted release of one kind among public sets, undone before the next is built."""
    with undone():
        yield submitted(shared_world, request.param, public_sets[1])


def test_a_release_of_any_kind_changes_it_to_what_is_public(world, built, monkeypatch):
    kept()

    execute(approve(world, deepcopy(built)).pk)

    assert_as_read_anew(monkeypatch)


@pytest.fixture
def acted_upon(world):
    """A public document."""
    return released_set(world, date_effective=None).policy


def acting(world, target, kind="repeals"):
    """A public document that repeals or amends another one, whose interpretation explains both."""
    policy = make_policy(world, date_effective=None)
    policy.relations = [PolicyRelation(kind=kind, target=target)]
    policy.save_revision(user=world.drafter)
    page = make_interpretation(policy, world.drafter)
    page.further_policies = [FurtherPolicy(policy=target)]
    page.save_revision(user=world.drafter)
    execute(approve(world, submit_set(world, policy)).pk)
    return policy


def test_a_repealed_document_is_found_as_such_at_once(world, acted_upon, monkeypatch):
    kept()

    acting(world, acted_upon)

    assert kept().with_label("validity", "repealed") == kept().places_of([acted_upon.pk])
    assert_as_read_anew(monkeypatch)


def test_a_withdrawn_repeal_ends_its_mark_at_once(world, acted_upon, monkeypatch):
    policy = acting(world, acted_upon)
    kept()

    withdraw(world, fresh(policy))

    assert not kept().with_label("validity", "repealed")
    assert_as_read_anew(monkeypatch)


def test_a_relation_that_a_correction_takes_away_is_gone_at_once(world, acted_upon, monkeypatch):
    policy = acting(world, acted_upon, "amends")
    kept()

    correct(world, fresh(policy), relations=[])

    assert not kept().with_label("validity", "amended")
    assert_as_read_anew(monkeypatch)


def test_an_interpretation_that_explains_another_set_no_more_is_gone_there(
    world, acted_upon, monkeypatch
):
    policy = acting(world, acted_upon)
    kept()

    correct(world, InterpretationPage.objects.child_of(policy).get(), further_policies=[])

    assert_as_read_anew(monkeypatch)


def test_a_set_that_was_public_long_ago_takes_its_place_among_the_others(world, monkeypatch):
    released_set(world)
    kept()

    execute(approve(world, submitted(world, ReleaseKind.MIGRATION)).pk)

    assert kept().keys == sorted(kept().keys)
    assert_as_read_anew(monkeypatch)


def test_a_renamed_label_is_read_at_once(world):
    released_set(world)
    kept()
    topic = Topic.objects.get(slug=next(v for n, v in kept().labels if n == "topic"))
    topic.slug = "qita-xin"
    topic.save()

    assert kept().with_label("topic", "qita-xin")


def test_another_day_is_read_anew(world):
    policy = released_set(world, date_expires=date(2090, 1, 1)).policy
    assert kept().with_label("validity", "valid")

    later = kept(date(2090, 1, 2))

    assert later.with_label("validity", "expired") == later.places_of([policy.pk])
