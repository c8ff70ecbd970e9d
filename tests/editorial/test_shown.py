"""A form that acts carries what it showed; if that changed, it is told and nothing acts (P3)."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from interpretations.models import PolicyPage, Release
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.releases.review.decide import decide
from interpretations.releases.scheduling.times import set_time
from interpretations.releases.submission.submit import Submission, submit
from tests.editorial.desk import (
    NOW,
    as_user,
    changed_set,
    children,
    duty_officer,
    page_of,
    public_set,
    sign,
    text_of,
)
from tests.factories import (
    UserFactory,
    approved_set,
    edit,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    submit_set,
)

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'name="shown" value="([^"]*)"')
WHY = "台风今晚登陆"


def tomorrow():
    return timezone.now().replace(microsecond=0) + timedelta(days=1)


def opened(client, url):
    """Open a page; return what its form carries."""
    return {"shown": SHOWN.search(text_of(client.get(url)))[1]}


def another_text(world, policy):
    edit(policy, world.drafter, recipients="各县（市、区）")


def another_draft(world, policy):
    make_interpretation(policy, world.drafter, title="后来加的解读")


def one_less(world, policy):
    children(policy)[-1].delete()


def another_picture(world, policy):
    image = policy.picture
    image.credit = "另外的人摄"
    image.save()


CHANGES = {
    another_text: "改过了",
    another_draft: "多了《后来加的解读》",
    one_less: "少了一份内容",
    another_picture: "改过了",
}


@pytest.fixture(scope="module")
def built(shared_world):
    """A draft document with two interpretations, and the picture of the first."""
    policy = make_policy(shared_world)
    policy.picture = make_image(shared_world)
    picture = {"image": policy.picture, "alt": "图", "caption": "", "credit": ""}
    make_interpretation(policy, shared_world.drafter, body=[("picture", picture)])
    make_interpretation(policy, shared_world.drafter)
    return policy


@pytest.fixture
def draft(world, built):
    return deepcopy(built)


@pytest.fixture
def duty(world):
    return as_user(duty_officer())


@pytest.mark.parametrize("change", CHANGES)
def test_an_emergency_releases_nothing_that_its_page_did_not_show(world, duty, draft, change):
    url = page_of("emergency", draft.pk)
    data = {"kind": "first", "reason": WHY, **opened(duty, url)}
    change(world, draft)

    response = duty.post(url, data)

    assert response.status_code == 409
    assert CHANGES[change] in text_of(response) and WHY in text_of(response)
    assert not Release.objects.exists()


def test_shown_again_and_pressed_again_the_emergency_acts(world, duty, draft):
    url = page_of("emergency", draft.pk)
    data = {"kind": "first", "reason": WHY, **opened(duty, url)}
    another_draft(world, draft)
    again = {"shown": SHOWN.search(text_of(duty.post(url, data)))[1]}

    duty.post(url, data | again)

    assert Release.objects.get().items.count() == 4


def test_an_emergency_ends_no_review_that_its_page_did_not_name(world, duty, draft):
    url = page_of("emergency", draft.pk)
    data = {"kind": "first", "reason": WHY, **opened(duty, url)}
    release = submit_set(world, draft)

    response = duty.post(url, data)

    release.refresh_from_db()
    assert response.status_code == 409 and WHY in text_of(response)
    assert release.state == ReleaseState.IN_REVIEW


def test_an_emergency_takes_off_nothing_that_its_page_did_not_show(world, duty):
    policy = public_set(world)
    url = page_of("emergency", policy.pk)
    data = {"kind": "withdrawal", "reason": WHY, "note": "有误", **opened(duty, url)}
    make_interpretation(policy, world.drafter)
    ids = frozenset(page.pk for page in children(policy, live=False))
    from_now_on_public(world, policy, ids)

    response = duty.post(url, data)

    assert response.status_code == 409 and "多了《" in text_of(response)
    assert PolicyPage.objects.get(pk=policy.pk).live


def from_now_on_public(world, policy, ids):
    sign(world, submit(policy.pk, world.drafter, Submission(ids, kind=ReleaseKind.SUPPLEMENT)))


def test_the_emergency_page_shows_each_member_before_it_acts(world, duty, draft):
    page = children(draft)[0]
    url = page_of("emergency_member", draft.pk, page.pk)

    assert url in text_of(duty.get(page_of("emergency", draft.pk)))
    assert page.title in text_of(duty.get(url))


def test_pictures_and_attachments_are_seen_before_they_go_out(world, duty, draft):
    document = make_document(world)
    draft.attachments.create(title="申请表", document=document)
    draft.save_revision(user=world.drafter)
    urls = [document.file.url, draft.picture.get_rendition("max-100x100").url]

    for client, status in ((duty, 200), (as_user(world.drafter2), 404)):
        assert [client.get(url).status_code for url in urls] == [status, status]


@pytest.mark.parametrize("who", ["drafter", "editor", "admin"])
def test_nobody_else_looks_at_drafts_that_way(world, draft, who):
    url = page_of("emergency_member", draft.pk, draft.pk)

    assert as_user(getattr(world, who)).get(url).status_code == 404


@pytest.mark.parametrize("change", CHANGES)
def test_a_set_is_not_submitted_otherwise_than_it_was_shown(world, draft, change):
    client, url = as_user(world.drafter), page_of("submit", draft.pk)
    members = [draft.pk, *(page.pk for page in children(draft))]
    data = {**NOW, "members": members, "not_before": "2031-05-06 09:00", **opened(client, url)}
    change(world, draft)
    if change is another_draft:
        data["members"].append(children(draft)[-1].pk)

    response = client.post(url, data)

    assert response.status_code == 409
    assert CHANGES[change] in text_of(response) and "2031-05-06 09:00" in text_of(response)
    assert not Release.objects.exists()


def test_a_draft_that_nobody_ticked_stops_nothing(world, draft):
    client, url = as_user(world.drafter), page_of("submit", draft.pk)
    data = {**NOW, "members": [draft.pk, children(draft)[0].pk], **opened(client, url)}
    another_draft(world, draft)

    assert client.post(url, data).status_code == 302


def test_a_public_note_tells_of_the_correction_that_was_shown_and_of_no_other(world):
    policy = changed_set(world)
    client, url = as_user(world.drafter), page_of("act", policy.pk, "correction")
    note = "更正了主送机关"
    data = {**NOW, "members": [policy.pk], "note": note, **opened(client, url)}
    draft = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    draft.title = "完全不同的标题"
    draft.save_revision(user=world.drafter)

    response = client.post(url, data)

    assert response.status_code == 409 and note in text_of(response)
    assert not Release.objects.open().exists()


def test_a_withdrawal_takes_the_set_that_was_shown(world):
    policy = public_set(world)
    client, url = as_user(world.drafter), page_of("act", policy.pk, "withdrawal")
    data = {**NOW, "note": "有误", **opened(client, url)}
    make_interpretation(policy, world.drafter)
    from_now_on_public(world, policy, frozenset(p.pk for p in children(policy, live=False)))

    response = client.post(url, data)

    assert response.status_code == 409 and "有误" in text_of(response)
    assert not Release.objects.open().exists()


@pytest.mark.parametrize("change", [another_text, another_draft, one_less])
def test_a_list_of_old_sets_is_what_was_shown(world, draft, change):
    draft.formerly_published_at = "2019-05-01T00:00:00Z"
    draft.save()
    draft.save_revision(user=world.drafter)
    client, url = as_user(world.drafter), page_of("migrate", world.department.pk)
    data = {"policies": [draft.pk], **opened(client, url)}
    change(world, draft)

    response = client.post(url, data)

    assert response.status_code == 409 and CHANGES[change] in text_of(response)
    assert not Release.objects.exists()


@pytest.mark.parametrize("name", ["submit", "emergency"])
@pytest.mark.parametrize("shown", ["", "abc", "1/2:3", "0/0:" + "0" * 64])
def test_a_form_that_carries_nothing_acts_on_nothing(world, duty, draft, name, shown):
    client = duty if name == "emergency" else as_user(world.drafter)
    members = [draft.pk, *(page.pk for page in children(draft))]
    data = {"kind": "first", "reason": WHY, **NOW, "members": members, "shown": shown}

    response = client.post(page_of(name, draft.pk), data)

    assert response.status_code == 409
    assert not Release.objects.exists()


def test_a_made_up_form_learns_no_title_of_another_department(world, draft):
    foreign = make_policy(world, department=world.other_department, user=world.drafter2)
    members = [draft.pk, foreign.pk]
    shown = f"{draft.pk}/{foreign.pk}:{'0' * 64}"

    for name, args in (("submit", [draft.pk]), ("migrate", [world.department.pk])):
        data = {**NOW, "members": members, "policies": members, "shown": shown}
        response = as_user(world.drafter).post(page_of(name, *args), data)

        assert foreign.title not in text_of(response)


@pytest.fixture
def release(world):
    return submit_set(world, make_set(world))


def approve_data(release):
    step = release.steps.undecided().first()
    return {"step": step.pk, "decision": "approve", "opinion": "同意这个时间"}


def test_a_step_is_not_approved_for_another_time_than_was_shown(world, release):
    client = as_user(world.leader)
    data = {**approve_data(release), **opened(client, page_of("detail", release.pk))}
    set_time(release.pk, world.editor, tomorrow())

    response = client.post(page_of("decide", release.pk), data)

    release.refresh_from_db()
    assert response.status_code == 409
    assert "同意这个时间" in text_of(response)
    assert not release.steps.first().decision


def test_what_would_have_waited_is_not_released_at_once_untold(world, monkeypatch):
    release = submit_set(world, make_set(world), scheduled_for=tomorrow())
    client = as_user(world.leader)
    data = {**approve_data(release), **opened(client, page_of("detail", release.pk))}
    monkeypatch.setattr(timezone, "now", lambda: release.scheduled_for + timedelta(days=1))

    assert client.post(page_of("decide", release.pk), data).status_code == 409


def test_what_was_approved_meanwhile_is_not_taken_back_untold(world, release):
    client = as_user(world.drafter)
    data = {"opinion": "还要改", **opened(client, page_of("detail", release.pk))}
    decide(release.steps.first().pk, world.leader, "approve")

    response = client.post(page_of("take_back", release.pk), data)

    release.refresh_from_db()
    assert response.status_code == 409 and "还要改" in text_of(response)
    assert release.is_open


def test_a_time_is_not_set_over_one_that_a_colleague_has_just_set(world):
    release = approved_set(world, scheduled_for=tomorrow())
    client = as_user(world.editor)
    data = {"when": "now", "why": "马上发", **opened(client, page_of("detail", release.pk))}
    colleague = UserFactory(groups=[group.name for group in world.editor.groups.all()])
    set_time(release.pk, colleague, release.due_at + timedelta(days=1))

    response = client.post(page_of("time", release.pk), data)

    release.refresh_from_db()
    assert response.status_code == 409 and "马上发" in text_of(response)
    assert release.state == ReleaseState.APPROVED


def test_departments_that_a_colleague_has_just_asked_are_not_dropped_untold(world, draft):
    client = as_user(world.drafter)
    page = text_of(client.get(page_of("set", draft.pk)))
    stale = {"shown": SHOWN.search(page)[1]}
    asked = {"departments": [world.other_department.pk]}
    as_user(world.drafter).post(page_of("join", draft.pk), asked)

    response = client.post(page_of("join", draft.pk), stale)

    assert response.status_code == 409
    assert world.other_department.title in text_of(response)
    assert draft.joint_departments.count() == 1
