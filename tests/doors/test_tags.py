"""Tags of files that a person may not see are told nowhere on the desk (P7)."""

import json

import pytest

pytestmark = pytest.mark.django_db
SECRET, OPEN = "公租房涨价内部稿", "公租房样板"
LISTS = ["/admin/images/", "/admin/documents/", "/admin/images/chooser/"]
RESULTS = ["/admin/images/results/?tag=x", "/admin/documents/results/?tag=x"]
PROPOSALS = ["/admin/tag-autocomplete/?term=公租", "/admin/tag-autocomplete/taggit/tag/?term=公租"]


@pytest.fixture
def tagged(town):
    for files in (town.images, town.documents):
        files["draft"].tags.add(SECRET)
        files["live"].tags.add(OPEN)
    return town


def told(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return (
        json.dumps(answer.json(), ensure_ascii=False)
        if "json" in answer["Content-Type"]
        else answer.text
    )


@pytest.mark.parametrize("address", LISTS + RESULTS + PROPOSALS)
def test_a_tag_of_anothers_draft_is_not_told(clients, tagged, address):
    assert SECRET not in told(clients["drafter2"], address)


@pytest.mark.parametrize("role", ["drafter", "admin"])
@pytest.mark.parametrize("address", LISTS + PROPOSALS)
def test_a_tag_of_what_one_may_see_is_offered(clients, tagged, address, role):
    assert SECRET in told(clients[role], address)


def test_the_filter_keeps_the_files_with_the_tag(clients, tagged):
    image = tagged.images["draft"]

    assert image.title in told(clients["drafter"], f"/admin/images/?tag={SECRET}")
    assert image.title not in told(clients["drafter"], f"/admin/images/?tag={OPEN}")


def test_a_list_of_tags_that_nobody_asks_for_is_not_found(clients):
    assert clients["admin"].get("/admin/tag-autocomplete/auth/user/?term=a").status_code == 404
