"""Two people over every kind of release; each refusal says why, and who can act instead (P4)."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import Group

from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete, NotYours
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.sample import note_reading, sample_of
from media.refusals import FileInUse
from tests.database.undone import undone
from tests.factories import (
    UserFactory,
    approve,
    edit,
    fresh,
    interpretations_of,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    release_kind,
    released_set,
    submit_kind,
    withdraw,
)
from tests.support.kinds import submitted
from tests.support.refusing import refuses

pytestmark = pytest.mark.django_db
Kind = ReleaseKind
MINE, LEADERS, NEWS = "市住房和城乡建设局起草组", "部门负责人", "新闻办"


@pytest.fixture(scope="module", params=ReleaseKind.values)
def built(shared_world, public_sets, request):
    """A submitted release of one kind, undone before the next kind is built."""
    with undone():
        yield submitted(shared_world, request.param, public_sets[0])


@pytest.fixture
def release(world, built):
    return deepcopy(built)


def everything(user):
    """Put a person into every group of reviewers."""
    user.groups.add(*Group.objects.filter(name__in=[MINE, LEADERS, NEWS]))
    return user


def open_sample(release, user):
    for item in sample_of(release):
        note_reading(item, user)


def test_whoever_submitted_a_release_approves_no_step_of_it(world, release):
    everything(world.drafter)

    assert not may_decide(world.drafter).filter(release=release).exists()
    with refuses("您是送审人，不能审核自己送审的内容。可以由.+处理", NotYours):
        decide(release.steps.first().pk, world.drafter, "approve")


def test_one_person_in_several_groups_decides_one_step(world, release):
    both = everything(UserFactory())
    first, second = release.steps.order_by("position")[:2]
    open_sample(release, both)
    decide(first.pk, both, "approve")

    with refuses("您已审过这张发布单的一步，不能再审另一步。可以由.+处理", NotYours):
        decide(second.pk, both, "approve")


def test_a_superuser_approves_nothing(world, release):
    for step in release.steps.all():
        with refuses("这一步由.+处理|还没有轮到这一步", NotYours):
            decide(step.pk, world.admin, "approve")


def test_a_superuser_who_submitted_approves_not_even_as_a_reviewer(world, release):
    world.drafter.is_superuser = True
    world.drafter.save()
    everything(world.drafter)

    with refuses("您是送审人", NotYours):
        decide(release.steps.first().pk, world.drafter, "approve")


def test_the_people_who_agreed_are_others_than_the_one_who_submitted(world, release):
    release = approve(world, release)

    people = [step.decided_by for step in release.steps.all()]
    assert len(set(people)) == len(people)
    assert release.submitted_by not in people
    assert not set(people) & set(release.authors.all())


@pytest.mark.parametrize("kind", [Kind.FIRST, Kind.SUPPLEMENT, Kind.CORRECTION, Kind.RERELEASE])
def test_whoever_wrote_a_member_since_its_last_release_approves_nothing(world, public_set, kind):
    author = everything(UserFactory())
    policy = make_set(world) if kind == Kind.FIRST else public_set
    page = make_interpretation(policy, author) if kind == Kind.SUPPLEMENT else policy
    if kind == Kind.RERELEASE:
        withdraw(world, policy)
    edit(page, author, title="由别人改过的标题")
    ids = None if kind in (Kind.FIRST, Kind.RERELEASE) else [page.pk]
    release = submit_kind(world, policy, kind, page_ids=ids)

    with refuses("您参与了起草，不能审核这组内容。可以由.+处理", NotYours):
        decide(release.steps.first().pk, author, "approve")


def test_whoever_wrote_only_an_earlier_release_may_approve_the_next(world):
    policy = released_set(world, user=(author := everything(UserFactory()))).policy
    edit(policy, world.drafter, recipients="各单位")

    release = submit_kind(world, policy, Kind.CORRECTION)

    assert may_decide(author).filter(release=release).exists()


def test_who_had_it_overwritten_by_a_later_hand_is_an_author_all_the_same(world, public_set):
    policy, author = public_set, everything(UserFactory())
    edit(policy, author, recipients="各单位")
    edit(policy, world.drafter, recipients="各县（市、区）")

    release = submit_kind(world, policy, Kind.CORRECTION)

    assert author in release.authors.all()


def test_whoever_imported_a_draft_is_its_author(world):
    importer = everything(UserFactory())
    policy = make_policy(world, user=importer)
    make_interpretation(policy, world.drafter)

    release = submit_kind(world, policy, Kind.FIRST)

    assert importer in release.authors.all()


def test_whoever_copied_a_draft_is_its_author(world):
    policy = make_policy(world)
    copier = everything(UserFactory())

    copy = policy.copy(user=copier, to=world.department, update_attrs={"slug": "abschrift"})
    make_interpretation(copy, world.drafter)
    release = submit_kind(world, fresh(copy), Kind.FIRST, confirm_all=True)

    assert copier in release.authors.all()


def test_a_copy_that_nobody_made_is_not_submitted(world):
    copy = make_policy(world).copy(to=world.department, update_attrs={"slug": "abschrift"})
    make_interpretation(copy, world.drafter)

    with refuses("查不到是谁写的", Incomplete):
        submit_kind(world, fresh(copy), Kind.FIRST, confirm_all=True)


def test_a_copy_of_a_public_page_is_a_draft_without_release(world, public_set):
    policy = public_set

    copy = policy.copy(
        user=world.drafter, to=world.department, keep_live=False, update_attrs={"slug": "b"}
    )

    assert not copy.live
    assert not hasattr(copy, "publication")


def test_the_picture_of_a_public_set_is_not_deleted(world):
    image = make_image(world)
    policy = make_policy(world)
    picture = [("picture", {"image": image, "alt": "图", "caption": "", "credit": ""})]
    make_interpretation(policy, world.drafter, body=picture)
    release_kind(world, policy, Kind.FIRST)

    with refuses("正被审核中或已公开的内容使用", FileInUse):
        image.delete()


def test_strangers_submit_no_kind_of_another_departments_set(world, public_set):
    policy = public_set
    pages = interpretations_of(policy)
    edit(policy, world.drafter, recipients="各单位")
    draft = make_interpretation(fresh(policy), world.drafter)

    for kind, ids in (
        (Kind.SUPPLEMENT, [draft.pk]),
        (Kind.CORRECTION, [policy.pk]),
        (Kind.REMOVAL, [pages[0].pk]),
        (Kind.WITHDRAWAL, None),
        (Kind.TRANSFER, None),
        (Kind.FEATURE, None),
    ):
        submission = {"target_department": world.other_department.pk}
        with refuses("您不能送审这个部门的内容", NotYours):
            submit_kind(world, policy, kind, user=world.drafter2, page_ids=ids, **submission)


def test_the_old_department_submits_nothing_of_a_set_it_has_passed_on(world, public_set):
    policy = public_set
    submission = {"target_department": world.other_department.pk}
    release_kind(world, policy, Kind.TRANSFER, **submission)

    with refuses("您不能送审这个部门的内容", NotYours):
        submit_kind(world, policy, Kind.WITHDRAWAL)


def test_an_author_of_a_supplement_may_approve_a_withdrawal_later(world, public_set):
    policy, author = public_set, everything(UserFactory())
    page = make_interpretation(policy, author)
    release_kind(world, policy, Kind.SUPPLEMENT, page_ids=[page.pk])

    release = submit_kind(world, policy, Kind.WITHDRAWAL)

    assert may_decide(author).filter(release=release).exists()
