"""联合起草: other departments may edit a document while it is drafted; nothing more."""

import pytest
from django.urls import reverse

from interpretations.editorial.access.pages import pages_visible_to
from interpretations.models import JointDepartment, LedgerEntry
from interpretations.models.refusals import Frozen, Incomplete, NotYours
from interpretations.releases.records.story import story_of
from interpretations.releases.submission.join import join
from interpretations.releases.submission.submit import may_submit
from tests.factories import make_interpretation, make_set, submit_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def joint(world):
    policy = make_set(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    return policy


def test_the_other_department_may_edit_the_document_and_its_interpretations(world, joint):
    pages = [joint, joint.get_children().get().specific]

    assert all(page.permissions_for_user(world.drafter2).can_edit() for page in pages)


def test_the_other_department_may_write_an_interpretation(world, joint, client):
    client.force_login(world.drafter2)

    assert joint.permissions_for_user(world.drafter2).can_add_subpage()
    page = make_interpretation(joint, world.drafter2)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(address).status_code == 200


def test_whoever_wrote_for_the_other_department_is_an_author(world, joint):
    make_interpretation(joint, world.drafter2)

    release = submit_set(world, joint)

    assert set(release.authors.all()) == {world.drafter, world.drafter2}


def test_the_other_department_sees_the_pages_and_may_submit(world, joint):
    assert pages_visible_to(world.drafter2).filter(pk=joint.pk).exists()
    assert may_submit(joint, world.drafter2)


def test_other_sets_of_the_department_stay_out_of_reach(world, joint):
    alone = make_set(world)

    assert not alone.permissions_for_user(world.drafter2).can_edit()
    assert not pages_visible_to(world.drafter2).filter(pk=alone.pk).exists()


def test_taking_it_back_ends_the_rights(world, joint):
    join(joint.pk, world.drafter, [])

    assert not joint.permissions_for_user(world.drafter2).can_edit()
    assert list(story_of(joint))[-1].sentence.endswith("不再和别的部门一起起草。")


def test_only_the_department_that_looks_after_it_asks_others(world, joint):
    with pytest.raises(NotYours):
        join(joint.pk, world.drafter2, [])

    assert JointDepartment.objects.filter(policy=joint).exists()


def test_a_frozen_set_changes_no_hands(world):
    policy = make_set(world)
    submit_set(world, policy)

    with pytest.raises(Frozen):
        join(policy.pk, world.drafter, [world.other_department.pk])


def test_its_own_department_cannot_be_asked(world):
    policy = make_set(world)

    with pytest.raises(Incomplete):
        join(policy.pk, world.drafter, [world.department.pk])


def test_asking_for_the_same_again_writes_no_second_line(world, joint):
    join(joint.pk, world.drafter, [world.other_department.pk])

    assert LedgerEntry.objects.filter(event="joined").count() == 1
