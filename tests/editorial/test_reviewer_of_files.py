"""Whose words stand in a file is its author: a reviewer is told before they save its form (P4)."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.models import Collection

from interpretations.models import ChainStep, PolicyPage, ReviewChain
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.review.outlook import could_review
from media.models import SiteImage
from tests.editorial.desk import as_user, text_of
from tests.factories import (
    MINE,
    UserFactory,
    edit,
    interpretations_of,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    make_set_showing,
    released_set,
)
from tests.support.showing import picture

pytestmark = pytest.mark.django_db
TOLD = "您在这里保存了修改，就不能再审"


@pytest.fixture(scope="module")
def built(shared_world):
    block = picture(shared_world)
    return make_set_showing(shared_world, block), block[1]["image"]


@pytest.fixture
def shown(world, built):
    return deepcopy(built)


def form(image):
    return reverse("wagtailimages:edit", args=[image.pk])


def test_a_reviewer_reads_of_which_set_the_form_of_a_picture_makes_them_an_author(world, shown):
    policy, image = shown

    text = text_of(as_user(world.leader).get(form(image)))

    assert TOLD in text and policy.title in text


def test_who_reviews_nothing_is_told_nothing(world, shown):
    assert TOLD not in text_of(as_user(world.drafter).get(form(shown[1])))


def test_a_picture_that_no_draft_shows_is_nobodys(world):
    assert TOLD not in text_of(as_user(world.leader).get(form(make_image(world))))


def test_who_wrote_in_the_set_already_is_not_told_again(world, shown):
    policy, image = shown
    edit(policy, world.leader, recipients="各单位")

    assert TOLD not in text_of(as_user(world.leader).get(form(image)))


def test_a_picture_of_the_newer_draft_of_a_public_page_counts(world):
    page = interpretations_of(released_set(world).policy)[0]
    block = picture(world)
    edit(page, world.drafter, body=[block])

    assert TOLD in text_of(as_user(world.leader).get(form(block[1]["image"])))


def test_titles_of_what_one_may_not_see_are_not_told(world):
    block = picture(world)
    image, mine = block[1]["image"], Collection.objects.get(name=world.department.title)
    lie_in(image, Collection.objects.get(name=world.other_department.title))
    hidden = make_policy(world, department=world.other_department, user=world.drafter2)
    make_interpretation(hidden, world.drafter2, body=[block])
    lie_in(image, mine)
    reviewer = UserFactory(groups=[f"{MINE}起草组", "新闻办"])

    text = text_of(as_user(reviewer).get(form(image)))

    assert TOLD in text and "别的部门的内容" in text
    assert hidden.title not in text


def lie_in(image, collection):
    SiteImage.objects.filter(pk=image.pk).update(collection=collection)


def chain_of(kind, reviewer):
    chain = ReviewChain.objects.create(name="另外的流程", kind=kind)
    step = ChainStep(chain=chain, label="保密审查", own_department=False)
    step.groups.set(reviewer.groups.all())
    step.save()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (ReleaseKind.SUPPLEMENT, {"live": True}),
        (ReleaseKind.MIGRATION, {"formerly_published_at": "2017-06-11T09:00:00Z"}),
    ],
)
def test_whoever_reviews_any_kind_that_may_come_next_could_review_the_set(world, kind, fields):
    only = UserFactory(groups=["保密审查"])
    policy = released_set(world).policy if "live" in fields else make_set(world, **fields)
    assert not could_review(only, policy)

    chain_of(kind, only)

    assert could_review(only, PolicyPage.objects.get(pk=policy.pk))


def test_a_chain_of_old_files_concerns_no_new_one(world):
    only = UserFactory(groups=["保密审查"])
    chain_of(ReleaseKind.MIGRATION, only)

    assert not could_review(only, make_set(world))
