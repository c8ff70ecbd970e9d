"""What a person decided about a text outlives the moment in which the text is empty."""

import re
from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from interpretations.models.clause_fields import EVIDENT, NO, SHOWN, YES, name_of
from interpretations.models.clause_links import Link, stored
from tests.doors.forms import page_form
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import edit, make_interpretation
from tests.linking.sets import ARTICLES, QUOTED, citing, document, draft, identity, links_of

pytestmark = pytest.mark.django_db


def link_to(policy, label):
    return Link("key_points", policy.pk, identity(policy, label))


@pytest.fixture(scope="module")
def built(shared_world):
    """A draft document, and a draft in which somebody confirmed a link and refused another."""
    policy = document(shared_world)
    answers = {
        "clause_links": stored([link_to(policy, "第三条")]),
        "clause_links_dropped": stored([link_to(policy, "第二条")]),
    }
    return policy, citing(shared_world, policy, **answers)


@pytest.fixture
def policy(world, built):
    return deepcopy(built[0])


@pytest.fixture
def page(world, built):
    return deepcopy(built[1])


@pytest.fixture
def confirmed(policy):
    return link_to(policy, "第三条")


@pytest.fixture
def refused(policy):
    return link_to(policy, "第二条")


def shown(html):
    """What a browser sends of the panels that stand in this text, nothing touched."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = (re.search(rf'{one}="([^"]*)"', tag) for one in ("name", "value"))
        chosen = 'type="hidden"' in tag or " checked" in tag
        if chosen and name and name[1].startswith("clause"):
            fields.setdefault(name[1], []).append(value[1])
    return fields


def opened(client, page):
    return shown(text_of(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))))


def save(client, page, answers, **fields):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, page_form(page, **fields) | answers).status_code == 302


def test_links_and_refusals_outlive_a_saved_draft_without_their_words(
    world, page, confirmed, refused
):
    client = as_user(world.drafter)
    save(client, page, opened(client, page), key_points=rich_text(""))
    save(client, page, opened(client, page), key_points=rich_text(QUOTED))
    assert links_of(page) == [confirmed]
    assert Link.read(draft(page).clause_links_dropped) == (refused,)


def test_links_of_a_block_of_the_body_outlive_it_too(world, policy):
    page = make_interpretation(policy, world.drafter, body=[("text", RichText(QUOTED))])
    key = draft(page).body[0].id
    link = Link(key, policy.pk, identity(policy, "第三条"))
    edit(page, world.drafter, clause_links=stored([link]))
    client = as_user(world.drafter)
    for words in ("", QUOTED):
        body = streamfield([("text", rich_text(words))]) | {"0-id": key}
        save(client, page, opened(client, page), body=body)
    assert links_of(page) == [link]


def test_a_choice_that_is_not_saved_outlives_the_list_of_an_empty_block(world, page, confirmed):
    client = as_user(world.drafter)
    sent = opened(client, page) | {name_of(confirmed): NO}
    for words in ("", QUOTED):
        form = page_form(page, key_points=rich_text(words)) | sent
        sent = {SHOWN: "1"} | shown(client.post(page_of("clauses", page.pk), form).json()["html"])
        assert sent[name_of(confirmed)] == [NO]


def test_a_link_of_a_block_that_was_taken_out_goes(world, policy):
    page = make_interpretation(policy, world.drafter, body=[("text", RichText(QUOTED))])
    link = Link(draft(page).body[0].id, policy.pk, identity(policy, "第三条"))
    edit(page, world.drafter, clause_links=stored([link]))
    client = as_user(world.drafter)
    save(client, page, opened(client, page) | {name_of(link): YES}, body=streamfield([]))
    assert links_of(page) == []
    assert name_of(link) not in opened(client, page)


@pytest.mark.parametrize("left", [[], ARTICLES[:2]])
def test_ticks_outlive_a_text_without_their_clause(world, policy, left):
    client, own = as_user(world.drafter), identity(policy, "第四条")
    edit(policy, world.drafter, clauses_self_evident=[own])
    for lines in (left, ARTICLES):
        words = "".join(f"<p>{line}</p>" for line in lines)
        body = streamfield([("text", rich_text(words))] if words else [])
        save(client, policy, opened(client, policy), body=body)
    assert draft(policy).clauses_self_evident == [own]


def test_a_tick_that_is_taken_away_is_gone(world, policy):
    client, own = as_user(world.drafter), identity(policy, "第四条")
    edit(policy, world.drafter, clauses_self_evident=[own])
    sent = opened(client, policy)
    assert sent.pop(EVIDENT) == [own]
    words = "".join(f"<p>{line}</p>" for line in ARTICLES)
    save(client, policy, sent, body=streamfield([("text", rich_text(words))]))
    assert draft(policy).clauses_self_evident == []
