"""The set's own way of reading, document and interpretation beside each other, has an address."""

from copy import deepcopy

import pytest

from interpretations.models import InterpretationPage, PolicyPage
from tests.factories import released_set
from tests.reading.acts import exempt_set, remove
from tests.support.behind import doctor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    return PolicyPage.objects.get(pk=released_set(shared_world).policy_id)


@pytest.fixture
def policy(world, built):
    """A public document with one interpretation."""
    return deepcopy(built)


def test_document_and_interpretation_stand_beside_each_other(policy, client):
    response = client.get(f"{policy.url}both/")

    assert (response.status_code, response.context["view"]) == (200, "both")
    assert InterpretationPage.objects.get().title in response.text


@pytest.mark.parametrize("query", ["view=both", "view=both&from=wechat", "from=x&view=both"])
def test_where_it_was_before_leads_there_for_ever_without_what_nobody_knows(policy, client, query):
    response = client.get(f"{policy.url}?{query}")

    assert (response.status_code, response["Location"]) == (301, f"{policy.url}both/")


@pytest.mark.parametrize("query", ["view=", "view=document", "view=Both", "view=both/", "p=1"])
def test_another_way_is_the_document_alone(policy, client, query):
    response = client.get(f"{policy.url}?{query}")

    assert response.status_code == 200
    assert response.content == client.get(policy.url).content


def test_no_link_of_the_site_leads_over_the_old_address(policy, client):
    page = InterpretationPage.objects.get()

    for address in ("/", "/policies/", policy.url, f"{policy.url}both/", page.url):
        assert "view=both" not in client.get(address).text


def test_it_says_that_the_document_is_the_one_to_be_listed(policy, client, settings):
    text = client.get(f"{policy.url}both/").text

    assert f'<link rel="canonical" href="{settings.BASE_URL}{policy.url}">' in text
    assert "both" not in client.get("/sitemap.xml").text
    assert "both" not in client.get(f"/api/v2/pages/{policy.pk}/").json()["meta"]["html_url"]


def test_its_address_without_the_slash_leads_to_it(policy, client):
    response = client.get(f"{policy.url}both")

    assert (response.status_code, response["Location"]) == (301, f"{policy.url}both/")


@pytest.mark.parametrize("below", ["both/both/", "both/x/", "Both/", "bot/"])
def test_nothing_else_stands_there(policy, client, below):
    assert client.get(f"{policy.url}{below}").status_code == 404


@pytest.mark.parametrize("place", ["/both/", "/policies/both/", "/policies/zhujian/both/"])
def test_only_a_document_is_read_so(policy, client, place):
    nonsense = client.get("/nothing/").content

    assert client.get(place).content == nonsense
    assert client.get(f"{InterpretationPage.objects.get().url}both/").content == nonsense


def test_where_nothing_stands_beside_it_leads_to_the_document_for_now(world, client):
    exempt = exempt_set(world)

    response = client.get(f"{exempt.url}both/")

    assert (response.status_code, response["Location"]) == (302, exempt.url)


def test_the_address_of_a_removed_interpretation_has_no_other_way(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world, interpretations=2).policy_id)
    gone, _other = InterpretationPage.objects.child_of(policy)
    remove(world, gone)

    assert client.get(f"{gone.url}both/").status_code == 404


@pytest.mark.violates
def test_an_interpretation_that_had_the_word_before_keeps_its_address(policy, client):
    page = InterpretationPage.objects.get()
    address = f"{policy.url_path}both/"
    doctor("UPDATE wagtailcore_page SET slug='both', url_path=%s WHERE id=%s", address, page.pk)

    response = client.get(f"{policy.url}both/")

    assert response.context["page"].pk == page.pk
    assert "对照看" not in client.get(policy.url).text
    assert client.get(f"{policy.url}?view=both").status_code == 200
