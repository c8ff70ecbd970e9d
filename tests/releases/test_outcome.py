"""The state that would result is checked at submission and inside the release (P1).

Between the two something else may have gone public, or left: every race of two open releases.
"""

from copy import deepcopy
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from interpretations.models import (
    ChainStep,
    Departure,
    Genre,
    InterpretationPage,
    PolicyPage,
    Publication,
    ReviewChain,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Changed, Incomplete
from interpretations.releases.execution import execute as engine
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.end import take_back
from interpretations.releases.scheduling.schedule import release_due
from tests.factories import (
    approve,
    edit,
    fresh,
    interpretations_of,
    make_interpretation,
    make_set,
    release_kind,
    released_set,
    submit_kind,
    supplement,
    withdraw,
)
from tests.support.refusing import refuses, refuses_to_release
from tests.support.times import due_at, move_on

pytestmark = pytest.mark.django_db
Kind = ReleaseKind


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world, interpretations=2).policy


@pytest.fixture
def policy(world, built):
    return deepcopy(built)


def approved(world, policy, kind, **submission):
    return approve(world, submit_kind(world, policy, kind, **submission))


def approved_supplement(world, policy, **fields):
    page = make_interpretation(fresh(policy), world.drafter, **fields)
    return approved(world, policy, Kind.SUPPLEMENT, page_ids=[page.pk])


def test_a_supplement_to_a_document_withdrawn_meanwhile_does_not_go_out(world, policy):
    late = approved_supplement(world, policy)
    withdraw(world, policy)

    refuses_to_release(late, "没有公开或已经撤回，解读不能单独公开")

    assert not Publication.objects.exists()


def test_a_supplement_goes_out_once_its_document_is_back(world, policy):
    late = approved_supplement(world, policy)
    withdraw(world, policy)
    refuses_to_release(late, "解读不能单独公开")

    release_kind(world, policy, Kind.RERELEASE, page_ids=[policy.pk, policy.get_children()[0].pk])
    move_on(late, failed_at=None, failure="")

    execute(late.pk)

    assert InterpretationPage.objects.public().count() == 2


def test_of_two_removals_approved_at_once_the_second_is_stopped(world, policy):
    first, second = interpretations_of(policy)
    removals = [
        approved(world, policy, Kind.REMOVAL, page_ids=[page.pk]) for page in (first, second)
    ]
    execute(removals[0].pk)

    refuses_to_release(removals[1], "会没有解读")

    assert [page.pk for page in InterpretationPage.objects.public()] == [second.pk]


def test_the_last_but_one_can_leave_when_another_came_meanwhile(world, policy):
    first, second = interpretations_of(policy)
    removals = [
        approved(world, policy, Kind.REMOVAL, page_ids=[page.pk]) for page in (first, second)
    ]
    supplement(world, policy)

    for removal in removals:
        execute(removal.pk)

    assert PolicyPage.objects.public().get().pk == policy.pk


def test_a_withdrawal_does_not_leave_behind_what_came_meanwhile(world, policy):
    withdrawal = approved(world, policy, Kind.WITHDRAWAL)
    supplement(world, policy)

    refuses_to_release(withdrawal, "在送审以后才公开.*撤回要包括它")
    take_back(withdrawal.pk, world.drafter, "重新送审。")
    withdraw(world, policy)

    assert not Publication.objects.exists()


def test_a_withdrawal_goes_before_a_scheduled_supplement_which_then_stops(world, policy):
    page = make_interpretation(fresh(policy), world.drafter)
    when = timezone.now() + timedelta(hours=1)
    late = approved(world, policy, Kind.SUPPLEMENT, page_ids=[page.pk], scheduled_for=when)

    withdraw(world, policy)
    due_at(late, timezone.now())

    assert release_due() == []
    late.refresh_from_db()
    assert "解读不能单独公开" in late.failure


@pytest.mark.parametrize("kind", [Kind.WITHDRAWAL, Kind.FEATURE, Kind.TRANSFER, Kind.CORRECTION])
def test_what_is_being_withdrawn_is_in_no_other_release(world, policy, kind):
    edit(policy, world.drafter, recipients="各单位")
    submit_kind(world, policy, Kind.WITHDRAWAL)
    submission = {
        "feature_until": timezone.localdate(),
        "target_department": world.other_department.pk,
    }

    with refuses("已由张.+送审，正在审核"):
        submit_kind(world, policy, kind, page_ids=[policy.pk], **submission)


def test_what_is_being_corrected_is_not_withdrawn(world, policy):
    page = interpretations_of(policy)[0]
    edit(page, world.drafter, summary="改了一句。")
    submit_kind(world, policy, Kind.CORRECTION, page_ids=[page.pk])

    with refuses("已由张.+送审，正在审核"):
        submit_kind(world, policy, Kind.WITHDRAWAL)


def test_what_is_being_removed_is_not_corrected(world, policy):
    page = interpretations_of(policy)[0]
    edit(page, world.drafter, summary="改了一句。")
    submit_kind(world, policy, Kind.REMOVAL, page_ids=[page.pk])

    with refuses("已由张.+送审，正在审核"):
        submit_kind(world, policy, Kind.CORRECTION, page_ids=[page.pk])


