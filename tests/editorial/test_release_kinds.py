"""The page of a release: what a reviewer is told of each kind, and what the lists say."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from interpretations.models import ExemptionReason, PolicyRelation, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.submission.join import join
from interpretations.releases.submission.submit import Submission, candidates, submit
from tests.editorial.desk import (
    ACTS,
    as_user,
    duty_officer,
    newest,
    other_leader,
    page_of,
    public_set,
    ready_for,
    sign,
    text_of,
)
from tests.factories import make_policy, make_set, submit_set

pytestmark = pytest.mark.django_db


def submitted(world, kind):
    _policy, url, data = ready_for(world, kind)
    as_user(world.drafter).post(url, data)
    return newest()


def seen_by(user, release):
    return text_of(as_user(user).get(page_of("detail", release.pk)))


@pytest.fixture(scope="module")
def built(shared_world):
    """Kind -> a release of it under review."""
    return {kind: submitted(shared_world, kind) for kind in ACTS}


@pytest.fixture(scope="module")
def read(shared_world, built):
    """Kind -> what the first reviewer reads of its release."""
    return {kind: seen_by(shared_world.leader, release) for kind, release in built.items()}


@pytest.fixture
def releases(world, built):
    return {kind: Release.objects.get(pk=release.pk) for kind, release in built.items()}


@pytest.fixture
def first(releases):
    """The release of a set that was never public."""
    return releases[ReleaseKind.FIRST]


@pytest.fixture
def transfer(releases):
    return releases[ReleaseKind.TRANSFER]


@pytest.mark.parametrize("kind", ACTS)
def test_the_reviewer_is_told_the_kind_and_what_it_does(releases, read, kind):
    assert releases[kind].get_kind_display() in read[kind]
    assert all(item.title in read[kind] for item in releases[kind].items.all())
    assert 'name="decision"' in read[kind]


@pytest.mark.parametrize("kind", ["correction", "removal", "withdrawal"])
def test_the_reviewer_reads_what_the_public_will_be_told(releases, read, kind):
    assert releases[kind].public_note
    assert releases[kind].public_note in read[kind]


def test_the_reviewer_reads_to_whom_a_set_goes(world, read):
    assert world.other_department.title in read[ReleaseKind.TRANSFER]


def test_the_receiving_department_sees_the_transfer_and_agrees(world, transfer):
    receiving = other_leader(world)
    step = transfer.steps.first()
    as_user(world.leader).post(
        page_of("decide", transfer.pk), {"step": step.pk, "decision": "approve", "opinion": ""}
    )

    text = seen_by(receiving, transfer)

    assert 'name="decision"' in text
    assert transfer.title in text_of(as_user(world.drafter2).get(page_of("index")))


def test_the_leader_of_the_giving_department_does_not_receive_for_the_other(world, transfer):
    step = transfer.steps.all()[1]

    answer = as_user(world.leader).post(
        page_of("decide", transfer.pk), {"step": step.pk, "decision": "approve", "opinion": ""}
    )

    assert answer.status_code == 409


def test_the_reviewer_reads_how_long_a_set_stands_first(world):
    _policy, url, data = ready_for(world, ReleaseKind.FEATURE)
    client = as_user(world.drafter)

    client.post(url, {**data, "feature_until": "2031-05-06"})
    pinning = newest()
    assert "到 2031年5月6日" in seen_by(world.leader, pinning)
    sign(world, pinning)
    client.post(url, {**data, "feature_until": ""})

    assert "取消置顶" in seen_by(world.leader, newest())


def test_the_reviewer_reads_the_exemption_that_is_asked_for(world):
    policy = make_policy(world)
    reason = ExemptionReason.objects.get(slug="pifu")
    submission = Submission(
        frozenset([policy.pk]), exemptions={policy.pk: (reason.pk, "只对一家单位")}
    )
    release = submit(policy.pk, world.drafter, submission)

    text = seen_by(world.leader, release)

    assert "对单一事项的批复" in text and "只对一家单位" in text


def test_the_reviewer_reads_the_plan_as_it_was_pinned(world):
    policy = make_set(
        world, plan_outline="先讲为什么", plan_responsible="王科长",
        wide_reach=True, plan_reason="已有问答",
    )  # fmt: skip
    release = submit_set(world, policy)

    text = seen_by(world.leader, release)

    for words in ("先讲为什么", "王科长", "涉及面广", "已有问答", "文字解读"):
        assert words in text


def test_each_document_of_a_release_shows_its_plan(world):
    policies = [make_set(world, plan_outline=f"提纲{n}") for n in ("甲", "乙")]
    ids = frozenset(page.pk for policy in policies for page in candidates(policy))
    submission = Submission(ids, further=frozenset([policies[1].pk]))
    release = submit(policies[0].pk, world.drafter, submission)

    text = seen_by(world.leader, release)

    assert "提纲甲" in text and "提纲乙" in text


def test_the_reviewer_is_warned_of_what_is_repealed(world):
    old = public_set(world)
    policy = make_set(world)
    policy.relations = [PolicyRelation(kind="repeals", target=old, title=old.title)]
    policy.save_revision(user=world.drafter)
    release = submit_set(world, policy)

    text = seen_by(world.leader, release)

    assert release.kind == ReleaseKind.REPEAL
    assert f"公开后，《{old.title}》标明废止。" in text


@pytest.mark.parametrize("kind", ACTS)
def test_the_last_signature_says_what_it_does(world, releases, kind):
    sign_all_but_the_last(world, releases[kind])

    assert "签发：立即" in seen_by(world.editor, releases[kind])


def sign_all_but_the_last(world, release):
    for user in (world.leader, other_leader(world)):
        step = release.steps.undecided().first()
        if release.steps.undecided().count() > 1:
            data = {"step": step.pk, "decision": "approve", "opinion": ""}
            as_user(user).post(page_of("decide", release.pk), data)


def test_whoever_may_not_is_told_why_and_who_can(world, first):
    text = seen_by(world.drafter, first)

    assert "您是送审人" in text and world.leader.name in text


def test_a_release_leads_to_its_set_and_ledger(world, first):
    text = seen_by(world.editor, first)

    for name in ("set", "ledger"):
        url = page_of(name, first.policy_id)
        assert url in text
        assert as_user(world.editor).get(url).status_code == 200


@pytest.mark.parametrize("name", ["decide", "take_back", "resume"])
@pytest.mark.parametrize("who", ["drafter2", "stranger"])
def test_a_stranger_acts_on_no_release_by_its_address(world, first, name, who):
    user = world.drafter2 if who == "drafter2" else other_leader(world)
    data = {"step": first.steps.first().pk, "decision": "return", "opinion": "不行"}

    assert as_user(user).post(page_of(name, first.pk), data).status_code == 404
    first.refresh_from_db()
    assert first.is_open


@pytest.mark.parametrize("name", ["decide", "take_back", "resume"])
def test_acting_on_a_release_needs_a_post(world, first, name):
    assert as_user(world.leader).get(page_of(name, first.pk)).status_code == 405


def test_the_list_narrows_by_kind(world, releases, first):
    text = text_of(as_user(world.drafter).get(page_of("index"), {"kind": "withdrawal"}))

    assert page_of("detail", releases[ReleaseKind.WITHDRAWAL].pk) in text
    assert page_of("detail", first.pk) not in text


def test_the_list_narrows_by_emergency_and_flags_it(world, first):
    urgent = act_in_emergency(make_set(world).pk, duty_officer(), ReleaseKind.FIRST, "台风")

    text = text_of(as_user(world.drafter).get(page_of("index"), {"emergency": "unreviewed"}))

    assert page_of("detail", urgent.pk) in text and "▲" in text
    assert page_of("detail", first.pk) not in text


@pytest.mark.parametrize("query", ["kind=nuke", "emergency=x", "department=9" + "9" * 30, "p=999"])
def test_a_nonsense_filter_is_no_error(world, first, query):
    response = as_user(world.drafter).get(f"{page_of('index')}?{query}")

    assert response.status_code in (200, 404)


def test_a_joint_department_does_not_learn_what_else_goes_out_with_its_document(world):
    joint, other = make_set(world), make_set(world)
    join(joint.pk, world.drafter, [world.other_department.pk])
    ids = frozenset(page.pk for policy in (joint, other) for page in candidates(policy))
    submission = Submission(ids, further=frozenset([other.pk]))
    release = submit(joint.pk, world.drafter, submission)
    client = as_user(world.drafter2)

    while_open = client.get(page_of("detail", release.pk)).status_code
    sign(world, release)

    assert while_open == 404
    assert client.get(page_of("detail", release.pk)).status_code == 200


def test_a_set_that_came_by_transfer_brings_its_public_history_along(world, transfer):
    sign(world, transfer)
    first = Release.objects.filter(policy=transfer.policy_id).order_by("pk").first()

    assert as_user(world.drafter2).get(page_of("detail", first.pk)).status_code == 200


def test_the_reviewers_queue_names_the_kind_and_the_time(world):
    policy = public_set(world)
    at = timezone.now() + datetime.timedelta(days=2)
    submission = Submission(kind=ReleaseKind.WITHDRAWAL, note="有误", scheduled_for=at)
    submit(policy.pk, world.drafter, submission)

    text = text_of(as_user(world.leader).get(reverse("wagtailadmin_home")))

    assert "撤回" in text and f"{timezone.localtime(at):%H:%M}" in text
