"""What no form of ours sends is answered, never with an error page."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

NUMBERS = ["", "abc", "-1", "²", "1,2", "9" * 30, "\x00"]


def asked(client, name, **query):
    return client.get(reverse(name), query).status_code


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailimages_chooser:chosen_multiple",
        "wagtaildocs_chooser:chosen_multiple",
        "wagtailadmin_api:pages:find",
        "wagtailadmin_api:images:find",
        "wagtailadmin_api:documents:find",
    ],
)
def test_a_row_that_is_no_number_is_not_there(clients, name):
    answers = {number: asked(clients["admin"], name, id=number) for number in NUMBERS}

    assert answers == dict.fromkeys(NUMBERS, 404)


@pytest.mark.parametrize("number", [*NUMBERS, "0"])
def test_a_page_of_a_list_that_is_no_number_is_not_there(town, clients, number):
    address = reverse("wagtailadmin_workflows:edit", args=[town.workflow.pk])

    assert clients["admin"].get(address, {"p": number}).status_code == 404


def test_the_root_of_the_tree_is_not_chosen(clients):
    assert asked(clients["admin"], "wagtailadmin_choose_page_chosen_multiple", id=1) == 404


@pytest.mark.parametrize("way", ["abc", "1", "{", "releases:index", "//elsewhere.example.org"])
def test_a_way_back_that_is_no_address_is_not_followed(town, clients, way):
    address = reverse("wagtailadmin_pages:edit", args=[town.policies["draft"]])

    assert clients["admin"].get(f"{address}?next={way}").status_code in (200, 404)
    assert clients["admin"].post(address, {"next": way}).status_code in (302, 404)
    assert clients["admin"].get(f"/admin/login/?next={way}").status_code in (302, 404)


def test_wagtails_test_of_its_error_page_is_not_there(clients):
    assert clients["admin"].get("/admin/failwhale/").status_code == 404


def test_a_link_without_an_address_is_asked_for_one(clients):
    response = clients["drafter"].post(reverse("wagtailadmin_choose_page_external_link"))

    assert response.status_code == 200
    assert response.json()["step"] == "external_link"


@pytest.mark.parametrize("name", ["media_desk:recordings", "wagtailimages:index"])
def test_a_list_is_searched_in_its_own_order(clients, name):
    assert asked(clients["drafter"], name, q="影片", ordering="-created_at") == 200
