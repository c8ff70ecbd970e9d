"""Whoever was a moment too late finds everything they typed in a field of the answer.

Walks over every form of the desk that takes words; a new one has to be added here.
"""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from interpretations.models import PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.review.decide import decide
from interpretations.releases.review.end import take_back
from media.models import Recording
from tests.doors.forms import TYPED as TITLE
from tests.doors.forms import policy_form
from tests.doors.known import ADDRESSES, OWN
from tests.editorial import drops
from tests.editorial.desk import (
    NOW,
    as_user,
    duty_officer,
    page_of,
    public_set,
    ready_for,
    sign,
    text_of,
)
from tests.editorial.drops import dropped, screen, sent, upload
from tests.factories import make_policy, make_set, submit_kind, submit_set
from tests.media.shown import picture_of, set_with_files
from tests.recordings.test_desk import freeze, meanwhile, ready

pytestmark = pytest.mark.django_db
WORDS = "只打在这里的几句话"

# Forms in which nobody writes: they hold ticks and choices, or one button.
WITHOUT_WORDS = {
    "releases:migrate",
    "releases:end_deputation",
    "releases:join",
    "releases:repeal",
    "releases:resume",
    "releases:write",
    "releases:undo",
    "releases:drops",
    "releases:forget_drop",
    "releases:replace",
    "releases:replacement",
    "media_desk:retry_recording",
    "media_desk:delete_recording",
    # Scripts send these; what was typed stays in the page that they belong to.
    "releases:pasted",
    "releases:clauses",
    "media_desk:begin_upload",
    "media_desk:upload",
    "media_desk:captions",
    "media_desk:captions_draft",
    "media_desk:chart_preview",
    "media_desk:chart_file",
}


