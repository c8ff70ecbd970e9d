"""The emergency path: at once, the whole set, flagged until somebody else has looked (P4)."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import Permission

from interpretations.models import (
    InterpretationPage,
    LedgerEntry,
    PolicyPage,
    Publication,
    Release,
    ReviewStep,
)
from interpretations.models.kinds import EmergencyState, ReleaseKind
from interpretations.models.refusals import Incomplete, NotYours, Stale
from interpretations.releases import emergency
from interpretations.releases.audit.public_state import violations
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.end import take_back
from interpretations.releases.scheduling.schedule import release_due
from interpretations.releases.submission.rights import may_act_in_emergency
from interpretations.releases.submission.submit import NotReady, Submission, submit
from tests.factories import (
    UserFactory,
    approve,
    correct,
    edit,
    fresh,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    rerelease,
    submit_kind,
    submit_set,
    supplement,
    withdraw,
)
from tests.support.behind import doctor
from tests.support.refusing import refuses

AT_ONCE = Submission(emergency_reason="急", confirm_all=True)
pytestmark = pytest.mark.django_db
FIRST, WITHDRAWAL, RERELEASE = ReleaseKind.FIRST, ReleaseKind.WITHDRAWAL, ReleaseKind.RERELEASE


def act(world, policy, kind=WITHDRAWAL, *, user=None, reason="泄露个人信息", note="正在核对。"):
    return act_in_emergency(policy.pk, user or world.duty, kind, reason, note)


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set, and the release that took another one off."""
    policy = released_set(shared_world, interpretations=2).policy
    return policy, act(shared_world, released_set(shared_world).policy)


@pytest.fixture
def policy(world, built):
    return deepcopy(built[0])


@pytest.fixture
def taken_off(world, built):
    return deepcopy(built[1])


def look_at(world, release, decision, opinion="看过。"):
    step = may_decide(world.editor).get(release=release)
    decide(step.pk, world.editor, decision, opinion)
    release.refresh_from_db()
    return release


def test_a_whole_set_is_withdrawn_at_once_and_flagged(world, policy, taken_off):
    release = act(world, policy)

    assert not Publication.objects.exists()
    assert release.items.count() == 3
    assert (release.state, release.emergency) == ("released", EmergencyState.UNREVIEWED)
    assert set(Release.objects.flagged()) == {taken_off, release}


def test_a_whole_set_is_released_at_once_and_flagged(world, policy):
    urgent = make_set(world, interpretations=2)

    release = act(world, urgent, FIRST)

    assert set(PolicyPage.objects.public()) == {policy, urgent}
    assert InterpretationPage.objects.public().child_of(urgent).count() == 2
    assert release.is_flagged


def test_a_withdrawn_set_is_brought_back_at_once(world, policy):
    withdraw(world, policy)

    act(world, policy, RERELEASE)

    assert PolicyPage.objects.public().exists()


def test_the_ledger_tells_who_acted_and_why(world, taken_off):
    lines = LedgerEntry.objects.filter(release=taken_off).order_by("pk")

    entries = [(line.event, line.who) for line in lines]
    name = world.duty.get_full_name()
    assert entries == [("submitted", name), ("emergency", name), ("released", "")]
    assert lines[1].why == "泄露个人信息"


@pytest.mark.parametrize("who", ["drafter", "leader", "editor", "admin"])
def test_needs_the_permission_and_being_superuser_is_none(world, policy, who):
    user = getattr(world, who)

    with refuses("可以由有这项权限的值班负责人处理", NotYours):
        act(world, policy, user=user)


def test_the_permission_may_be_given_to_one_person(world, policy):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="emergency_release"))

    act(world, policy, user=user)

    assert not Publication.objects.exists()


def test_somebody_who_was_deactivated_has_it_no_more(world):
    world.duty.is_active = False

    assert not may_act_in_emergency(world.duty)


def test_a_reason_alone_opens_no_way_round_the_review(world, policy):
    submission = Submission(kind=WITHDRAWAL, note="说明", emergency_reason="着急")

    with refuses("您不能送审", NotYours):
        submit(policy.pk, world.drafter, submission)


