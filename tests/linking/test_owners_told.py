"""Whoever explains a clause that another set takes out is told by mail, after the release."""

import pytest
from django.core import mail

from interpretations.models import ClauseLink, PolicyPage
from interpretations.models.kinds import ItemAction
from interpretations.releases.audit.live_pages import live_page_violations
from interpretations.releases.execution.execute import execute
from interpretations.releases.pins.linked import left_behind
from interpretations.releases.pins.outcome import Move
from interpretations.releases.records import outbox
from tests.factories import approve, correct, fresh, submit_set, withdraw
from tests.linking.sets import ARTICLES, body, explain_elsewhere, identity, link_set, only
from tests.support.behind import doctor

pytestmark = pytest.mark.django_db


def released(world, policy, user=None):
    execute(approve(world, submit_set(world, policy, user=user)).pk)
    return PolicyPage.objects.get(pk=policy.pk)


def other_set(world, policy, label):
    """A public set of the other department whose interpretation explains a clause of this one."""
    page = explain_elsewhere(world, policy, label)
    released(world, page.policy, world.drafter2)
    return page


@pytest.fixture(scope="module")
def built(shared_world):
    policy = released(shared_world, link_set(shared_world, "第一条"))
    return policy, other_set(shared_world, policy, "第四条")


@pytest.fixture
def policy(world, built):
    """A public document; another department explains its last clause."""
    return fresh(built[0])


@pytest.fixture
def page(world, built):
    """The public interpretation of the other department."""
    return fresh(built[1])


def test_the_department_of_the_interpretation_gets_one_mail(world, policy):
    correct(world, policy, body=body(*ARTICLES[:3]))
    while outbox.deliver_waiting():
        pass
    told = [one for one in mail.outbox if "解读的条款没有了" in one.subject]
    assert {one.to[0] for one in told} == {world.drafter2.email, world.leader2.email}
    assert f"《{policy.title}》第四条" in told[0].body
    assert "/edit/" in told[0].body


def test_nobody_is_told_where_every_explained_clause_stays(world, policy):
    correct(world, policy, body=body(*ARTICLES, "第五条　本办法自公布之日起施行。"))
    while outbox.deliver_waiting():
        pass
    assert not [one for one in mail.outbox if "解读的条款没有了" in one.subject]


@pytest.mark.parametrize(
    ("action", "told"),
    [(ItemAction.PUBLISH, False), (ItemAction.REMOVE, False), (ItemAction.KEEP, True)],
)
def test_owners_are_told_only_of_what_their_own_release_does_not_mend(policy, page, action, told):
    document = Move(policy.pk, policy.pk, ItemAction.PUBLISH)
    found = left_behind([document, Move(page.pk, page.policy.pk, action)])
    assert found == ({page.pk: {policy.pk: ["第四条"]}} if told else {})


def test_owners_are_told_where_their_document_goes_out_in_the_same_release(policy, page):
    documents = [Move(pk, pk, ItemAction.PUBLISH) for pk in (policy.pk, page.policy.pk)]

    assert left_behind(documents) == {page.pk: {policy.pk: ["第四条"]}}


def test_a_withdrawn_set_leaves_no_links_of_its_own(world, policy):
    withdraw(world, policy)
    assert not ClauseLink.objects.filter(interpretation=only(policy)).exists()


@pytest.mark.violates
def test_the_audit_finds_a_link_that_no_release_wrote(policy):
    other = identity(policy, "第二条")
    doctor(
        "UPDATE interpretations_clauselink SET clause = %s WHERE interpretation_id = %s",
        other,
        only(policy).pk,
    )
    found = [one.problem for one in live_page_violations()]
    assert found == ["explains other clauses than its text says"]
