"""Whatever somebody posts, copies, moves or types, no clause gets another one's identity."""

import json

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from interpretations.models import Clause, PolicyPage, PolicyRelation, clauses_of
from interpretations.models.clauses import settle
from interpretations.models.kinds import ReleaseKind
from tests.clauses.test_saved import OFFICE, PURPOSE, RENT, SCOPE, articles, by_text, draft
from tests.doors.forms import page_form
from tests.editorial.desk import as_user
from tests.factories import (
    correct,
    edit,
    fresh,
    history,
    make_policy,
    make_set,
    migrate,
    release_kind,
    released_set,
    rerelease,
    withdraw,
)

pytestmark = pytest.mark.django_db
AUTOSAVE = {"accept": "application/json"}
ONE_ID = "11111111-1111-4111-8111-111111111111"
MANY = 5000


def lines(*texts):
    return [("text", RichText("".join(f"<p>{text}</p>" for text in texts)))]


def addresses(policy):
    """The address of each clause that readers have or had, by its words."""
    return dict(Clause.objects.filter(policy=policy.pk).values_list("text", "fragment"))


@pytest.mark.parametrize("headers", [{}, AUTOSAVE], ids=["saved", "autosaved"])
def test_identities_in_a_posted_form_are_not_looked_at(world, headers):
    policy = make_policy(world, body=articles(PURPOSE, SCOPE))
    before = by_text(policy)
    foreign = json.dumps(draft(make_policy(world, body=articles(RENT))).clause_identities)
    text = "".join(block[1].source for block in articles(PURPOSE, RENT, SCOPE))
    posted = {"clause_identities": foreign, "clauses_retired": foreign}
    data = page_form(policy, body=streamfield([("text", rich_text(text))])) | posted

    url = reverse("wagtailadmin_pages:edit", args=[policy.pk])
    as_user(world.drafter).post(url, data, headers=headers)

    after = by_text(policy)
    assert after.keys() == {PURPOSE, RENT, SCOPE}
    assert {text: after[text] for text in before} == before
    assert after[RENT] not in foreign


@pytest.mark.parametrize("way", ["", "both/"])
def test_blocks_with_one_id_show_each_clause_once_at_its_own_address(world, client, way):
    body = [
        {"type": "text", "id": ONE_ID, "value": f"<p>第一条　{PURPOSE}</p>"},
        {"type": "table", "id": ONE_ID, "value": {"caption": "", "cells": "甲\t乙\n1\t2"}},
        {"type": "text", "id": ONE_ID, "value": f"<p>第二条　{SCOPE}</p><p>第三条　{OFFICE}</p>"},
    ]
    policy = released_set(world, body=json.dumps(body)).policy

    html = client.get(policy.url + way).content.decode()

    assert [html.count(words) for words in (PURPOSE, SCOPE, OFFICE)] == [1, 1, 1]
    for number, words in (("第一条", PURPOSE), ("第二条", SCOPE), ("第三条", OFFICE)):
        assert f'<p id="{number}">{number}　{words}</p>' in html


def test_unseen_signs_in_a_number_are_no_part_of_it(world, client):
    texts = (
        "第" + "\u200b" * 500 + f"一条　{PURPOSE}",
        f"第\u202e二\u202c条　{SCOPE}",
        f"\u200f第三条　{OFFICE}",
        f"第四\u200e条\u2066　{RENT}",
    )
    policy = released_set(world, body=lines(*texts)).policy

    shown = [(clause.number, clause.path, clause.fragment) for clause in clauses_of(fresh(policy))]
    assert shown == [(f"第{n}条",) * 3 for n in "一二三四"]
    assert client.get(policy.url).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "第{n}条　第{n}号事项由市数据局办理。",
        "第一条　同样的话。",
        "第一条　第{n}号事项由市数据局会同有关部门办理。",
    ],
    ids=["numbered", "all the same", "one number"],
)
def test_five_thousand_clauses_have_as_many_identities_and_addresses(text):
    page = PolicyPage(body=lines(*(text.format(n=at) for at in range(1, MANY + 1))))

    settle(page, None)

    entries = page.clause_identities
    assert len({entry["id"] for entry in entries}) == MANY
    assert len({entry["fragment"] for entry in entries}) == MANY