@pytest.mark.parametrize("reason", ["", "   "])
def test_needs_a_reason(world, policy, reason):
    with refuses("请写明紧急的理由", Incomplete):
        act(world, policy, reason=reason)


@pytest.mark.parametrize("kind", ["correction", "removal", "supplement", "transfer", "feature"])
def test_only_whole_sets_go_this_way(world, policy, kind):
    with refuses("紧急处置只有两种", Incomplete):
        act(world, policy, kind)


def test_a_withdrawal_tells_readers_why(world, policy):
    with refuses("请写公开说明"):
        act(world, policy, note=" ")


def test_what_is_under_way_for_the_set_ends_first(world, policy):
    edit(policy, world.drafter, recipients="各单位")
    correction = approve(world, submit_kind(world, policy, ReleaseKind.CORRECTION))
    page = make_interpretation(fresh(policy), world.drafter)
    late = submit_kind(world, policy, ReleaseKind.SUPPLEMENT, page_ids=[page.pk])

    act(world, policy)

    for release in (correction, late):
        release.refresh_from_db()
        assert (release.state, release.end_reason) == ("returned", "因紧急处置停下：泄露个人信息")
    with pytest.raises(Stale):
        execute(correction.pk)


@pytest.mark.parametrize(("overtaken", "acts"), [(1, True), (emergency.TRIES, False)])
def test_who_submits_between_two_locks_does_not_stop_an_emergency(
    world, policy, monkeypatch, overtaken, acts
):
    edit(policy, world.drafter, summary="改一处。")
    times = iter(range(overtaken))
    lock = emergency.lock_members

    def overtake(policies):
        if next(times, None) is not None:
            submit_kind(world, policy, ReleaseKind.CORRECTION, page_ids=[policy.pk])
        lock(policies)

    monkeypatch.setattr(emergency, "lock_members", overtake)

    if acts:
        assert act(world, policy).kind == WITHDRAWAL
    else:
        with pytest.raises(Stale, match="请再试一次"):
            act(world, policy)
    assert PolicyPage.objects.public().filter(pk=policy.pk).exists() is not acts


def test_a_set_that_lacks_something_is_not_released_and_its_review_goes_on(world):
    policy = make_set(world)
    review = submit_set(world, policy)
    make_interpretation(policy, world.drafter, key_points="")

    with refuses("还没有内容"):
        act(world, policy, FIRST)

    review.refresh_from_db()
    assert review.state == "in_review"


def test_warnings_do_not_stop_an_emergency(world):
    released_set(world, doc_number="九府发〔2026〕5号")
    policy = make_set(world, doc_number="九府发〔2026〕5号")

    assert act(world, policy, FIRST).state == "released"


def test_a_missing_plan_or_interpretation_is_no_emergency(world):
    for policy in (make_policy(world), make_set(world, plan_outline="")):
        with refuses("还没有解读"):
            act(world, policy, FIRST)


@pytest.mark.parametrize(("kind", "code"), [(FIRST, "public"), (RERELEASE, "public")])
def test_does_not_release_what_is_public(world, policy, kind, code):
    with refuses("已经公开") as refused:
        act(world, policy, kind)
    assert isinstance(refused.value, NotReady)
    assert [item.code for item in refused.value.findings] == [code] * len(refused.value.findings)


def test_who_acted_does_not_review_it(world, policy):
    world.duty.groups.set([*world.duty.groups.all(), *world.editor.groups.all()])

    release = act(world, policy)

    step = release.steps.get()
    assert not may_decide(world.duty).filter(pk=step.pk).exists()
    with pytest.raises(NotYours, match="您是送审人"):
        decide(step.pk, world.duty, "approve")


def test_an_author_does_not_review_it_either(world):
    author = UserFactory(groups=["市住房和城乡建设局起草组", "新闻办"])
    release = act(world, make_set(world, user=author), FIRST)

    with pytest.raises(NotYours, match="您参与了起草"):
        decide(release.steps.get().pk, author, "approve")


