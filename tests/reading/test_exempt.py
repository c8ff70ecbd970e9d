"""A document that needs no interpretation is public alone, and says why (免于解读)."""

import re
from copy import deepcopy

import pytest

from interpretations.models import InterpretationPage
from interpretations.models.kinds import ReleaseKind
from tests.factories import make_interpretation, released_set
from tests.reading.acts import done, exempt_set, withdraw

LISTS = ["/", "/policies/", "/policies/zhujian/", "/search/?q=人事任免通知"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    return exempt_set(shared_world, "只涉及一个人", title="关于张三任职的人事任免通知")


@pytest.fixture
def exempt(world, built):
    return deepcopy(built)


@pytest.mark.parametrize("address", LISTS)
def test_lists_show_it_with_its_reason(exempt, client, address):
    text = client.get(address).text

    assert f'data-page-id="{exempt.pk}"' in text
    assert "免于解读：人事任免" in text


@pytest.mark.parametrize("address", ["/policies/feed/", "/sitemap.xml"])
def test_machines_are_told_of_it(exempt, client, address):
    assert exempt.url in client.get(address).text


def test_its_feed_entry_says_why(exempt, client):
    assert "免于解读：人事任免，只涉及一个人" in client.get("/policies/feed/").text


@pytest.mark.parametrize("address", ["/interpretations/", "/interpretations/feed/"])
def test_it_is_no_interpretation(exempt, client, address):
    text = client.get(address).text

    assert exempt.title not in text
    assert exempt.url not in text


def test_its_page_says_why_and_since_when(exempt, client):
    text = client.get(exempt.url).text

    notice = re.search(r'<p class="exempt">(.*?)</p>', text)[1]
    assert re.sub("<.*?>", "", notice).startswith("免于解读：人事任免，只涉及一个人 ")
    assert f'datetime="{exempt.exemption.granted_at.astimezone():%Y}' in notice


def test_only_its_main_element_is_marked(world, exempt, client):
    other = released_set(world)

    assert re.search(r"<main\b[^>]*\bdata-exempt\b", client.get(exempt.url).text)
    page = InterpretationPage.objects.get()
    for address in (*LISTS, other.policy.url, page.url):
        assert "data-exempt" not in client.get(address).text


@pytest.mark.parametrize("view", ["both", "document", "x"])
def test_there_is_nothing_to_read_beside_it(exempt, client, view):
    response = client.get(f"{exempt.url}?view={view}")

    assert response.context["view"] == "document"
    assert "data-pair" not in response.text
    assert "对照看" not in response.text


def test_the_api_asks_no_interpretation_of_it(exempt, client):
    data = client.get(f"/api/v2/pages/{exempt.pk}/").json()

    assert data["needs_interpretation"] is False
    assert data["interpretations"] == []
    assert data["exemption"]["reason"] == "人事任免"
    assert data["exemption"]["note"] == "只涉及一个人"


def test_the_api_names_no_exemption_of_others(world, client):
    data = client.get(f"/api/v2/pages/{released_set(world).policy_id}/").json()

    assert (data["needs_interpretation"], data["exemption"]) == (True, None)


def test_it_is_counted_in_the_library_but_not_in_the_column(world, exempt, client):
    released_set(world)

    library, column = (
        client.get(a).context["listing"] for a in ("/policies/", "/interpretations/")
    )

    assert (library.total, column.total) == (2, 1)


def test_a_supplement_ends_it(world, exempt, client):
    page = make_interpretation(exempt, world.drafter)
    done(world, exempt, ReleaseKind.SUPPLEMENT, [page])

    text = client.get(exempt.url).text

    assert "data-exempt" not in text
    assert "免于解读" not in text
    assert f'href="{page.url}"' in client.get("/interpretations/").text


def test_it_can_leave_like_any_other(world, exempt, client):
    withdraw(world, exempt)

    assert client.get(exempt.url).status_code == 410
    assert exempt.title not in client.get("/policies/").text