def test_a_clause_of_fifty_thousand_signs_is_known_again_elsewhere(world):
    long = "".join(f"第{at}号事项由市数据局办理，" for at in range(3500))
    policy = make_policy(world, body=articles(long, SCOPE))
    before = [*by_text(policy).values()]

    edit(policy, world.drafter, body=articles(RENT, long.replace("办理", "受理"), SCOPE))

    assert len(long) > 50_000
    assert [*by_text(policy).values()][1:] == before


def test_clauses_that_a_correction_swaps_keep_identity_and_address(world):
    policy = released_set(world, body=articles(PURPOSE, SCOPE, OFFICE)).policy
    before, public = by_text(policy), addresses(policy)

    correct(world, policy, body=articles(SCOPE, PURPOSE, OFFICE))

    assert by_text(policy) == before
    assert addresses(policy) == public


def test_swapped_clauses_that_nobody_saved_have_the_identity_of_their_words(world):
    policy = make_policy(world, body=articles(PURPOSE, SCOPE, OFFICE))
    before = by_text(policy)
    typed = draft(policy)

    typed.body = articles(SCOPE, PURPOSE, OFFICE)

    assert {clause.text: clause.identity for clause in clauses_of(typed)} == before


def test_two_documents_with_one_text_share_no_identity(world):
    one, other = (make_policy(world, body=articles(PURPOSE, SCOPE)) for _ in range(2))

    assert not {*by_text(one).values()} & {*by_text(other).values()}


def test_a_copy_in_another_department_has_its_own_clauses_wherever_it_is_moved(world):
    policy = released_set(world, body=articles(PURPOSE, SCOPE)).policy
    elsewhere = {"to": world.other_department, "update_attrs": {"slug": "copy"}}
    copy = policy.copy(**elsewhere, keep_live=False)
    own = by_text(copy)

    fresh(copy).move(world.department, pos="last-child")
    edit(copy, world.drafter, body=articles(RENT, PURPOSE, SCOPE))

    after = by_text(copy)
    assert not {*own.values()} & {*by_text(policy).values()}
    assert {text: after[text] for text in own} == own
    assert addresses(copy) == {}


def test_a_revert_to_a_draft_from_before_the_release_takes_no_public_address(world):
    policy = make_set(world, body=articles(PURPOSE, SCOPE, OFFICE))
    old, first = fresh(policy).latest_revision, by_text(policy)
    edit(policy, world.drafter, body=articles(PURPOSE, RENT))
    release_kind(world, fresh(policy), ReleaseKind.FIRST)
    page = draft(policy)
    page.body = old.as_object().body
    page.save_revision(user=world.drafter, previous_revision=old)

    release_kind(
        world, fresh(policy), ReleaseKind.CORRECTION, page_ids=[policy.pk], note="恢复第二条。"
    )

    assert by_text(policy) == first
    assert addresses(policy) == {
        PURPOSE: "第一条", RENT: "第二条", SCOPE: "第二条-2", OFFICE: "第三条",
    }  # fmt: skip


def test_a_withdrawn_document_comes_back_under_its_addresses(world):
    policy = released_set(world, body=articles(PURPOSE, SCOPE, OFFICE)).policy
    before = by_text(policy)
    withdraw(world, policy)
    edit(policy, world.drafter, body=articles(OFFICE, PURPOSE, RENT))

    rerelease(world, fresh(policy))

    after = by_text(policy)
    assert {text: after[text] for text in (OFFICE, PURPOSE)} == {
        text: before[text] for text in (OFFICE, PURPOSE)
    }
    assert addresses(policy) == {
        PURPOSE: "第一条", SCOPE: "第二条", OFFICE: "第三条", RENT: "第三条-2",
    }  # fmt: skip


def test_a_migrated_document_that_is_repealed_and_comes_back_keeps_its_clauses(world):
    policy = history(world, interpretations=1, body=articles(PURPOSE, SCOPE, OFFICE))
    migrate(world, [policy])
    before, public = by_text(policy), addresses(policy)
    repeals = PolicyRelation(kind="repeals", target=fresh(policy))
    release_kind(world, make_set(world, relations=[repeals]), ReleaseKind.FIRST)

    withdraw(world, fresh(policy))
    rerelease(world, fresh(policy))

    assert by_text(policy) == before
    assert addresses(policy) == public
    assert not Clause.objects.filter(policy=policy.pk, removed_on__isnull=False).exists()