class Fields(HTMLParser):
    """What stands in the fields of a page that a person can read, copy and send."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.is_open = [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "input" and named.get("type") != "hidden":
            self.texts.append(named.get("value") or "")
        self.is_open = tag == "textarea"

    def handle_endtag(self, tag):
        self.is_open = False

    def handle_data(self, data):
        if self.is_open:
            self.texts.append(data.strip())


def told(page, pk):
    """What a page tells, without what is another in each answer."""
    token = re.compile(r'csrfmiddlewaretoken" value="[^"]*"')
    return token.sub("", page.partition("<main")[2]).replace(f"/{pk}/", "/")


def day(days=1):
    return f"{timezone.localtime(timezone.now() + timedelta(days=days)):%Y-%m-%d} 09:00"


def decided(world, monkeypatch):
    release = submit_set(world, make_set(world))
    data = {"step": release.steps.first().pk, "decision": "return", "opinion": WORDS}
    decide(release.steps.first().pk, world.leader, "approve")
    return world.leader, page_of("decide", release.pk), data


def returned_meanwhile(world, monkeypatch):
    release = submit_set(world, make_set(world))
    decide(release.steps.first().pk, world.leader, "return", "还要改")
    return world.drafter, page_of("take_back", release.pk), {"opinion": WORDS}


def ended(world, monkeypatch):
    release = submit_set(world, make_set(world))
    take_back(release.pk, world.drafter, "还要改")
    data = {"when": "later", "scheduled_for": day(), "why": WORDS}
    return world.editor, page_of("time", release.pk), data


def submitted_meanwhile(world, monkeypatch):
    policy = make_set(world)
    data = {
        **NOW,
        "members": [policy.pk],
        f"exempt-note-{policy.pk}": WORDS,
        "not_before": day(),
    }
    submit_set(world, policy)
    return world.drafter, page_of("submit", policy.pk), data


def public_meanwhile(world, monkeypatch):
    policy = make_set(world)
    sign(world, submit_set(world, policy))
    data = {**NOW, "members": [policy.pk], f"exempt-note-{policy.pk}": WORDS}
    return world.drafter, page_of("submit", policy.pk), data


def withdrawn_meanwhile(world, monkeypatch):
    policy, url, data = ready_for(world, ReleaseKind.CORRECTION)
    sign(world, submit_kind(world, policy, ReleaseKind.WITHDRAWAL, note="有误"))
    return world.drafter, url, {**data, "note": WORDS}


def taken_off_meanwhile(world, monkeypatch):
    policy = public_set(world)
    sign(world, submit_kind(world, policy, ReleaseKind.WITHDRAWAL, note="有误"))
    data = {"kind": "withdrawal", "reason": WORDS, "note": f"{WORDS}，给公众"}
    return duty_officer(), page_of("emergency", policy.pk), data


def sent_already(world, monkeypatch):
    policy = make_set(world)
    sign(world, submit_set(world, policy))
    return duty_officer(), page_of("emergency", policy.pk), {"kind": "first", "reason": WORDS}


def frozen_film(world, monkeypatch):
    recording = ready(world)
    freeze(recording)
    url = reverse("media_desk:recording", args=[recording.pk])
    return world.drafter, url, {"title": WORDS, "credit": f"{WORDS}署名"}


def deleted_film(world, monkeypatch):
    recording = ready(world)
    meanwhile(monkeypatch, lambda one: Recording.objects.filter(pk=one.pk).delete(), recording)
    url = reverse("media_desk:recording", args=[recording.pk])
    return world.drafter, url, {"title": WORDS}


def refused_deputation(world, monkeypatch):
    data = {"deputy": world.drafter2.pk, "starts": "2020-01-01", "ends": "2019-01-01"}
    return world.leader, page_of("deputies"), data


def drafted_meanwhile(world, monkeypatch):
    client = as_user(world.drafter)
    first, second = (dropped(client, upload("电梯.txt")) for _ in range(2))
    sent(client, first)
    fields = drops.Fields(text_of(screen(client, second))).values
    return world.drafter, f"{drops.PATH}{second.pk}/", {**fields, "f0-plan_outline": WORDS}


TOO_LATE = {
    "releases:drop": [drafted_meanwhile],
    "releases:decide": [decided],
    "releases:take_back": [returned_meanwhile],
    "releases:time": [ended],
    "releases:submit": [submitted_meanwhile, public_meanwhile, withdrawn_meanwhile],
    "releases:emergency": [taken_off_meanwhile, sent_already],
    "releases:deputies": [refused_deputation],
    "media_desk:recording": [frozen_film, deleted_film],
}
TYPED = ("opinion", "why", "note", "reason", "title", "credit", "not_before", "scheduled_for",
         "starts", "ends", "f0-plan_outline")  # fmt: skip


@pytest.mark.parametrize(
    "too_late", [way for ways in TOO_LATE.values() for way in ways], ids=lambda way: way.__name__
)
def test_what_was_typed_stands_in_the_answer(world, monkeypatch, too_late):
    user, url, data = too_late(world, monkeypatch)

    response = as_user(user).post(url, data)

    stays = Fields(text_of(response)).texts
    typed = {text for name, text in data.items() if name in TYPED or name.startswith("exempt-note")}
    assert response.status_code in (409, 422)
    assert typed and typed <= set(stays)


def test_every_form_of_the_desk_is_known_here():
    own = {name for name, how in ADDRESSES.items() if how == OWN}

    assert own == set(TOO_LATE) | WITHOUT_WORDS


def test_a_picture_that_was_frozen_meanwhile_gives_its_words_back(world):
    image = picture_of(world)
    submit_set(world, set_with_files(world, image))
    url = reverse("wagtailimages:edit", args=[image.pk])

    response = as_user(world.drafter).post(url, {"title": WORDS, "collection": image.collection_id})

    assert response.status_code == 409
    assert WORDS in Fields(text_of(response)).texts


def test_whom_the_database_refused_gets_their_words_back_too(world, monkeypatch):
    policy, image = make_set(world), picture_of(world)

    def refused_by_a_trigger(*_args, **_kwargs):
        PolicyPage.objects.filter(pk=policy.pk).update(live=True)

    monkeypatch.setattr(type(image), "save", refused_by_a_trigger)
    url = reverse("wagtailimages:edit", args=[image.pk])
    response = as_user(world.drafter).post(url, {"title": WORDS, "collection": image.collection_id})

    assert response.status_code == 409
    assert WORDS in Fields(text_of(response)).texts


def gone_meanwhile(world):
    policy = make_policy(world)
    policy.delete()
    return world.drafter, policy.pk


def without_rights(world):
    policy = make_policy(world)
    world.drafter.groups.set(world.drafter2.groups.all())
    return world.drafter, policy.pk


def passed_on(world):
    policy = public_set(world)
    target = world.other_department.pk
    sign(world, submit_kind(world, policy, ReleaseKind.TRANSFER, target_department=target))
    return world.drafter, policy.pk


@pytest.mark.parametrize("became", [gone_meanwhile, without_rights, passed_on])
def test_words_for_a_page_that_is_gone_or_of_others_now_come_back(world, became):
    user, pk = became(world)
    url = reverse("wagtailadmin_pages:edit", args=[pk])

    response = as_user(user).post(url, policy_form())

    assert response.status_code in (403, 404)
    assert TITLE in Fields(text_of(response)).texts
    assert "这一次没有保存" in text_of(response)


def whose_set_is_of_others(world):
    url, data = page_of("submit", make_set(world).pk), {**NOW, "exempt-note-1": WORDS}
    world.drafter.groups.set(world.drafter2.groups.all())
    return world.drafter, url, data


def whose_group_was_taken_away(world):
    release = submit_set(world, make_set(world))
    data = {"step": release.steps.first().pk, "decision": "return", "opinion": WORDS}
    world.leader.groups.set(world.drafter2.groups.all())
    return world.leader, page_of("decide", release.pk), data


def who_is_on_duty_no_more(world):
    policy, user = make_set(world), duty_officer()
    user.groups.clear()
    user.groups.add(*world.drafter.groups.all())
    return user, page_of("emergency", policy.pk), {"kind": "first", "reason": WORDS}


@pytest.mark.parametrize(
    "became", [whose_set_is_of_others, whose_group_was_taken_away, who_is_on_duty_no_more]
)
def test_words_of_whom_may_not_any_more_come_back(world, became):
    user, url, data = became(world)

    response = as_user(user).post(url, data)

    assert response.status_code in (403, 404)
    assert WORDS in Fields(text_of(response)).texts


def test_whoever_may_not_guess_a_page_learns_nothing_from_their_own_words(world):
    hidden = make_policy(world, department=world.other_department).pk
    never, form = hidden + 10_000, policy_form()

    def answered(pk):
        url = reverse("wagtailadmin_pages:edit", args=[pk])
        response = as_user(world.drafter).post(url, form)
        return response.status_code, told(text_of(response), pk)

    assert answered(hidden) == answered(never)