def test_somebody_else_agrees_and_the_flag_comes_down(world, taken_off):
    release = look_at(world, taken_off, "approve")

    assert release.emergency == EmergencyState.SETTLED
    assert not Release.objects.flagged().exists()
    assert not ReviewStep.objects.current().exists()


def test_an_objection_needs_a_reason_and_keeps_the_flag(world, taken_off):
    with pytest.raises(Incomplete):
        look_at(world, taken_off, "return", " ")

    release = look_at(world, taken_off, "return", "不该撤。")

    assert release.emergency == EmergencyState.OBJECTED
    assert list(Release.objects.flagged()) == [release]
    assert not PolicyPage.objects.public().filter(pk=release.policy_id).exists()


def test_an_objection_to_a_withdrawal_is_settled_by_a_rerelease(world, taken_off):
    look_at(world, taken_off, "return", "不该撤。")

    rerelease(world, taken_off.policy)

    assert not Release.objects.flagged().exists()
    line = LedgerEntry.objects.filter(release=taken_off).last()
    assert (line.event, line.why) == ("settled", "已由后来的「重新发布」处理。")


@pytest.mark.parametrize("mend", [correct, withdraw])
def test_an_objection_to_a_release_is_settled_by_correcting_or_withdrawing(world, mend):
    policy = make_set(world)
    release = look_at(world, act(world, policy, FIRST), "return", "有错。")

    mend(world, policy)

    release.refresh_from_db()
    assert release.emergency == EmergencyState.SETTLED


def test_a_supplement_settles_no_objection(world):
    policy = make_set(world)
    release = look_at(world, act(world, policy, FIRST), "return", "有错。")

    supplement(world, policy)

    release.refresh_from_db()
    assert release.emergency == EmergencyState.OBJECTED


def test_a_correction_alone_is_no_review(world):
    policy = make_set(world)
    release = act(world, policy, FIRST)

    correct(world, policy)

    release.refresh_from_db()
    assert release.emergency == EmergencyState.UNREVIEWED
    assert look_at(world, release, "approve").emergency == EmergencyState.SETTLED


def test_an_emergency_that_was_stopped_before_it_went_out_is_not_flagged(world, taken_off):
    policy = make_set(world)
    release = emergency._submit_whole_set(policy.pk, world.duty, AT_ONCE)
    assert release.is_flagged

    take_back(release.pk, world.duty, "不用发了。")

    assert list(Release.objects.flagged()) == [taken_off]
    assert not ReviewStep.objects.current().filter(release=release).exists()


def test_whoever_finds_that_the_scheduler_was_quicker_is_told_that_it_is_done(
    world, policy, monkeypatch
):
    def quicker(pk):
        release_due()
        return execute(pk)

    monkeypatch.setattr(emergency, "execute", quicker)

    release = act(world, policy)

    assert release.state == "released"
    assert release.edition


def test_an_emergency_that_was_cut_off_is_finished_by_the_scheduler(world):
    policy = make_set(world)
    release = emergency._submit_whole_set(policy.pk, world.duty, AT_ONCE)

    assert [released.pk for released in release_due()] == [release.pk]
    assert PolicyPage.objects.public().filter(pk=policy.pk).exists()


def test_nobody_objects_twice_or_agrees_after_an_objection(world, taken_off):
    step = taken_off.steps.get()
    look_at(world, taken_off, "return", "不该撤。")
    other = UserFactory(groups=["新闻办"])

    with pytest.raises(Stale):
        decide(step.pk, other, "approve")


@pytest.mark.violates
@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("emergency_reason", "", "emergency without a reason"),
        ("emergency", "settled", "emergency settled by nobody"),
        ("emergency", "", "released without every approval"),
    ],
)
def test_the_proof_finds_a_doctored_emergency(world, taken_off, column, value, problem):
    doctor(f"UPDATE interpretations_release SET {column} = %s WHERE id = %s", value, taken_off.pk)

    assert problem in {violation.problem for violation in violations()}
