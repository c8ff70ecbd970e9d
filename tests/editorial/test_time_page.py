"""The signer's panel: when a release goes out, set and changed on its page."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from interpretations.models.kinds import ReleaseState
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import approve, approved_set, make_set, submit_set

pytestmark = pytest.mark.django_db
LATER = {"when": "later", "why": "领导出差"}


@pytest.fixture(scope="module")
def built(shared_world):
    """A release under review, and a draft set that can be submitted."""
    return submit_set(shared_world, make_set(shared_world)), make_set(shared_world)


@pytest.fixture
def release(world, built):
    return deepcopy(built[0])


@pytest.fixture
def draft(world, built):
    return deepcopy(built[1])


def tomorrow():
    return timezone.localtime(timezone.now() + timedelta(days=1))


def set_time(user, release, **data):
    return as_user(user).post(page_of("time", release.pk), {**LATER, **data})


@pytest.mark.parametrize(("who", "offered"), [("editor", True), ("leader", False)])
def test_only_who_signs_is_offered_the_time(world, release, who, offered):
    page = as_user(getattr(world, who)).get(page_of("detail", release.pk))

    assert (page_of("time", release.pk) in text_of(page)) is offered


@pytest.mark.parametrize("typed", ["{:%Y-%m-%d 09:30}", "{0.year}年{0.month}月{0.day}日上午9点半"])
def test_the_time_that_was_set_stands_on_the_page_and_in_its_ledger(world, release, typed):
    response = set_time(world.editor, release, scheduled_for=typed.format(tomorrow()))

    release.refresh_from_db()
    text = text_of(as_user(world.drafter).get(response.url))
    day = f"{tomorrow().year}年{tomorrow().month}月{tomorrow().day}日 09:30"
    assert timezone.localtime(release.scheduled_for).strftime("%H:%M") == "09:30"
    assert text.count(day) >= 2 and "领导出差" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("{:%Y-%m-%d}", "请写明几点几分"),
        ("", "请填写公开时间"),
        ("9999-12-31 09:00", "年份要在"),
        ("2098-12-31 09:00", "请核对年份"),
        ("2020-01-01 09:00", "已经过去"),
        ("下周三上午", "看不懂这个时间"),
    ],
)
def test_what_cannot_be_a_time_is_asked_again_and_stays_as_typed(world, release, typed, sentence):
    typed = typed.format(tomorrow())

    response = set_time(world.editor, release, scheduled_for=typed)

    assert response.status_code == 422
    assert sentence in text_of(response) and typed in text_of(response)
    assert "领导出差" in text_of(response)


def test_approved_and_set_to_at_once_it_is_public(world):
    release = approved_set(world, scheduled_for=tomorrow())

    set_time(world.editor, release, when="now")

    release.refresh_from_db()
    assert release.state == ReleaseState.RELEASED


def test_someone_else_is_told_who_sets_it(world, release):
    response = set_time(world.leader, release, scheduled_for=f"{tomorrow():%Y-%m-%d} 09:00")

    assert response.status_code == 409
    assert world.editor.name in text_of(response)


def test_what_the_submitter_insists_on_is_shown_to_every_reviewer(world, draft):
    data = {"when": "now", "not_before": f"{tomorrow():%Y-%m-%d} 08:00"}
    data["members"] = [draft.pk, draft.get_children().first().pk]

    response = as_user(world.drafter).post(page_of("submit", draft.pk), data)

    text = text_of(as_user(world.leader).get(response.url))
    assert "不早于" in text and f"{tomorrow():%-d}日 08:00" in text


def test_the_last_reviewer_reads_the_time_on_the_button(world, release):
    set_time(world.editor, release, scheduled_for=f"{tomorrow():%Y-%m-%d} 09:00")
    leader_step = release.steps.first()
    decision = {"step": leader_step.pk, "decision": "approve"}
    as_user(world.leader).post(page_of("decide", release.pk), decision)

    text = text_of(as_user(world.editor).get(page_of("detail", release.pk)))

    assert f"{tomorrow():%-d}日 09:00 与解读同时发布" in text


def test_a_stopped_release_keeps_its_new_time_until_it_is_resumed(world, release):
    release = approve(world, release)
    type(release).objects.filter(pk=release.pk).update(failed_at=timezone.now(), failure="坏了")

    before = text_of(as_user(world.editor).get(page_of("detail", release.pk)))
    answer = set_time(world.editor, release, scheduled_for=f"{tomorrow():%Y-%m-%d} 09:00")

    release.refresh_from_db()
    after = text_of(as_user(world.editor).get(answer.url))
    assert release.is_stopped and release.due_at > timezone.now()
    assert "定了时间也不会自动发布" in before and "恢复以后立即生效" in before
    assert f"问题已处理，到 {tomorrow().month}月{tomorrow().day}日 09:00 自动发布" in after


def test_who_sets_the_time_of_what_failed_is_told_that_it_stays_stopped(world, release):
    release = approve(world, release)
    type(release).objects.filter(pk=release.pk).update(failed_at=timezone.now(), failure="坏了")
    client = as_user(world.editor)
    data = {**LATER, "scheduled_for": f"{tomorrow():%Y-%m-%d} 09:00"}

    text = text_of(client.post(page_of("time", release.pk), data, follow=True))

    assert "还停着，到时不会自动发布" in text


def test_a_signer_who_types_a_time_and_forgets_the_choice_is_asked(world, release):
    typed = f"{tomorrow():%Y-%m-%d} 09:00"

    response = set_time(world.editor, release, when="now", scheduled_for=typed)

    assert response.status_code == 422
    assert "没有选「定时」" in text_of(response) and typed in text_of(response)


@pytest.mark.parametrize("typed", ["2031-05-06 09:00", "下周三上午九点"])
def test_a_drafter_who_types_a_time_and_forgets_the_choice_is_asked(world, draft, typed):
    members = [draft.pk, draft.get_children().first().pk]
    data = {"when": "now", "scheduled_for": typed, "members": members}

    response = as_user(world.drafter).post(page_of("submit", draft.pk), data)

    assert response.status_code == 422
    assert "没有选「定时」" in text_of(response) and typed in text_of(response)


def test_a_note_of_an_exemption_without_its_reason_is_asked_about(world, draft):
    members = [draft.pk, draft.get_children().first().pk]
    data = {"when": "now", "members": members, f"exempt-note-{draft.pk}": "人事任免"}

    response = as_user(world.drafter).post(page_of("submit", draft.pk), data)

    assert response.status_code == 422
    assert "没有选理由" in text_of(response) and "人事任免" in text_of(response)
