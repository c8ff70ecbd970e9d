"""Links that come by another door than the form: each save looks at what it stores."""

from copy import deepcopy

import pytest

from interpretations.models import FurtherPolicy
from interpretations.models.clause_links import Link, stored
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.submission.join import join
from tests.factories import edit, fresh, make_interpretation, release_kind
from tests.linking.sets import (
    ARTICLES,
    body,
    document,
    draft,
    explain,
    identity,
    link_set,
    links_of,
    relink,
)

pytestmark = pytest.mark.django_db
FIELDS = ("clause_links", "clause_links_dropped")
GOOD = {"block": "key_points", "policy": 1, "clause": "abcdefghij"}
MALFORMED = [
    "abc",
    {"block": "key_points"},
    7,
    None,
    [None],
    [[]],
    ["key_points"],
    [{**GOOD, "block": 3}],
    [{**GOOD, "policy": "1"}],
    [{**GOOD, "policy": True}],
    [{**GOOD, "policy": -1}],
    [{**GOOD, "policy": 10**30}],
    [{**GOOD, "clause": "ABC"}],
    [{**GOOD, "clause": "a" * 17}],
    [{**GOOD, "clause": ""}],
    [{**GOOD, "more": 1}],
]


def public_with_a_secret_clause(world):
    """A public document with an unreleased clause more."""
    policy = release_kind(world, link_set(world, "第一条"), ReleaseKind.FIRST).policy
    edit(policy, world.drafter, body=body(*ARTICLES, "第五条　每平方米另补八百八十八元。"))
    return fresh(policy)


def explained_by_both_departments(world, secret):
    """An interpretation that both departments write; it explains `secret` too."""
    home = document(world, "第一条　另一份文件。", title="另一份文件")
    join(home.pk, world.drafter, [world.other_department.pk])
    return make_interpretation(home, world.drafter, further_policies=[FurtherPolicy(policy=secret)])


@pytest.fixture(scope="module")
def built(shared_world):
    secret = public_with_a_secret_clause(shared_world)
    return {
        "secret": secret,
        "page": explained_by_both_departments(shared_world, secret),
        "unlinked": explain(shared_world, document(shared_world)),
    }


@pytest.fixture
def secret(world, built):
    return deepcopy(built["secret"])


@pytest.fixture
def page(world, built):
    return deepcopy(built["page"])


@pytest.fixture
def unlinked(world, built):
    """A draft interpretation that explains no clause yet."""
    return deepcopy(built["unlinked"])


@pytest.mark.parametrize("value", MALFORMED, ids=repr)
def test_what_is_no_list_of_links_is_not_stored(world, unlinked, value):
    edit(unlinked, world.drafter, **dict.fromkeys(FIELDS, value))

    kept = draft(unlinked)
    assert [getattr(kept, field) for field in FIELDS] == [[], []]


@pytest.mark.parametrize("field", FIELDS)
def test_a_clause_that_is_nowhere_is_not_stored(world, unlinked, field):
    nowhere = Link("key_points", unlinked.policy.pk, "abcdefghij")

    edit(unlinked, world.drafter, **{field: stored([nowhere])})

    assert getattr(draft(unlinked), field) == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_clause_under_embargo_is_not_stored_for_who_may_not_see_it(world, page, secret, field):
    hidden = Link("key_points", secret.pk, identity(secret, "第五条"))

    edit(page, world.drafter2, **{field: stored([hidden])})

    assert getattr(draft(page), field) == []


def test_a_clause_under_embargo_is_stored_for_who_writes_it(world, page, secret):
    hidden = Link("key_points", secret.pk, identity(secret, "第五条"))

    relink(world, page, hidden)

    assert links_of(page) == [hidden]


def test_a_public_clause_is_stored_for_another_department(world, page, secret):
    public = Link("key_points", secret.pk, identity(secret, "第一条"))

    edit(page, world.drafter2, clause_links=stored([public]))

    assert links_of(page) == [public]


def test_a_link_of_a_colleague_stays_when_the_other_department_saves(world, page, secret):
    hidden = Link("key_points", secret.pk, identity(secret, "第五条"))
    relink(world, page, hidden)

    edit(page, world.drafter2, summary="新的一句。")

    assert links_of(page) == [hidden]


def _put_back(page, revision, user):
    restored = revision.as_object()
    restored.save_revision(user=user, previous_revision=revision)


def test_an_older_draft_is_put_back_with_its_links_by_who_writes_the_document(world):
    policy = document(world)
    page = explain(world, policy, "第四条")
    links, older = links_of(page), fresh(page).latest_revision
    relink(world, page)
    edit(policy, world.drafter, body=body("第一条　别的话，一句也不同。"))

    _put_back(page, older, world.drafter)

    assert links_of(page) == links


def test_an_older_draft_brings_no_clause_under_embargo_to_the_other_department(world, page, secret):
    relink(world, page, Link("key_points", secret.pk, identity(secret, "第五条")))
    older = fresh(page).latest_revision
    relink(world, page)

    _put_back(page, older, world.drafter2)

    assert links_of(page) == []


def test_links_that_stay_are_not_looked_up_again(world, monkeypatch):
    page = explain(world, document(world), "第二条", "第三条")
    looked = []
    monkeypatch.setattr(
        "interpretations.models.nameable.drafts_of", lambda *asked: looked.append(asked) or []
    )

    edit(page, world.drafter, summary="改过。")

    assert (looked, len(links_of(page))) == ([], 2)


@pytest.mark.parametrize("ticked", ["abc", 7, None, [{}], [[]], ["nowhere"]], ids=repr)
def test_a_tick_of_no_clause_is_not_stored(world, unlinked, ticked):
    policy = unlinked.policy

    edit(policy, world.drafter, clauses_self_evident=ticked)

    assert draft(policy).clauses_self_evident == []
