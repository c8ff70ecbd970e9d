"""The emergency path on the desk: who may, what it asks, how it is flagged and reviewed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interpretations.models import Release
from interpretations.models.kinds import EmergencyState, ReleaseKind, ReleaseState
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.submission.submit import Submission, candidates, submit
from tests.editorial.desk import (
    as_user,
    changed_set,
    duty_officer,
    newest,
    page_of,
    public_set,
    sign,
    text_of,
)
from tests.factories import make_policy, make_set, submit_set

pytestmark = pytest.mark.django_db

WHY = "台风今晚登陆，群众要马上知道"
RELEASE = {"kind": "first", "reason": WHY}
WITHDRAW = {"kind": "withdrawal", "reason": WHY, "note": "内容有误，正在核对。"}


@pytest.fixture
def duty(world):
    return duty_officer()


def urgent(world, duty, policy=None):
    policy = policy or make_set(world)
    return act_in_emergency(policy.pk, duty, ReleaseKind.FIRST, WHY)


def decide_on(release, user, decision, opinion=""):
    step = release.steps.undecided().first()
    data = {"step": step.pk if step else "", "decision": decision, "opinion": opinion}
    return as_user(user).post(page_of("decide", release.pk), data)


def test_an_emergency_brings_the_set_out_at_once(world, duty):
    policy = make_set(world)

    response = as_user(duty).post(page_of("emergency", policy.pk), RELEASE)

    release = newest()
    assert response.url == page_of("detail", release.pk)
    assert (release.state, release.emergency) == (
        ReleaseState.RELEASED,
        EmergencyState.UNREVIEWED,
    )
    assert Client().get(policy.url).status_code == 200


def test_an_emergency_takes_a_public_set_off_at_once(world, duty):
    policy = public_set(world)

    as_user(duty).post(page_of("emergency", policy.pk), WITHDRAW)

    assert Client().get(policy.url).status_code == 410


def test_looking_at_the_form_says_what_will_happen_and_changes_nothing(world, duty):
    policy = make_set(world)

    response = as_user(duty).get(page_of("emergency", policy.pk))

    assert "按下按钮，整组内容立即公开" in text_of(response)
    assert not Release.objects.exists()


@pytest.mark.parametrize("asks", [True, False])
def test_a_moment_that_the_submitter_asked_for_is_named_before_it_is_not_awaited(world, duty, asks):
    policy = make_set(world)
    ids = frozenset(page.pk for page in candidates(policy))
    asked = timezone.now() + timedelta(days=1)
    submit(policy.pk, world.drafter, Submission(ids, not_before=asked if asks else None))

    text = text_of(as_user(duty).get(page_of("emergency", policy.pk)))

    assert (f"{world.drafter.name}送审时要求不早于" in text) is asks
    assert "正在进行的审核会停下" in text


@pytest.mark.parametrize("missing", ["reason", "note"])
def test_without_reason_or_public_note_nothing_happens(world, duty, missing):
    policy = public_set(world)

    response = as_user(duty).post(page_of("emergency", policy.pk), {**WITHDRAW, missing: " "})

    assert response.status_code == 422
    assert policy.is_public


def test_a_form_from_before_the_set_changed_is_stale(world, duty):
    policy = public_set(world)

    response = as_user(duty).post(page_of("emergency", policy.pk), RELEASE)

    assert response.status_code == 409
    assert "页面已过期" in text_of(response) and WHY in text_of(response)
    assert policy.is_public


def test_pressing_the_button_twice_acts_once(world, duty):
    policy = make_set(world)
    client = as_user(duty)
    client.post(page_of("emergency", policy.pk), RELEASE)

    again = client.post(page_of("emergency", policy.pk), RELEASE)

    assert again.status_code == 409
    assert Release.objects.count() == 1


def test_a_set_without_interpretation_is_refused_with_a_sentence(world, duty):
    policy = make_policy(world)

    response = as_user(duty).post(page_of("emergency", policy.pk), RELEASE)

    assert response.status_code == 409
    assert "还没有解读" in text_of(response) and WHY in text_of(response)
    assert not Release.objects.exists()


@pytest.mark.parametrize("who", ["drafter", "drafter2", "leader", "editor"])
@pytest.mark.parametrize("name", ["emergency", "emergencies"])
def test_without_the_permission_there_is_no_such_page(world, who, name):
    policy = make_set(world)
    client = as_user(getattr(world, who))
    url = page_of(name, *([policy.pk] if name == "emergency" else []))

    assert client.get(url).status_code == 404
    assert client.post(url, RELEASE).status_code in (404, 405)
    assert not policy.is_public


def test_a_review_under_way_is_ended_and_its_people_are_told(world, duty):
    release = submit_set(world, make_set(world))

    text = text_of(as_user(duty).get(page_of("emergency", release.policy_id)))
    as_user(duty).post(page_of("emergency", release.policy_id), RELEASE)

    release.refresh_from_db()
    assert "正在进行的审核会停下" in text
    assert release.state == ReleaseState.RETURNED and WHY in release.end_reason


def test_the_flag_stands_wherever_the_release_is_named(world, duty):
    release = urgent(world, duty)
    flag = "紧急发布，还没有事后审核"
    client = as_user(world.drafter)
    member = page_of("member", release.pk, release.items.first().pk)
    pages = [
        "/admin/",
        page_of("index"),
        page_of("detail", release.pk),
        page_of("set", release.policy_id),
        member,
    ]

    assert [flag in text_of(client.get(url)) for url in pages] == [True] * len(pages)


def test_readers_see_nothing_of_the_flag(world, duty):
    release = urgent(world, duty)

    text = text_of(Client().get(release.policy.url))

    assert "紧急" not in text and "desk-flag" not in text


def test_the_reason_is_told_to_whoever_reviews_afterwards(world, duty):
    release = urgent(world, duty)

    text = text_of(as_user(world.editor).get(page_of("detail", release.pk)))

    assert WHY in text
    assert "事后审核：同意" in text and "事后审核：不同意" in text


def test_the_queue_lists_what_is_to_be_reviewed_afterwards(world, duty):
    release = urgent(world, duty)

    text = text_of(as_user(world.editor).get("/admin/"))

    queue = text.partition("desk-mine")[2].partition("desk-flagged")[0]
    assert page_of("detail", release.pk) in queue


def test_agreeing_afterwards_takes_the_flag_down(world, duty):
    release = urgent(world, duty)

    decide_on(release, world.editor, "approve", "情况属实")

    release.refresh_from_db()
    text = text_of(as_user(world.editor).get(page_of("detail", release.pk)))
    assert release.emergency == EmergencyState.SETTLED
    assert "还没有事后审核" not in text and WHY in text


def test_objecting_keeps_the_flag_and_the_set_public_until_it_is_put_right(world, duty):
    policy = changed_set(world)
    gone = act_in_emergency(policy.pk, duty, ReleaseKind.WITHDRAWAL, WHY, "核对中")

    decide_on(gone, world.editor, "return", "内容没有错，不该撤")

    gone.refresh_from_db()
    text = text_of(as_user(world.drafter).get(page_of("set", policy.pk)))
    assert gone.emergency == EmergencyState.OBJECTED
    assert "紧急撤回，事后审核不同意" in text


def test_putting_the_set_right_settles_the_objection(world, duty):
    release = urgent(world, duty)
    decide_on(release, world.editor, "return", "不该发")
    data = {"when": "now", "note": "撤回核对"}

    as_user(world.drafter).post(page_of("act", release.policy_id, "withdrawal"), data)
    sign(world, newest())

    release.refresh_from_db()
    assert release.emergency == EmergencyState.SETTLED


def test_objecting_needs_a_reason(world, duty):
    release = urgent(world, duty)

    response = decide_on(release, world.editor, "return", " ")

    release.refresh_from_db()
    assert response.status_code == 409
    assert release.emergency == EmergencyState.UNREVIEWED


def test_whoever_acted_does_not_review_it_and_is_told_who_can(world, duty):
    duty.groups.add(*world.editor.groups.all())
    release = urgent(world, duty)

    response = decide_on(release, duty, "approve")

    assert response.status_code == 409
    assert "您是送审人" in text_of(response) and world.editor.name in text_of(response)


def test_a_second_review_is_told_who_decided(world, duty):
    release = urgent(world, duty)
    step = release.steps.first()
    data = {"step": step.pk, "decision": "approve", "opinion": ""}
    client = as_user(world.editor)
    client.post(page_of("decide", release.pk), data)

    again = client.post(page_of("decide", release.pk), data)

    assert again.status_code == 409
    assert f"已由{world.editor.name}处理" in text_of(again)


@pytest.mark.parametrize("q", ["", "便民措施", "〔2026〕", "没有这份", "%", "\x00", "a" * 500])
def test_any_search_for_a_set_is_answered(world, duty, q):
    policy = make_set(world, title="关于便民措施的通知", doc_number="九府发〔2026〕9号")

    response = as_user(duty).get(page_of("emergencies"), {"q": q})

    listed = policy.title in text_of(response)
    assert response.status_code == 200
    assert listed is (q in ("便民措施", "〔2026〕"))


def test_the_home_of_the_duty_officer_leads_to_the_emergencies(world, duty):
    assert page_of("emergencies") in text_of(as_user(duty).get(reverse("wagtailadmin_home")))
    assert page_of("emergencies") not in text_of(as_user(world.drafter).get("/admin/"))
