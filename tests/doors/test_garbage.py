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


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
    ],
)
def test_a_page_to_go_back_to_that_is_no_number_is_not_there(clients, name):
    answers = {number: asked(clients["drafter"], name, parent_page_id=number) for number in NUMBERS}

    assert answers == {**dict.fromkeys(NUMBERS, 404), "": 200}


@pytest.mark.parametrize("pk", ["abc", "²", "-1", "{}", "0001-01-01"])
@pytest.mark.parametrize(
    "name",
    [
        "recording_chooser:chosen",
        "wagtailimages_chooser:chosen",
        "wagtailsnippetchoosers_interpretations_genre:chosen",
    ],
)
def test_a_chosen_row_that_is_no_number_is_not_there(clients, name, pk):
    assert clients["admin"].get(reverse(name, args=[pk])).status_code == 404


@pytest.mark.parametrize("value", ["abc", "²", "9" * 20, "1 OR 1=1"])
def test_a_posted_row_that_is_no_number_is_a_sentence(town, clients, value):
    workflow = reverse("wagtailadmin_workflows:edit", args=[town.workflow.pk])
    create = reverse(
        "wagtailadmin_pages:choose_parent", args=["interpretations", "interpretationpage"]
    )
    for address, name in (
        (create, "parent_page"),
        (reverse("wagtailsites:add"), "root_page"),
        (workflow, "workflow_tasks-0-task"),
        (workflow, "pages-0-page"),
    ):
        assert clients["admin"].post(address, {name: value}).status_code in (302, 409), name


@pytest.mark.parametrize("name", ["recording_chooser:choose", "recording_chooser:choose_results"])
def test_a_film_is_chosen_alone_whatever_is_asked(clients, name):
    assert asked(clients["drafter"], name, multiple="1") == 200


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
    posted = clients["admin"].post(address, {"next": way})
    assert posted.status_code in (200, 302, 404)
    assert "elsewhere" not in posted.get("Location", "")
    assert clients["admin"].get(f"/admin/login/?next={way}").status_code in (302, 404)


@pytest.mark.parametrize(
    "part", ["preview/width-9/", "preview/scale-9999/", "generate_url/", "generate_url/output/"]
)
def test_a_size_of_a_picture_on_demand_is_not_there(town, clients, part):
    address = f"/admin/images/{town.images['draft'].pk}/{part}"

    assert clients["admin"].get(address).status_code == 404


def test_wagtails_test_of_its_error_page_is_not_there(clients):
    assert clients["admin"].get("/admin/failwhale/").status_code == 404


def test_a_link_without_an_address_is_asked_for_one(clients):
    response = clients["drafter"].post(reverse("wagtailadmin_choose_page_external_link"))

    assert response.status_code == 200
    assert response.json()["step"] == "external_link"


@pytest.mark.parametrize("name", ["media_desk:recordings", "wagtailimages:index"])
def test_a_list_is_searched_in_its_own_order(clients, name):
    assert asked(clients["drafter"], name, q="影片", ordering="-created_at") == 200
