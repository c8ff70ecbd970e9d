"""The one door of written text: what cannot be stored or published does not come in."""

import json

import pytest
from django.test import RequestFactory
from django.urls import reverse

from media.examine.characters import storable, storable_all
from media.intake.characters import CharactersMiddleware
from tests.doors.forms import policy_form
from tests.editorial.desk import as_user
from tests.factories import fresh, make_policy


def rich_text(text):
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": []}
    content = {"blocks": [{**block, "entityRanges": []}], "entityMap": {}}
    return json.dumps(content)


def posted(**values):
    request = RequestFactory().post("/", values)
    CharactersMiddleware(lambda _request: None).process_view(request, None, (), {})
    return request


def test_a_query_reaches_no_view_with_a_sign_that_a_database_refuses():
    request = RequestFactory().get("/", {"q\x00": "甲\x00乙", "tag": ["\x00", "丙"]})
    CharactersMiddleware(lambda _request: None).process_view(request, None, (), {})

    assert dict(request.GET.lists()) == {"q�": ["甲�乙"], "tag": ["�", "丙"]}


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x1b", "\x7f", "\x9f", "\ufffe", "\uffff"])
def test_controls_and_what_is_no_character_are_dropped(sign):
    assert storable(f"甲{sign}乙") == "甲乙"


@pytest.mark.parametrize("sign", ["\ud800", "\udfff", "\ufdd0", "\U0001fffe", "\U0010ffff"])
def test_halves_of_pairs_and_reserved_places_are_dropped(sign):
    assert storable(f"甲{sign}乙") == "甲乙"


@pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u061c"])
def test_what_turns_the_direction_of_words_is_dropped(sign):
    assert storable(f"甲{sign}乙") == "甲乙"


@pytest.mark.parametrize("sign", ["\v", "\f", "\x85", "\u2028", "\u2029", "\r", "\r\n"])
def test_every_break_of_a_line_is_one(sign):
    assert storable(f"甲{sign}乙") == "甲\n乙"


@pytest.mark.parametrize("text", ["甲\t乙\n丙", "𠮷野家", "👨‍👩‍👧", "ｱ\u3000é", "\ufffd\ue000"])
def test_everything_else_stays(text):
    assert storable(text) == text


def test_texts_in_lists_and_dictionaries_are_reached():
    assert storable_all({"a\x00": ["甲\x0b", ("乙\ufffe", 1, None)]}) == {
        "a": ["甲\n", ["乙", 1, None]]
    }


def test_a_posted_text_comes_in_as_it_can_be_kept():
    assert posted(title="关于\v印发\ufffe的通知").POST["title"] == "关于\n印发的通知"


def test_every_value_of_a_name_is_kept():
    assert posted(member=["1", "2\x01"]).POST.getlist("member") == ["1", "2"]


def test_a_null_is_left_for_the_field_to_refuse():
    assert posted(title="甲\x00\v").POST["title"] == "甲\x00\v"


def test_rich_text_is_read_behind_its_escapes():
    content = json.loads(posted(text=rich_text("甲\v乙\ud800\ufffe丙")).POST["text"])

    assert content["blocks"][0]["text"] == "甲\n乙丙"


@pytest.mark.parametrize("text", ["{\\u000b", '{"a": "\\u000b"}', "{" * 100_000 + "\\u000b"])
def test_escapes_that_a_person_wrote_stay(text):
    assert posted(text=text).POST["text"] == text


@pytest.mark.django_db
def test_a_page_is_kept_without_them_in_fields_blocks_and_rich_text(world):
    policy = make_policy(world)
    form = policy_form(title="关于\ufffe住房的通知", issuers="甲\v乙")
    form["body-0-value"] = rich_text("第一条\ud800　正文。")

    response = as_user(world.drafter).post(
        reverse("wagtailadmin_pages:edit", args=[policy.pk]), form
    )

    draft = fresh(policy).get_latest_revision_as_object()
    assert response.status_code == 302
    assert (draft.title, draft.issuers) == ("关于住房的通知", "甲\n乙")
    assert "第一条　正文。" in str(draft.body[0].value)