def test_a_removal_and_a_correction_of_another_page_do_not_meet(world, policy):
    first, second = interpretations_of(policy)
    edit(first, world.drafter, summary="改了一句。")
    releases = [
        approved(world, policy, Kind.CORRECTION, page_ids=[first.pk]),
        approved(world, policy, Kind.REMOVAL, page_ids=[second.pk]),
    ]

    for release in releases:
        execute(release.pk)

    assert fresh(first).summary == "改了一句。"
    assert Departure.objects.get().page_id == second.pk


def test_a_set_that_moves_takes_no_supplement_meanwhile(world, policy):
    submit_kind(world, policy, Kind.TRANSFER, target_department=world.other_department.pk)
    page = make_interpretation(fresh(policy), world.drafter)

    with refuses("正在移交别的部门"):
        submit_kind(world, policy, Kind.SUPPLEMENT, page_ids=[page.pk])


def test_a_set_with_a_supplement_under_way_does_not_move(world, policy):
    page = make_interpretation(policy, world.drafter)
    submit_kind(world, policy, Kind.SUPPLEMENT, page_ids=[page.pk])

    with refuses("已由张.+送审，正在审核"):
        submit_kind(world, policy, Kind.TRANSFER, target_department=world.other_department.pk)


def test_a_release_with_several_documents_is_one_instant(world, policy):
    measure, rules = make_set(world), make_set(world)

    release = release_kind(world, measure, Kind.FIRST, further=frozenset([rules.pk]))

    assert set(PolicyPage.objects.public()) == {policy, measure, rules}
    new = Publication.objects.exclude(item__release=policy.releases.get())
    times = set(new.values_list("released_at", "item__release"))
    assert times == {(release.released_at, release.pk)}


def test_when_one_of_several_documents_cannot_go_out_none_does(world, policy, monkeypatch):
    measure, rules = make_set(world), make_set(world)
    release = approved(world, measure, Kind.FIRST, further=frozenset([rules.pk]))
    publish = engine.publish

    def fail_at_rules(release, items, *rest):
        publish(release, [item for item in items if item.page_id != rules.pk], *rest)
        raise Changed

    monkeypatch.setattr(engine, "publish", fail_at_rules)

    refuses_to_release(release, "不一致", Changed)

    assert list(PolicyPage.objects.public()) == [policy]


def test_when_one_of_several_documents_lacks_something_none_is_submitted(world):
    measure, rules = make_set(world), make_set(world)
    edit(rules, world.drafter, issuers="")

    with refuses("缺少：发文机关"):
        submit_kind(world, measure, Kind.FIRST, further=frozenset([rules.pk]))


def test_documents_with_one_number_in_one_release_get_two_addresses(world):
    policies = [make_set(world, doc_number="") for _ in range(2)]
    for policy in policies:
        edit(policy, world.drafter, doc_number="九府发〔2026〕66号")

    release_kind(
        world, policies[0], Kind.FIRST, further=frozenset([policies[1].pk]), confirm_all=True
    )

    slugs = {fresh(policy).slug for policy in policies}
    assert slugs == {"jiufufa-2026-66", "jiufufa-2026-66-2"}


def test_documents_of_two_departments_are_two_releases(world):
    mine = make_set(world)
    other = make_set(world, department=world.other_department, user=world.drafter2)

    with refuses("属于另一个部门"):
        submit_kind(world, mine, Kind.FIRST, user=world.admin, further=frozenset([other.pk]))


def test_a_document_does_not_hide_behind_another_ones_shorter_chain(world):
    strict = ReviewChain.objects.create(name="规章流程", kind=Kind.FIRST)
    strict.genres.set([Genre.objects.get(slug="banfa")])
    strict.save()
    step = ChainStep(chain=strict, label="法制审核")
    step.groups = ReviewChain.objects.get(name="一般流程").steps.last().groups.all()
    step.save()
    notice = make_set(world)
    measure = make_set(world, genre=Genre.objects.get(slug="banfa"))

    with refuses("要走不同的审核流程", Incomplete):
        submit_kind(world, notice, Kind.FIRST, further=frozenset([measure.pk]))
    release = submit_kind(world, measure, Kind.FIRST, confirm_all=True)
    assert [step.label for step in release.steps.all()] == ["法制审核"]


@pytest.mark.parametrize("kind", [Kind.FIRST, Kind.REPEAL, Kind.MIGRATION])
def test_a_public_set_is_not_released_for_the_first_time_again(world, policy, kind):
    with refuses("已经公开。要改，请走更正"):
        submit_kind(world, policy, kind, page_ids=[])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite counts the steps of a question")
def test_a_look_for_halves_walks_no_other_sets(world):
    release = released_set(world)
    alone = steps(partial(engine.refuse_half_a_set, release))
    others = [released_set(world) for _ in range(4)]

    # Its index is a little deeper; a walk takes many steps for each of their two pages.
    assert steps(partial(engine.refuse_half_a_set, release)) < alone + 2 * len(others)


def steps(work):
    """How many steps of its machine SQLite takes for a piece of work."""
    work()  # what is read once
    taken = []
    connection.connection.set_progress_handler(lambda: taken.append(1), 1)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(taken)
