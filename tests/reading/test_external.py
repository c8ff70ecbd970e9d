"""上级政策 and reposted interpretations: where they come from, and that the reader leaves here."""

from copy import deepcopy

import pytest

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.execution.execute import execute
from tests.factories import approve, make_interpretation, make_policy, released_set, submit_set
from tests.reading.acts import fresh

SOURCE = "https://www.gov.cn/zhengce/2026-03/01/content_1.htm"
REPOSTED = "https://news.example.cn/jiedu/1.html"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    fields = {"external": True, "source_url": SOURCE, "body": [], "issuers": "国务院办公厅"}
    return fresh(released_set(shared_world, title="关于社会保险补贴的意见", **fields).policy)


@pytest.fixture
def external(world, built):
    """A document of the State Council with an interpretation of ours."""
    return deepcopy(built)


def test_its_page_leads_to_the_original(external, client):
    text = client.get(external.url).text

    assert f'href="{SOURCE}" rel="external noopener noreferrer"' in text
    assert "将离开本站，打开 www.gov.cn" in text


def test_its_page_says_whose_it_is(external, client):
    text = client.get(external.url).text

    assert "上级政策" in text
    assert "国务院办公厅" in text
    assert external.doc_number in text


def test_it_has_no_text_of_ours_to_read_beside(external, client):
    response = client.get(f"{external.url}?view=both")

    assert response.context["view"] == "document"
    assert "对照看" not in response.text
    assert 'data-pair="interpretation"' in response.text


@pytest.mark.parametrize("address", ["/policies/", "/interpretations/", "/search/?q=社会保险补贴"])
def test_lists_say_whose_it_is(external, client, address):
    assert "上级政策" in client.get(address).text


def test_an_interpretation_says_whose_document_it_explains(external, client):
    text = client.get(InterpretationPage.objects.get().url).text

    assert "上级政策" in text
    assert f'href="{external.url}" data-pair="policy"' in text


def test_the_api_says_where_the_original_is(external, client):
    data = client.get(f"/api/v2/pages/{external.pk}/").json()

    assert (data["external"], data["source_url"], data["body"]) == (True, SOURCE, [])


def test_documents_of_ours_are_not_marked(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)

    assert "上级政策" not in client.get(policy.url).text
    assert "离开本站" not in client.get(policy.url).text


def reposted(world, **fields):
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, **fields)
    execute(approve(world, submit_set(world, policy)).pk)
    return fresh(page)


def test_a_reposted_interpretation_names_its_source(world, client):
    page = reposted(world, source_name="九江日报", source_url=REPOSTED)

    text = client.get(page.url).text

    assert f'转载自 <a href="{REPOSTED}" rel="external noopener noreferrer">九江日报</a>' in text
    assert "将离开本站，打开 news.example.cn" in text
    assert '<meta name="ContentSource" content="九江日报">' in text


def test_a_source_without_address_is_no_link(world, client):
    page = reposted(world, source_name="九江日报")

    assert "转载自 九江日报" in client.get(page.url).text


def test_an_interpretation_of_our_own_names_no_source(world, client):
    assert "转载自" not in client.get(reposted(world).url).text
