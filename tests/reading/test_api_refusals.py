"""What the API refuses, clearly and without breaking."""

import pytest

PAGES = "/api/v2/pages/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("parameter", ["search", "search_operator"])
def test_search_is_refused_with_the_address_that_offers_it(world, client, parameter):
    response = client.get(PAGES, {parameter: "便民"})

    assert (response.status_code, "/search/?q=" in response.json()["message"]) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        "offset=99999999999999999999",
        "offset=-1",
        "limit=x",
        "id=99999999999999999999",
        "id=x",
        "first_published_at=x",
        "type=interpretations.PolicyPage&date_written=x",
        "type=interpretations.PolicyPage&topic=%00",
        "type=interpretations.PolicyPage&doc_number=%00",
        "type=accounts.User",
        "type=interpretations.Release",
        "type=x",
        "child_of=99999999999999999999",
        "child_of=x",
        "descendant_of=-1",
        "site=x:y:z",
        "locale=x",
        "translation_of=1",
        "fields=x",
        "fields=((",
        "order=path",
        "order=owner__password",
        "live=false",
        "draft_title=x",
        "title=%00",
        "has_unpublished_changes=true",
    ],
)
def test_odd_questions_are_refused_and_break_nothing(world, client, query):
    assert client.get(f"{PAGES}?{query}").status_code in (200, 400)


@pytest.mark.parametrize(
    "query",
    ["", "id=x", "id=99999999999999999999", "html_path=/x/", "html_path=/a%00/", "id=1&site=x:y"],
)
def test_what_cannot_be_found_is_404(world, client, query):
    assert client.get(f"{PAGES}find/?{query}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
def test_the_api_is_only_read(world, client, endpoint, method):
    assert getattr(client, method)(f"/api/v2/{endpoint}/").status_code == 405


def test_a_wrong_password_in_a_header_changes_nothing(world, client):
    response = client.get(PAGES, headers={"authorization": "Basic eDp5"})

    assert response.status_code == 200


def test_the_api_answers_in_json_to_a_browser_too(world, client):
    assert client.get(PAGES, headers={"accept": "text/html"})["Content-Type"] == "application/json"
