"""Wagtail's API: the public pages, in full, to whoever asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from interpretations.models import (
    DepartmentPage,
    InterpretationColumnPage,
    InterpretationPage,
    PolicyLibraryPage,
    PolicyPage,
)
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    make_interpretation,
    make_policy,
    released_set,
    submit_set,
    withdraw,
)

PAGES = "/api/v2/pages/"
POLICY = "interpretations.PolicyPage"
INTERPRETATION = "interpretations.InterpretationPage"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set of one document and one interpretation."""
    fields = {"index_number": "000014348/2026-00031", "issuers": "甲局\n乙局"}
    return released_set(shared_world, **fields).policy_id


@pytest.fixture
def policy(world, built):
    return PolicyPage.objects.get(pk=built)


@pytest.fixture
def page(policy):
    return InterpretationPage.objects.child_of(policy).get()


def items(client, **parameters):
    return client.get(PAGES, parameters).json()["items"]


def detail(client, page):
    return client.get(f"{PAGES}{page.pk}/").json()


def ids(entries):
    return {item["id"] for item in entries}


def test_a_site_without_public_sets_lists_its_shelves(world, client, policy):
    withdraw(world, policy)
    shelves = [PolicyLibraryPage, InterpretationColumnPage, DepartmentPage]

    expected = {world.home.pk, *(page.pk for model in shelves for page in model.objects.all())}

    assert ids(items(client)) == expected


def test_both_halves_of_a_set_are_listed(world, client):
    release = released_set(world, interpretations=2)

    members = {item.page_id for item in release.items.all()}

    assert members <= ids(items(client))


@pytest.mark.parametrize(
    ("kind", "model"), [(POLICY, PolicyPage), (INTERPRETATION, InterpretationPage)]
)
def test_a_list_of_one_kind_holds_that_kind(client, kind, model, policy):
    assert ids(items(client, type=kind)) == {model.objects.get().pk}


def test_a_document_names_its_interpretations(client, settings, policy, page):
    settings.BASE_URL = "https://zc.example.gov.cn"

    data = detail(client, policy)

    assert data["needs_interpretation"] is True
    assert data["interpretations"] == [
        {
            "id": page.pk,
            "meta": {"type": INTERPRETATION, "html_url": f"https://zc.example.gov.cn{page.url}"},
            "title": page.title,
            "form": "文字解读",
        }
    ]


def test_an_interpretation_names_its_document(client, settings, policy, page):
    settings.BASE_URL = "https://zc.example.gov.cn"

    data = detail(client, page)

    assert data["policy"] == {
        "id": policy.pk,
        "meta": {"type": POLICY, "html_url": f"https://zc.example.gov.cn{policy.url}"},
        "title": policy.title,
    }


@pytest.mark.parametrize(
    ("kind", "half"), [(POLICY, "interpretations"), (INTERPRETATION, "policy")]
)
def test_a_list_names_the_other_half_unasked(client, kind, half, policy):
    assert items(client, type=kind)[0][half]


def test_a_document_is_said_in_full(client, policy):
    data = detail(client, policy)

    assert data["doc_number"].startswith("九府办发〔2026〕")
    assert data["index_number"] == "000014348/2026-00031"
    assert data["issuers"] == ["甲局", "乙局"]
    assert (data["topic"], data["genre"]) == ("城乡建设、环境保护", "通知")
    assert (data["date_written"], data["date_effective"]) == ("2026-11-02", "2026-11-09")
    assert data["body"][0]["type"] == "text"
    assert "便民措施" in data["body"][0]["value"]


def test_an_interpretation_is_said_in_full(client, page):
    data = detail(client, page)

    assert data["form"] == "文字解读"
    assert "一次办好" in data["summary"]
    assert data["interpreter"] == "市住建局办公室"
    assert "材料减半" in data["key_points"]
    assert {"background", "goals", "body"} <= set(data)


def test_an_address_is_the_one_that_answers(client, policy):
    assert detail(client, policy)["meta"]["html_url"].endswith(policy.url)


def test_fields_may_be_asked_for_in_a_list(client, policy):
    [item] = items(client, type=POLICY, fields="_,doc_number,body")

    assert set(item) == {"doc_number", "body"}


@pytest.mark.parametrize("kind", [POLICY, INTERPRETATION, "wagtailcore.Page"])
def test_every_field_of_a_list_can_be_asked_for(client, kind, policy):
    assert client.get(PAGES, {"type": kind, "fields": "*"}).status_code == 200


def test_the_newest_can_stand_first(world, client, policy):
    later = [released_set(world).policy_id for _ in range(2)]

    entries = items(client, type=POLICY, order="-first_published_at")

    assert [item["id"] for item in entries] == [*later[::-1], policy.pk]


def test_pages_of_a_list_never_overlap(world, client):
    released_set(world, interpretations=3)
    query = {"type": INTERPRETATION, "order": "-first_published_at", "limit": 1}

    seen = [items(client, **query, offset=at)[0]["id"] for at in range(3)]

    assert len(set(seen)) == 3


@pytest.mark.parametrize(("limit", "status"), [(50, 200), (51, 400)])
def test_a_list_holds_fifty_at_most(world, client, limit, status):
    assert client.get(PAGES, {"limit": limit}).status_code == status


def test_a_list_may_be_filtered_by_what_it_shows(client, policy):
    assert len(items(client, type=POLICY, topic="城乡建设、环境保护")) == 1
    assert items(client, type=POLICY, topic="财政") == []
    assert len(items(client, type=INTERPRETATION, form="文字解读")) == 1


def test_children_of_a_document_are_its_interpretations(client, policy, page):
    assert ids(items(client, child_of=policy.pk)) == {page.pk}


def test_a_page_is_found_by_its_address(client, policy):
    response = client.get(f"{PAGES}find/", {"html_path": policy.url})

    assert response["Location"].split("?")[0].endswith(f"/pages/{policy.pk}/")


def test_links_in_rich_text_are_those_that_readers_see(world, client, policy):
    link = f'<p><a linktype="page" id="{policy.pk}">甲</a></p>'
    document = make_policy(world, body=[("text", RichText(link))])
    page = make_interpretation(
        document, world.drafter, goals=link, body=[("question", {"question": "?", "answer": link})]
    )
    execute(approve(world, submit_set(world, document)).pk)

    shown = f'<p><a href="{policy.url}">甲</a></p>'

    assert detail(client, document)["body"][0]["value"] == shown
    assert detail(client, page)["goals"] == shown
    assert detail(client, page)["body"][0]["value"]["answer"] == shown


def test_all_pages_are_counted_once_an_edition(client, policy):
    client.get(PAGES)

    with CaptureQueriesContext(connection) as asked:
        client.get(PAGES, {"offset": 1})

    assert not [query for query in asked if "COUNT(" in query["sql"]]


def test_a_release_is_counted_at_once(world, client):
    def totals():
        asked = ({"type": POLICY}, {"type": POLICY, "slug": "no-such"}, {})
        return [client.get(PAGES, names).json()["meta"]["total_count"] for names in asked]

    of_one, of_none, of_all = totals()
    released_set(world)

    assert totals() == [of_one + 1, of_none, of_all + 2]
