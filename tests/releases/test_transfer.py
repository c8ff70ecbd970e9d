"""移交 and 置顶: what is public stays as it is; its address or its place changes (P2)."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from interpretations.models import (
    ColumnFeature,
    Departure,
    Edition,
    FormerAddress,
    PolicyPage,
    Publication,
    PublicNote,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from media.models import FrozenFile, ReleasedFile
from tests.factories import (
    approve,
    edit,
    feature,
    fresh,
    hand_over,
    interpretations_of,
    make_document,
    make_interpretation,
    make_policy,
    make_set,
    release_kind,
    released_set,
    submit_kind,
    withdraw,
)
from tests.support.behind import restrict
from tests.support.refusing import refuses, refuses_to_release

pytestmark = pytest.mark.django_db
TRANSFER, FEATURE = ReleaseKind.TRANSFER, ReleaseKind.FEATURE


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world).policy


@pytest.fixture
def policy(world, built):
    """A public document with one interpretation."""
    return deepcopy(built)


def addresses(policy):
    return [fresh(page).url_path for page in (policy, *interpretations_of(policy))]


def test_a_set_stands_below_the_receiving_department_with_everything_it_shows(world):
    policy = released_set(world, interpretations=2).policy
    before = fresh(policy)

    hand_over(world, policy)

    after = fresh(policy)
    assert after.get_parent().pk == world.other_department.pk
    assert addresses(policy)[0] == f"{world.other_department.url_path}{before.slug}/"
    assert all(path.startswith(after.url_path) for path in addresses(policy))
    same = ("title", "first_published_at", "last_published_at", "live_revision_id")
    assert [getattr(after, f) for f in same] == [getattr(before, f) for f in same]
    assert PolicyPage.objects.public().exists() and not PublicNote.objects.exists()


def test_every_old_address_is_remembered(world):
    policy = released_set(world, interpretations=2).policy
    before = addresses(policy)

    release = hand_over(world, policy)

    former = FormerAddress.objects.order_by("pk")
    assert [row.url_path for row in former] == before
    assert {row.since for row in former} == {release.released_at}


def test_readers_get_from_the_old_address_to_the_new_one(client, world, policy):
    old = fresh(policy).get_url()

    hand_over(world, policy)

    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, fresh(policy).get_url())


def test_a_draft_leaves_no_trace_at_its_old_address(client, world):
    policy = make_set(world)
    old = fresh(policy).get_url()

    hand_over(world, policy)

    assert not FormerAddress.objects.exists()
    assert client.get(old).status_code == 404


def test_a_draft_that_was_passed_on_lets_go_of_its_files(world):
    policy = make_policy(world)
    policy.attachments.create(title="表", document=make_document(world))
    policy.save_revision(user=world.drafter)

    hand_over(world, policy)

    assert not FrozenFile.objects.exists()
    assert not ReleasedFile.objects.exists()


def test_a_withdrawn_set_takes_its_explanation_along(client, world, policy):
    old = fresh(policy).get_url()
    withdraw(world, policy)

    hand_over(world, policy)

    assert Departure.objects.count() == 2
    assert client.get(fresh(policy).get_url()).status_code == 410
    assert client.get(old).status_code == 410


def test_a_set_that_comes_home_has_its_old_address_again(client, world, policy):
    home = addresses(policy)
    hand_over(world, policy)
    away = addresses(policy)

    release = submit_kind(
        world, policy, TRANSFER, user=world.drafter2, target_department=world.department.pk
    )
    execute(approve(world, release).pk)

    assert addresses(policy) == home
    old = client.get("/" + away[0].split("/", 2)[2])
    assert (old.status_code, old["Location"]) == (301, fresh(policy).get_url())


def test_a_former_address_is_never_given_to_another_document(world):
    policy = released_set(world, doc_number="九府发〔2026〕5号").policy
    hand_over(world, policy)

    other = released_set(world, doc_number="").policy
    renumbered = make_set(world, doc_number="")
    edit(renumbered, world.drafter, doc_number="九府发〔2026〕5号")
    release_kind(world, renumbered, ReleaseKind.FIRST, confirm_all=True)

    assert fresh(renumbered).slug == "jiufufa-2026-5-2"
    assert fresh(other).slug != "jiufufa-2026-5"


def test_an_address_taken_in_the_receiving_department_gets_a_number(world):
    number = "九府发〔2026〕6号"
    mine = released_set(world, doc_number=number).policy
    theirs = make_set(
        world, doc_number=number, department=world.other_department, user=world.drafter2
    )

    hand_over(world, mine)

    assert fresh(mine).slug == f"{fresh(theirs).slug}-2"


def test_what_was_left_out_as_a_draft_moves_along_and_can_be_released_there(world):
    policy = make_policy(world, doc_number="")
    first, second = [make_interpretation(policy, world.drafter) for _ in range(2)]
    edit(policy, world.drafter, doc_number="九府发〔2026〕77号")
    release_kind(world, policy, ReleaseKind.FIRST, page_ids=[policy.pk, first.pk])

    hand_over(world, policy)
    release = submit_kind(
        world, policy, ReleaseKind.SUPPLEMENT, user=world.drafter2, page_ids=[second.pk]
    )
    execute(approve(world, release).pk)

    assert fresh(second).live
    assert fresh(second).url_path.startswith(fresh(policy).url_path)


def test_the_receiving_department_corrects_what_it_received(world, policy):
    hand_over(world, policy)
    edit(policy, world.drafter2, recipients="各单位")

    release = submit_kind(world, policy, ReleaseKind.CORRECTION, user=world.drafter2)
    assert release.department_id == world.other_department.pk
    execute(approve(world, release).pk)

    assert fresh(policy).recipients == "各单位"


def test_both_departments_and_the_news_office_agree_to_a_transfer(world, policy):
    release = hand_over(world, policy)

    people = [step.decided_by for step in release.steps.all()]
    assert people == [world.leader, world.leader2, world.editor]


@pytest.mark.parametrize("target", [None, 999999])
def test_refuses_a_transfer_without_a_department(world, policy, target):
    with refuses("请选择接收的部门"):
        submit_kind(world, policy, TRANSFER, target_department=target)


def test_refuses_a_transfer_to_where_the_set_is(world, policy):
    with refuses("已经在「市住房和城乡建设局」"):
        submit_kind(world, policy, TRANSFER, target_department=world.department.pk)


@pytest.mark.violates
def test_refuses_a_transfer_to_a_closed_department(world, policy):
    restrict(world.other_department)

    with refuses("设了访问限制"):
        submit_kind(world, policy, TRANSFER, target_department=world.other_department.pk)


@pytest.mark.violates
def test_a_transfer_to_a_department_closed_meanwhile_changes_nothing(world, policy):
    release = approve(
        world, submit_kind(world, policy, TRANSFER, target_department=world.other_department.pk)
    )
    restrict(world.other_department)

    refuses_to_release(release, "设了访问限制")

    assert fresh(policy).get_parent().pk == world.department.pk


def test_a_feature_stands_until_its_day_and_changes_no_text(world, policy):
    before, edition = fresh(policy), Edition.current()
    until = timezone.localdate() + timedelta(days=7)

    release = feature(world, policy, until)

    row = ColumnFeature.objects.get()
    assert (row.page_id, row.until, row.item.release_id) == (policy.pk, until, release.pk)
    assert fresh(policy).last_published_at == before.last_published_at
    assert Edition.current() == edition + 1
    assert not PublicNote.objects.exists()


def test_the_feature_is_moved_and_taken_away_by_a_release(world, policy):
    today = timezone.localdate()
    feature(world, policy, today)

    feature(world, policy, today + timedelta(days=30))
    assert ColumnFeature.objects.get().until == today + timedelta(days=30)
    feature(world, policy, None)

    assert not ColumnFeature.objects.exists()


def test_a_newer_draft_is_no_part_of_a_feature_or_a_transfer(world, policy):
    edit(policy, world.drafter, title="还没送审的标题")

    feature(world, policy, timezone.localdate())
    hand_over(world, policy)

    assert fresh(policy).title == policy.title
    assert fresh(policy).get_latest_revision_as_object().title == "还没送审的标题"


def test_what_was_featured_and_passed_on_is_public_by_the_newest_release_that_named_it(
    world, policy
):
    featured = feature(world, policy, timezone.localdate())
    assert Publication.objects.get(page=policy.pk).item.release_id == featured.pk

    passed = hand_over(world, policy)

    assert set(Publication.objects.values_list("item__release", flat=True)) == {passed.pk}


def test_refuses_a_feature_until_a_day_that_is_over(world, policy):
    with refuses("置顶的最后一天已经过去"):
        submit_kind(world, policy, FEATURE, feature_until=timezone.localdate() - timedelta(days=1))


def test_refuses_to_take_away_a_pin_that_is_not_there(world, policy):
    with refuses("没有置顶"):
        submit_kind(world, policy, FEATURE, feature_until=None)


def test_refuses_to_feature_what_is_not_public(world):
    policy = make_set(world)

    with refuses("至少选一份|只有已公开的内容可以置顶"):
        submit_kind(world, policy, FEATURE, feature_until=timezone.localdate())
