"""发布并废止旧文件: a first release whose document repeals another; the old text stays (P2)."""

from copy import deepcopy

import pytest

from interpretations.models import PolicyPage, PolicyRelation, Publication
from interpretations.models.kinds import ReleaseKind
from tests.factories import (
    edit,
    fresh,
    make_set,
    release_kind,
    released_set,
    rerelease,
    submit_kind,
    withdraw,
)

pytestmark = pytest.mark.django_db
FIRST, REPEAL = ReleaseKind.FIRST, ReleaseKind.REPEAL


def repealing(world, old, **fields):
    return make_set(world, relations=[PolicyRelation(kind="repeals", target=old)], **fields)


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world).policy


@pytest.fixture
def old(world, built):
    return deepcopy(built)


@pytest.mark.parametrize("asked", [FIRST, REPEAL])
def test_a_first_release_that_repeals_another_document_is_called_so(world, old, asked):
    assert submit_kind(world, repealing(world, old), asked).kind == REPEAL


@pytest.mark.parametrize("relation", ["amends", "forwards", "implements"])
def test_other_relations_make_no_repeal(world, old, relation):
    policy = make_set(world, relations=[PolicyRelation(kind=relation, target=old)])

    assert submit_kind(world, policy, REPEAL).kind == FIRST


def test_repealing_a_document_of_somebody_else_is_a_first_release(world):
    relations = [PolicyRelation(kind="repeals", title="某省旧办法")]

    assert submit_kind(world, make_set(world, relations=relations), FIRST).kind == FIRST


def test_the_old_document_and_its_interpretation_stay_as_they_were(world, old):
    before = list(Publication.objects.order_by("pk").values())

    release_kind(world, repealing(world, old), FIRST)

    assert list(Publication.objects.filter(policy=old).order_by("pk").values()) == before
    assert old in PolicyPage.objects.public()


def test_a_relation_that_is_only_drafted_later_makes_no_repeal_of_a_public_set(world, old):
    policy = released_set(world).policy
    edit(policy, world.drafter, relations=[PolicyRelation(kind="repeals", target=old)])

    assert submit_kind(world, policy, ReleaseKind.CORRECTION).kind == ReleaseKind.CORRECTION


def test_what_repeals_and_was_withdrawn_comes_back_as_a_rerelease(world, old):
    policy = release_kind(world, repealing(world, old), FIRST).policy
    withdraw(world, policy)

    assert rerelease(world, policy).kind == ReleaseKind.RERELEASE
    assert fresh(policy).live


def test_readers_see_the_old_one_as_repealed_and_the_mark_leaves_with_the_new_one(
    client, world, old
):
    address = fresh(old).get_url()
    assert "废止" not in client.get(address).content.decode()

    policy = release_kind(world, repealing(world, old), FIRST).policy
    assert "废止" in client.get(address).content.decode()
    withdraw(world, policy)

    assert "废止" not in client.get(address).content.decode()
