"""The public rows of a document's clauses, and their addresses: written by releases alone."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interpretations.guard import triggers
from interpretations.models import Clause, clauses_of
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.audit.public_state import violations
from tests.clauses.test_saved import OFFICE, PURPOSE, RENT, SCOPE, articles, draft
from tests.factories import (
    correct,
    fresh,
    hand_over,
    make_policy,
    release_kind,
    released_set,
    rerelease,
    withdraw,
)
from tests.support.behind import run

pytestmark = pytest.mark.django_db


def standing(policy):
    """fragment -> words of each clause that readers have."""
    rows = Clause.objects.filter(policy=policy.pk, removed_on__isnull=True)
    return {row.fragment: row.text for row in rows}


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world, body=articles(PURPOSE, SCOPE, OFFICE)).policy


@pytest.fixture
def policy(world, built):
    return fresh(built)


def test_a_release_writes_the_clauses_of_its_document(policy):
    assert standing(policy) == {"第一条": PURPOSE, "第二条": SCOPE, "第三条": OFFICE}
    assert [row.identity for row in Clause.objects.filter(policy=policy)] == [
        clause.identity for clause in clauses_of(policy)
    ]


def test_a_draft_has_no_public_clauses(world):
    assert not Clause.objects.filter(policy=make_policy(world)).exists()


def test_a_new_article_gets_another_address_than_the_one_that_had_its_number(world, policy):
    correct(world, policy, body=articles(PURPOSE, RENT, SCOPE, OFFICE))

    assert standing(policy) == {
        "第一条": PURPOSE, "第二条-2": RENT, "第二条": SCOPE, "第三条": OFFICE,
    }  # fmt: skip
    numbers = dict(Clause.objects.filter(policy=policy).values_list("fragment", "number"))
    assert (numbers["第二条"], numbers["第二条-2"]) == ("第三条", "第二条")


def test_a_removed_clause_keeps_its_row_its_words_and_the_day(world, policy):
    correct(world, policy, body=articles(PURPOSE, OFFICE))

    row = Clause.objects.get(policy=policy, fragment="第二条")
    assert (row.text, row.removed_on) == (SCOPE, timezone.localdate())


def test_the_address_of_a_removed_clause_is_given_to_no_other(world, policy):
    correct(world, policy, body=articles(PURPOSE, OFFICE))
    correct(world, policy, body=articles(PURPOSE, RENT, OFFICE))

    assert Clause.objects.get(policy=policy, text=RENT).fragment == "第二条-2"


def test_a_removed_clause_that_a_revert_brings_back_has_its_address_again(world, policy):
    first = policy.live_revision
    correct(world, policy, body=articles(PURPOSE, OFFICE))
    page = draft(policy)
    page.body = first.as_object().body
    page.save_revision(user=world.drafter, previous_revision=first)

    release_kind(
        world, fresh(policy), ReleaseKind.CORRECTION, page_ids=[policy.pk], note="恢复第二条。"
    )

    assert standing(policy) == {"第一条": PURPOSE, "第二条": SCOPE, "第三条": OFFICE}


def test_withdrawing_takes_the_clauses_off_and_keeps_their_addresses(world, policy):
    before = standing(policy)
    withdraw(world, policy)

    assert standing(policy) == {}
    rerelease(world, fresh(policy))
    assert standing(policy) == before


def test_a_transfer_changes_no_clause(world, policy):
    before = list(Clause.objects.filter(policy=policy).values())

    hand_over(world, policy)

    assert list(Clause.objects.filter(policy=policy).values()) == before


@pytest.mark.parametrize(
    "write",
    [
        lambda policy: policy.clauses.update(text="改过"),
        lambda policy: policy.clauses.all().delete(),
        lambda policy: policy.clauses.create(identity="x", fragment="y", position=9),
    ],
)
def test_nobody_but_a_release_writes_a_clause(policy, write):
    with pytest.raises(IntegrityError, match="guard:only_by_release"), transaction.atomic():
        write(policy)


@pytest.mark.violates
@pytest.mark.parametrize("column", ["text", "removed_on", "fragment"])
def test_the_audit_finds_a_doctored_row_of_a_removed_clause(world, policy, column):
    correct(world, policy, body=articles(PURPOSE, OFFICE))
    key = Clause.objects.get(policy=policy, fragment="第二条").pk
    triggers.remove()
    value = "2020-01-01" if column == "removed_on" else "改过"
    run(f"UPDATE interpretations_clause SET {column} = %s WHERE id = %s", value, key)
    triggers.install()

    assert {found.problem for found in violations()} == {"a removed clause is not kept as it was"}


@pytest.mark.violates
def test_the_audit_finds_that_a_removed_clause_is_gone(world, policy):
    correct(world, policy, body=articles(PURPOSE, OFFICE))
    key = Clause.objects.get(policy=policy, fragment="第二条").pk
    triggers.remove()
    run("DELETE FROM interpretations_clause WHERE id = %s", key)
    triggers.install()

    assert {found.problem for found in violations()} == {"a removed clause is not kept as it was"}


def test_what_was_pinned_before_there_were_identities_is_released_with_derived_ones(world):
    page = make_policy(world, body=articles(PURPOSE, SCOPE))
    revision = page.latest_revision
    content = dict(revision.content)
    del content["clause_identities"], content["clauses_retired"]
    revision.content = content
    revision.save()
    page.contributions.all().delete()

    derived = [clause.identity for clause in clauses_of(draft(page))]

    assert derived == [clause.identity for clause in clauses_of(revision.as_object())]
    assert len({*derived}) == 2
