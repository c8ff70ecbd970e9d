"""Before its release the API knows nothing of a set (P7)."""

from copy import deepcopy

import pytest

from interpretations.models import InterpretationPage
from tests.database.undone import undone
from tests.factories import approve, submit_set
from tests.media.shown import file_of, picture_of, set_with_files

NONSENSE = 987_654_321
STAGES = ["draft", "submitted", "approved"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=STAGES)
def built(shared_world, request):
    with undone():
        image, document = picture_of(shared_world), file_of(shared_world)
        policy = set_with_files(shared_world, image, document)
        submitted = submit_set(shared_world, policy) if request.param != "draft" else None
        if request.param == "approved":
            approve(shared_world, submitted)
        policy.refresh_from_db()
        policy.image, policy.document = image, document
        policy.page = InterpretationPage.objects.get()
        yield policy


@pytest.fixture
def secret(world, built):
    """A set with a picture and a file that is not released."""
    return deepcopy(built)


def numbers(secret):
    return {
        "pages": [secret.pk, secret.page.pk],
        "images": [secret.image.pk],
        "documents": [secret.document.pk],
    }


def answer(client, address):
    response = client.get(address)
    return response.status_code, response.content


@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
def test_an_unreleased_number_is_answered_like_nonsense(secret, client, endpoint):
    nonsense = answer(client, f"/api/v2/{endpoint}/{NONSENSE}/")

    assert nonsense[0] == 404
    for number in numbers(secret)[endpoint]:
        assert answer(client, f"/api/v2/{endpoint}/{number}/") == nonsense


@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
def test_finding_an_unreleased_number_is_finding_nothing(secret, client, endpoint):
    nonsense = answer(client, f"/api/v2/{endpoint}/find/?id={NONSENSE}")

    assert nonsense[0] == 404
    for number in numbers(secret)[endpoint]:
        assert answer(client, f"/api/v2/{endpoint}/find/?id={number}") == nonsense


@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
def test_filtering_by_an_unreleased_number_finds_nothing(secret, client, endpoint):
    for number in numbers(secret)[endpoint]:
        listing = client.get(f"/api/v2/{endpoint}/?id={number}").json()
        assert (listing["items"], listing["meta"]["total_count"]) == ([], 0)


@pytest.mark.parametrize("relation", ["child_of", "descendant_of", "ancestor_of"])
def test_an_unreleased_page_is_no_parent_and_no_child(secret, client, relation):
    nonsense = answer(client, f"/api/v2/pages/?{relation}={NONSENSE}")

    assert nonsense[0] == 400
    for number in numbers(secret)["pages"]:
        assert answer(client, f"/api/v2/pages/?{relation}={number}") == nonsense


@pytest.mark.parametrize(
    "query", ["type=interpretations.PolicyPage", "type=interpretations.InterpretationPage"]
)
def test_a_list_counts_no_unreleased_page(secret, client, query):
    assert client.get(f"/api/v2/pages/?{query}").json()["meta"]["total_count"] == 0


def test_a_list_of_everything_names_no_unreleased_title(secret, client):
    for address in ("/api/v2/pages/?fields=*&limit=50", "/api/v2/images/", "/api/v2/documents/"):
        text = client.get(address).text
        assert secret.slug not in text
        assert str(secret.page.slug) not in text
        assert secret.title.encode("unicode_escape").decode() not in text
        assert secret.title not in text


@pytest.mark.parametrize("field", ["title", "slug"])
def test_an_unreleased_page_is_not_found_by_what_it_says(secret, client, field):
    listing = client.get("/api/v2/pages/", {field: getattr(secret, field)}).json()

    assert listing["meta"]["total_count"] == 0


def test_an_unreleased_address_is_found_like_nonsense(secret, client):
    nonsense = answer(client, "/api/v2/pages/find/?html_path=/policies/zhujian/nothing/")

    assert answer(client, f"/api/v2/pages/find/?html_path={secret.url}") == nonsense


def test_a_logged_in_editor_learns_no_more(secret, client, world):
    client.force_login(world.admin)

    for endpoint, ids in numbers(secret).items():
        for number in ids:
            assert client.get(f"/api/v2/{endpoint}/{number}/").status_code == 404
