"""Which lost links stand in the way of a release, and how they are told."""

import re
from copy import deepcopy

import pytest

from interpretations.models import PolicyPage
from interpretations.models.clause_links import Link
from interpretations.models.kinds import ItemAction, ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import execute
from interpretations.releases.pins.linked import LostLink, lost_links, told
from interpretations.releases.pins.outcome import Move
from tests.factories import approve, correct, edit, fresh, release_kind, submit_set
from tests.linking.sets import (
    ARTICLES,
    body,
    document,
    explain,
    explain_elsewhere,
    identity,
    link_set,
    only,
    relink,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    policy = link_set(shared_world, "第一条")
    execute(approve(shared_world, submit_set(shared_world, policy)).pk)
    return policy.pk, explain_elsewhere(shared_world, policy, "第四条")


@pytest.fixture
def policy(world, built):
    """A public document that another department explains."""
    return PolicyPage.objects.get(pk=built[0])


@pytest.fixture
def page(world, built):
    """A draft of the other department that explains its last clause."""
    return deepcopy(built[1])


def lose(world, policy):
    """A correction of the document takes out its last clause."""
    correct(world, policy, body=body(*ARTICLES[:3]))


def submitted(world, page):
    return approve(world, submit_set(world, page.policy, user=world.drafter2))


def test_an_approved_release_goes_out_though_another_set_lost_a_clause(world, policy, page, client):
    release = submitted(world, page)
    lose(world, policy)
    execute(release.pk)
    assert re.search("第四条</a>（已于.*删去）", client.get(fresh(page).url).text)


def test_an_emergency_goes_out_though_another_set_lost_a_clause(world, policy, page):
    lose(world, policy)
    act_in_emergency(page.policy.pk, world.duty, ReleaseKind.FIRST, "汛情紧急，马上公开。")
    assert fresh(page).live


def test_a_correction_goes_out_though_another_set_lost_a_clause(world, policy, page):
    execute(submitted(world, page).pk)
    lose(world, policy)
    edit(fresh(page), world.drafter2, title="改了题目")
    release_kind(
        world, page.policy, ReleaseKind.CORRECTION, page_ids=[page.pk], user=world.drafter2
    )
    assert fresh(page).title == "改了题目"


def test_a_link_to_a_clause_that_its_own_document_lost_blocks(world, policy):
    links = frozenset({(policy.pk, "lost")})
    move = Move(only(policy).pk, policy.pk, ItemAction.PUBLISH, links=links)
    assert lost_links([move]) == [LostLink(move.page_id, policy.pk, "lost")]


def test_a_link_to_a_clause_that_a_document_of_the_release_loses_blocks(policy, page):
    links = frozenset({(policy.pk, "lost")})
    move = Move(page.pk, page.policy.pk, ItemAction.PUBLISH, links=links)
    document = Move(policy.pk, policy.pk, ItemAction.PUBLISH, clauses=frozenset(own(policy)))
    assert lost_links([document, move]) == [LostLink(page.pk, policy.pk, "lost")]


def own(policy):
    """The identities of the clauses of a document."""
    return [identity(policy, line[:3]) for line in ARTICLES]


def test_two_blocks_that_explain_one_lost_clause_are_one_loss(world):
    policy = document(world)
    page = explain(world, policy, "第一条", goals="<p>为什么要补贴。</p>")
    clause = identity(policy, "第一条")
    relink(world, page, *[Link(block, policy.pk, clause) for block in ("key_points", "goals")])
    execute(approve(world, submit_set(world, policy)).pk)
    move = Move(policy.pk, policy.pk, ItemAction.PUBLISH)
    assert lost_links([move]) == [LostLink(page.pk, policy.pk, clause)]


def test_many_losses_are_told_in_two_queries(policy, django_assert_num_queries):
    page = only(policy)
    lost = [LostLink(page.pk, policy.pk, clause) for clause in own(policy)]
    with django_assert_num_queries(2):
        sentences = told(lost)
    for sentence, label in zip(sentences, ("第一条", "第二条", "第三条", "第四条"), strict=True):
        assert f"「{page.title}」解读的{label}，《{policy.title}》里没有了" in sentence
