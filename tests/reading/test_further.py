"""An interpretation that explains several documents is read at each of them."""

import re
from copy import deepcopy

import pytest

from interpretations.models import FurtherPolicy, InterpretationPage, PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from tests.factories import approve, make_interpretation, make_policy, released_set, submit_set
from tests.reading.acts import done, exempt_set, fresh, remove, withdraw

pytestmark = pytest.mark.django_db


def pairs(client, page, half):
    """Where the links of this page to its other half lead."""
    links = re.findall(
        r'<a\b[^>]*href="([^"?]+)[^"]*"[^>]*data-pair="(\w+)"', client.get(page.url).text
    )
    return {href for href, kind in links if kind == half}


def explaining(world, *further, **fields):
    """A public set whose interpretation explains these documents too."""
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, **fields)
    page.further_policies = [FurtherPolicy(policy=document) for document in further]
    page.save_revision(user=world.drafter)
    execute(approve(world, submit_set(world, policy)).pk)
    return fresh(policy), fresh(page)


@pytest.fixture(scope="module")
def built(shared_world):
    other = PolicyPage.objects.get(pk=released_set(shared_world).policy_id)
    own = InterpretationPage.objects.get()
    policy, page = explaining(shared_world, other)
    return other, own, policy, page


@pytest.fixture
def both(world, built):
    """A public document with an interpretation of its own, and the set that explains it too."""
    return deepcopy(built)


def test_every_document_names_it(both, client):
    other, own, policy, page = both

    assert pairs(client, other, "interpretation") == {own.url, page.url}
    assert pairs(client, policy, "interpretation") == {page.url}


def test_it_names_every_document(both, client):
    other, _own, policy, page = both

    assert pairs(client, page, "policy") == {policy.url, other.url}


def test_a_documents_own_interpretation_leads(both, client):
    other, own, _policy, page = both

    assert client.get(other.url).context["set"].interpretations == [own, page]


def test_cards_of_every_document_name_it(both, client):
    other, _own, policy, page = both

    for item in client.get("/policies/").context["listing"].items:
        assert page in item.interpretations
    assert {other, policy} == {item.policy for item in client.get("/").context["sets"]}


def test_it_stands_once_in_the_column(both, client):
    _other, own, _policy, page = both

    items = client.get("/interpretations/").context["listing"].items

    assert [item.lead for item in items] == [page, own]


def test_the_api_names_it_on_both_sides(both, client):
    other, own, policy, page = both

    def detail(half):
        return client.get(f"/api/v2/pages/{half.pk}/").json()

    assert [entry["id"] for entry in detail(other)["interpretations"]] == [own.pk, page.pk]
    assert [entry["id"] for entry in detail(page)["policies"]] == [policy.pk, other.pk]
    assert detail(page)["policy"]["id"] == policy.pk


def test_feeds_name_it_on_both_sides(both, client):
    other, _own, policy, page = both

    assert client.get("/policies/feed/").text.count(f'{page.url}"&gt;') == 2
    entries = client.get("/interpretations/feed/").text.split("<entry>")[1:]
    [entry] = [entry for entry in entries if f'{page.url}" rel="alternate"' in entry]
    assert policy.url in entry
    assert other.url in entry


def test_a_document_can_live_from_the_interpretation_of_another_one(world, both, client):
    _other, own, _explaining, further = both
    alone = exempt_set(world)
    _policy, page = explaining(world, alone)

    text = client.get(alone.url).text

    assert "data-exempt" not in text
    assert pairs(client, alone, "interpretation") == {page.url}
    listed = client.get("/interpretations/").context["listing"].items
    assert [item.lead for item in listed] == [page, further, own]


def test_a_removed_one_is_named_nowhere(world, both, client):
    other, own, policy, page = both
    done(world, policy, ReleaseKind.SUPPLEMENT, [make_interpretation(policy, world.drafter)])

    remove(world, page)

    assert pairs(client, other, "interpretation") == {own.url}


def test_a_document_that_left_is_not_named(world, both, client):
    other, _own, policy, page = both

    withdraw(world, other)

    assert pairs(client, page, "policy") == {policy.url}
    assert other.title not in client.get(page.url).text
    assert [
        entry["id"] for entry in client.get(f"/api/v2/pages/{page.pk}/").json()["policies"]
    ] == [policy.pk]


def test_a_further_document_of_a_draft_is_not_told_before_its_release(world, both, client):
    other, own, _policy, _page = both
    secret = make_policy(world, title="还没公开的文件")
    draft = fresh(own).get_latest_revision_as_object()
    draft.further_policies = [FurtherPolicy(policy=secret)]
    draft.save_revision(user=world.drafter)

    text = client.get(own.url).text

    assert secret.title not in text
    assert pairs(client, own, "policy") == {other.url}
    assert client.get(secret.url).status_code == 404


def test_a_draft_that_explains_a_public_document_is_not_told_there(world, both, client):
    other, own, _policy, page = both
    draft = make_interpretation(make_policy(world), world.drafter, title="还没公开的解读")
    draft.further_policies = [FurtherPolicy(policy=other)]
    draft.save_revision(user=world.drafter)

    assert draft.title not in client.get(other.url).text
    assert pairs(client, other, "interpretation") == {own.url, page.url}


def test_an_expired_further_document_is_told_by_its_name(world, client):
    other = PolicyPage.objects.get(
        pk=released_set(world, date_effective="2020-01-01", date_expires="2021-01-01").policy_id
    )
    _policy, page = explaining(world, other)

    assert f"所解读的《{other.title}》已于2021年1月1日失效。" in client.get(page.url).text
