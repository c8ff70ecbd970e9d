"""The address of each clause, in the stored text and on the pages that show it."""

import re

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from interpretations.blocks.anchors import anchored, anchors_of
from interpretations.clauses import identities
from interpretations.clauses.body import tree_of
from interpretations.models import Clause, clauses_of
from tests.clauses.test_saved import OFFICE, PURPOSE, RENT, SCOPE, articles
from tests.factories import (
    correct,
    edit,
    fresh,
    make_policy,
    released_set,
    rerelease,
    withdraw,
)

TABLE = {"caption": "", "cells": "甲\t乙\n1\t2"}


def shown(html):
    """The text of one block with the addresses that saving it would give."""
    body = [{"type": "text", "id": "b", "value": html}]
    clauses = tree_of(body).clauses
    entries = identities.entries_of(clauses, [clause.id for clause in clauses], [])
    return anchored(html, anchors_of(entries)["b"])


def test_the_element_that_a_clause_begins_has_its_address():
    html = '<p data-block-key="a">第一条　甲</p><p class="b">　第二条　乙</p>'

    assert shown(html) == (
        '<p id="第一条" data-block-key="a">第一条　甲</p><p id="第二条" class="b">　第二条　乙</p>'
    )


def test_a_clause_inside_an_element_gets_a_mark_where_it_begins():
    html = "<p>第一条　甲 &amp; 乙。<br/><b>第二条</b>　丙</p>"

    assert shown(html) == (
        '<p id="第一条">第一条　甲 &amp; 乙。<br/><b><span id="第二条"></span>第二条</b>　丙</p>'
    )


def test_words_outside_any_element_get_a_mark():
    assert shown("第一条　甲<p>第二条　乙</p>") == (
        '<span id="第一条"></span>第一条　甲<p id="第二条">第二条　乙</p>'
    )


@pytest.mark.parametrize("is_mark", [True, False])
def test_an_address_cannot_leave_its_attribute(is_mark):
    hostile = {"fragment": '"><script>', "at": 2, "mark": is_mark}

    assert "<script" not in anchored("<p>甲</p>", [hostile])


@pytest.fixture(scope="module")
def built(shared_world):
    body = [*articles(PURPOSE, SCOPE, OFFICE), ("table", TABLE)]
    return released_set(shared_world, body=body).policy


@pytest.fixture
def policy(world, built):
    return fresh(built)


def ids(client, address):
    html = client.get(address).content.decode()
    return re.findall(r'<(\w+) id="(第[^"]*)"', html)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["", "both/"])
def test_a_public_page_shows_the_address_of_each_clause(client, policy, way):
    assert ids(client, policy.url + way) == [("p", "第一条"), ("p", "第二条"), ("p", "第三条")]


@pytest.mark.django_db
def test_a_page_says_which_clause_a_correction_removed_and_when(world, client, policy):
    correct(world, policy, body=articles(PURPOSE, RENT, OFFICE))

    html = client.get(policy.url).content.decode()

    day = timezone.localdate()
    line = f'<li id="第二条">第二条已于{day.year}年{day.month}月{day.day}日删去</li>'
    assert line in html
    assert ('<p id="第二条-2"') in html


@pytest.mark.django_db
def test_a_set_released_again_says_which_clauses_went_while_it_was_withdrawn(world, client, policy):
    withdraw(world, policy)
    edit(policy, world.drafter, body=articles(PURPOSE, SCOPE))
    rerelease(world, fresh(policy))

    assert '<li id="第三条">第三条已于' in client.get(fresh(policy).url).content.decode()


@pytest.mark.django_db
def test_a_text_that_begins_with_a_table_has_an_address_there(world, client):
    policy = released_set(world, body=[("table", TABLE), ("text", RichText("<p>完。</p>"))]).policy

    assert ("span", "第1段") in ids(client, policy.url)


@pytest.mark.django_db
def test_a_page_released_before_there_were_identities_shows_addresses(world, client, policy):
    page = fresh(policy)
    page.clause_identities = []

    assert [clause.identity for clause in clauses_of(page)] == [
        row.identity for row in Clause.objects.filter(policy=policy)
    ]


@pytest.mark.django_db
def test_a_preview_shows_the_addresses_of_what_is_typed(world):
    page = make_policy(world, body=articles(PURPOSE, SCOPE)).get_latest_revision_as_object()
    page.body = articles(RENT, PURPOSE, SCOPE)

    html = page.make_preview_request().content.decode()

    assert re.findall(r'<p id="(第[^"]*)"', html) == ["第一条", "第二条", "第三条"]


@pytest.mark.django_db
def test_a_preview_says_which_public_clause_it_takes_from_readers(world, policy):
    edit(policy, world.drafter, body=articles(PURPOSE, OFFICE))
    line = '<li id="第二条">第二条将在发布时删去</li>'

    typed = fresh(policy).get_latest_revision_as_object()

    assert line in typed.make_preview_request().content.decode()
    assert "将在发布时删去" not in fresh(policy).make_preview_request().content.decode()


@pytest.mark.django_db
def test_a_preview_keeps_the_day_of_what_was_removed_before(world, policy):
    correct(world, policy, body=articles(PURPOSE, OFFICE))
    edit(policy, world.drafter, body=articles(PURPOSE))

    html = fresh(policy).get_latest_revision_as_object().make_preview_request().content.decode()

    gone = re.findall(r'<li id="(第.条)">第.条(已于|将在)', html)
    assert gone == [("第二条", "已于"), ("第三条", "将在")]


@pytest.mark.django_db
def test_the_api_gives_the_clauses_with_their_addresses(client, policy):
    answer = client.get(f"/api/v2/pages/{policy.pk}/").json()["clauses"]

    assert answer == [
        {
            "id": clause.identity, "path": clause.path, "number": clause.number,
            "level": clause.level, "heading": clause.heading, "fragment": clause.fragment,
            "parent": clause.parent,
        }
        for clause in clauses_of(policy)
    ]  # fmt: skip
    assert len(answer) == 3
