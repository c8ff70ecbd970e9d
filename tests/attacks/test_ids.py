"""Numbers and names that somebody guesses tell nothing: hidden is answered like never there."""

import re

import pytest
from django.test import Client
from wagtail.models import Page, Revision

from interpretations.models import Release
from media.delivery import delivered
from media.models import SiteDocument, SiteImage
from tests.doors.sweep import filled
from tests.factories import make_document, make_image

pytestmark = pytest.mark.django_db
NEVER = 999_999
HIDDEN = ("frozen", "draft")
# Their numbers are those of people, groups and the like, whatever numbers the set has.
OTHER_NUMBERS = re.compile(
    "wagtail(users|sites|settings|admin_collections|admin_workflows:(?!remove))|releases:(?!sets)"
)


def answers(client, address, never):
    """The statuses of two addresses; alike where nobody can tell them apart."""
    return [client.get(path).status_code for path in (address, never)]


@pytest.mark.parametrize("state", HIDDEN)
def test_the_api_answers_hidden_pages_and_files_like_numbers_that_never_were(town, state):
    numbers = {
        "pages": [town.policies[state], town.interpretations[state]],
        "images": [town.images[state].pk],
        "documents": [town.documents[state].pk],
    }

    for kind, hidden in numbers.items():
        never = Client().get(f"/api/v2/{kind}/{NEVER}/")
        for number in hidden:
            answer = Client().get(f"/api/v2/{kind}/{number}/")
            assert (answer.status_code, answer.content) == (404, never.content)


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("parameter", ["child_of", "descendant_of", "ancestor_of", "id"])
def test_the_api_is_not_asked_about_hidden_pages_by_its_filters(town, state, parameter):
    hidden, never = (
        Client().get("/api/v2/pages/", {parameter: number})
        for number in (town.policies[state], NEVER)
    )

    assert hidden.status_code == never.status_code
    assert hidden.content.replace(str(town.policies[state]).encode(), b"N") == (
        never.content.replace(str(NEVER).encode(), b"N")
    )


def test_no_number_of_any_page_leads_the_public_to_what_is_hidden(town):
    public = {town.policies["live"], town.interpretations["live"]}
    for page in Page.objects.filter(depth__gt=3):
        status = Client().get(f"/api/v2/pages/{page.pk}/").status_code
        is_shelf = page.depth == 4
        assert (status == 200) is (page.pk in public or is_shelf), page


def test_stored_names_of_hidden_files_are_404_for_strangers_and_the_public(town, clients):
    names = [name for state in HIDDEN for name in (town.images[state].file.name,
             town.documents[state].file.name, *delivered(town.images[state]))]  # fmt: skip

    for role in ("anonymous", "drafter2"):
        never = clients[role].get("/media/documents/never.pdf")
        for name in names:
            answer = clients[role].get(f"/media/{name}")
            assert (answer.status_code, answer.content) == (404, never.content), (role, name)


@pytest.mark.parametrize("role", ["anonymous", "drafter2"])
@pytest.mark.parametrize("state", HIDDEN)
def test_previews_and_revisions_are_not_guessed(town, clients, role, state):
    page = town.page(state)
    revision = Revision.objects.for_instance(page).first().pk
    for address in (
        f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/{page.pk}/edit/preview/?mode=",
        f"/admin/pages/{page.pk}/revisions/{revision}/view/",
        f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/",
    ):
        response = clients[role].get(address)
        assert response.status_code in (302, 403, 404), address
        assert page.title not in response.getvalue().decode()


@pytest.mark.parametrize("role", ["drafter2"])
def test_a_release_of_another_department_is_answered_like_none(town, clients, role):
    release = Release.objects.open().get()
    item = release.items.first()

    for part in ("", f"members/{item.pk}/"):
        hidden = clients[role].get(f"/admin/releases/{release.pk}/{part}")
        never = clients[role].get(f"/admin/releases/{NEVER}/{part}")
        assert hidden.status_code == never.status_code == 404


def test_a_stranger_cannot_tell_a_hidden_number_from_one_that_never_was(town, clients):
    """Every address of the desk with a number in it, asked with both."""
    told = {}
    for name, address in filled(town, "draft").items():
        if OTHER_NUMBERS.match(name):
            continue
        never = _with_numbers_of_nobody(address, town)
        if never != address:
            statuses = answers(clients["drafter2"], address, never)
            if statuses[0] != statuses[1]:
                told[name] = statuses

    assert told == {}


def _with_numbers_of_nobody(address, town):
    """The same address with a number that nobody has for each one of the hidden set."""
    hidden = {
        town.policies["draft"], town.interpretations["draft"], town.images["draft"].pk,
        town.documents["draft"].pk,
    }  # fmt: skip
    return re.sub(
        r"(?<=/)(\d+)(?=/)", lambda m: str(NEVER) if int(m[1]) in hidden else m[1], address
    )


@pytest.mark.parametrize("model", [SiteImage, SiteDocument])
def test_two_files_of_one_name_get_names_that_nobody_guesses(world, model):
    """Storage adds characters by chance: the second `a.pdf` is not `a_1.pdf`."""
    if model is SiteDocument:
        names = [make_document(world, name="jihua.pdf").file.name for _ in range(3)]
    else:
        names = [make_image(world).file.name for _ in range(3)]

    assert len(set(names)) == 3
