"""历史文件迁移: sets that were public before, reviewed as one list by a sample (P3, P4)."""

import datetime

import pytest

from interpretations.models import (
    Exemption,
    ExemptionReason,
    InterpretationPage,
    PolicyPage,
    Publication,
    ReleaseRules,
)
from interpretations.models.refusals import Changed, Incomplete
from interpretations.releases.execution import execute as engine
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.sample import note_reading, sample_left, sample_of
from interpretations.releases.submission.migrate import migration_drafts, submit_migration
from tests.factories import (
    approve,
    edit,
    fresh,
    history,
    interpretations_of,
    make_interpretation,
    make_set,
    migrate,
    released_set,
    rerelease,
    submit_kind,
    withdraw,
)
from tests.support.refusing import refuses, refuses_to_release

pytestmark = pytest.mark.django_db
PAST = datetime.datetime(2017, 6, 11, 9, tzinfo=datetime.UTC)


def submitted(world, policies, user=None):
    return submit_migration([policy.pk for policy in policies], user or world.drafter)


@pytest.mark.heavy
def test_a_long_list_goes_out_at_one_instant(world, scale):
    sets = [
        history(world, interpretations=n % 2) for n in range(8 if scale <= 1 else int(20 * scale))
    ]

    release = migrate(world, sets)

    assert PolicyPage.objects.public().count() == len(sets)
    assert InterpretationPage.objects.public().count() == len(sets) // 2
    assert set(Publication.objects.values_list("item__release", flat=True)) == {release.pk}
    assert Exemption.objects.filter(reason="历史文件").count() == len(sets) - len(sets) // 2


def test_what_was_public_before_keeps_its_date(world):
    with_date = history(world, interpretations=1)
    page = interpretations_of(with_date)[0]

    release = migrate(world, [with_date])

    assert fresh(with_date).first_published_at == PAST
    assert Publication.objects.get(page=with_date.pk).released_at == PAST
    assert fresh(with_date).last_published_at == release.released_at
    assert fresh(page).first_published_at == release.released_at


def test_an_interpretation_may_have_a_date_of_its_own(world):
    policy, day = history(world), PAST + datetime.timedelta(days=3)
    page = make_interpretation(policy, world.drafter, formerly_published_at=day)

    migrate(world, [policy])

    assert fresh(page).first_published_at == day


def test_the_old_date_is_kept_when_it_is_withdrawn_and_released_again(world):
    policy = history(world, interpretations=1)
    migrate(world, [policy])
    withdraw(world, policy)

    rerelease(world, policy)

    assert fresh(policy).first_published_at == PAST


def test_nobody_dates_back_what_was_first_public_here(world):
    policy = released_set(world).policy
    withdraw(world, policy)
    edit(policy, world.drafter, formerly_published_at=PAST)

    with refuses("历史文件请走迁移；新文件请去掉它"):
        submit_kind(world, policy, "rerelease")


def test_a_first_release_does_not_date_back(world):
    policy = history(world, interpretations=1, plan_outline="提纲")

    with refuses("历史文件请走迁移"):
        submit_kind(world, policy, "first")


@pytest.mark.parametrize("half", ["policy", "interpretation"])
def test_refuses_a_date_that_lies_ahead(world, half):
    ahead = PAST.replace(year=2099)
    policy = history(world, **({"formerly_published_at": ahead} if half == "policy" else {}))
    if half == "interpretation":
        make_interpretation(policy, world.drafter, formerly_published_at=ahead)

    with refuses("原发布时间还没有到"):
        submitted(world, [policy])


def test_refuses_what_has_no_former_date(world):
    policy = make_set(world)

    with refuses("要写明以前公开的时间"):
        submitted(world, [policy])


def test_refuses_none_and_too_many(world):
    rules = ReleaseRules.load()
    rules.migration_limit = 2
    rules.save()
    sets = [history(world) for _ in range(3)]

    with refuses("至少选一份", Incomplete):
        submitted(world, [])
    with refuses("一次最多迁移2组", Incomplete):
        submitted(world, sets)
    assert submitted(world, [sets[0], sets[0], sets[1]]).items.count() == 2


def test_refuses_sets_of_two_departments_in_one_list(world):
    mine = history(world)
    other = history(world, department=world.other_department, user=world.drafter2)

    with refuses("属于另一个部门"):
        submitted(world, [mine, other], world.admin)


def test_refuses_what_is_public_already(world):
    policy = released_set(world).policy

    with refuses("不在这组里", Incomplete):
        submitted(world, [history(world), policy])


def test_without_the_reason_in_the_list_nothing_is_exempt(world):
    ExemptionReason.objects.filter(slug="history").delete()
    policy = history(world)

    with refuses("请管理员补上", Incomplete):
        submitted(world, [policy])


def test_one_set_that_lacks_something_stops_the_whole_list(world):
    sets = [history(world) for _ in range(3)]
    edit(sets[1], world.drafter, issuers="")

    with refuses("缺少：发文机关"):
        submitted(world, sets)


def test_one_set_that_cannot_go_out_keeps_all_of_them_back(world, monkeypatch):
    sets = [history(world), history(world, interpretations=1)]
    release = approve(world, submitted(world, sets))
    publish = engine.publish

    def fail_at_last(release, items, *rest):
        publish(release, items[:-1], *rest)
        raise Changed

    monkeypatch.setattr(engine, "publish", fail_at_last)

    refuses_to_release(release, "不一致", Changed)

    assert not PolicyPage.objects.public().exists()


def test_nobody_agrees_to_a_list_without_having_opened_its_sample(world):
    release = submitted(world, [history(world) for _ in range(7)])
    step = release.steps.first()

    with refuses("还有5份抽中的没有打开看过", Incomplete):
        decide(step.pk, world.leader, "approve")
    for item in sample_of(release):
        note_reading(item, world.leader)

    assert decide(step.pk, world.leader, "approve").state == "in_review"
    assert len(sample_left(release, world.editor)) == 5


def test_a_list_can_be_returned_unopened(world):
    release = submitted(world, [history(world) for _ in range(2)])

    step = may_decide(world.leader).get(release=release)
    assert decide(step.pk, world.leader, "return", "日期不对。").state == "returned"


def test_nobody_chooses_the_sample_and_another_submission_draws_anew(world):
    sets = [history(world) for _ in range(12)]
    drawn = set()
    for _ in range(3):
        release = submitted(world, sets)
        drawn.add(tuple(item.page_id for item in sample_of(release)))
        decide(release.steps.first().pk, world.leader, "return", "再来。")

    assert len(drawn) > 1


def test_drafts_that_wait_for_migration_are_found_oldest_first(world):
    newer = history(world, formerly_published_at=PAST.replace(year=2020))
    older, under_way, gone = history(world), history(world), history(world, interpretations=1)
    make_set(world)
    submitted(world, [under_way])
    migrate(world, [gone])
    withdraw(world, gone)

    assert list(migration_drafts(world.department)) == [older, newer]
