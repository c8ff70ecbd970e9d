"""A filtered list or a search is answered once an edition, for everybody who is not signed in."""

from copy import deepcopy

import pytest
from django.core.cache import caches

from interpretations.models import PolicyPage
from interpretations.reading import answers
from tests.factories import released_set
from tests.reading.acts import withdraw

ADDRESSES = [
    "/policies/?year=2026", "/policies/zhujian/?q=便民", "/interpretations/?form=jiedu",
    "/search/?q=便民",
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    return PolicyPage.objects.get(pk=released_set(shared_world).policy_id)


@pytest.fixture
def policy(world, built):
    return deepcopy(built)


def is_made(client, address):
    """Whether an answer was made for this reader: one that was kept has no context."""
    response = client.get(address)
    assert response.status_code == 200
    return response.context is not None


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_made_once_with_every_header_and_byte(policy, client, address):
    first, second = client.get(address), client.get(address)

    assert second.context is None
    # Each request has a number of its own.
    del first["X-Request-ID"], second["X-Request-ID"]
    assert (second.content, dict(second.headers)) == (first.content, dict(first.headers))


@pytest.mark.parametrize("address", ["/policies/", "/interpretations/", "/search/"])
def test_what_has_a_file_is_not_kept_here_too(policy, client, address):
    assert is_made(client, address) and is_made(client, address)


@pytest.mark.parametrize(
    "again",
    [
        "/policies/?from=x&year=2026", "/policies/?year=2026&page=1", "/policies/?page=x&year=2026",
        "/policies/?topic=&year=%202026", "/policies/?year=2025&year=2026",
    ],
)  # fmt: skip
def test_the_same_question_in_other_words_is_the_same_answer(policy, client, again):
    client.get("/policies/?year=2026")

    assert not is_made(client, again)


@pytest.mark.parametrize("name", ["year", "topic", "form", "department", "validity"])
def test_all_senseless_values_have_one_answer_without_a_set(policy, client, name):
    assert client.get(f"/policies/?{name}=9999").context["listing"].total == 0

    for value in ("abc", "2026x", "-", "\u0000", "9" * 300):
        assert not is_made(client, f"/policies/?{name}={value}")


def test_a_page_behind_the_last_is_not_kept_under_its_own_number(policy, client):
    for number in (7, 8, 999_999):
        assert is_made(client, f"/policies/?year=2026&page={number}")

    assert len(caches["answers"]._cache) == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_signed_in_neither_gets_it_nor_gives_it(world, policy, client, address):
    client.force_login(world.drafter)
    assert is_made(client, address)
    client.logout()
    assert is_made(client, address)
    client.force_login(world.drafter)

    assert is_made(client, address)
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_withdrawn_is_in_none_of_them(world, policy, client, address):
    assert policy.url in client.get(address).text

    withdraw(world, policy)

    assert policy.url not in client.get(address).text


def test_a_flood_of_questions_stays_within_its_room(policy, client, settings):
    room = caches["answers"]
    room.clear()
    most = room._max_entries * answers.MOST_BYTES

    for number in range(room._max_entries + 50):
        room.set(str(number), b"x")

    assert len(room._cache) <= room._max_entries and most <= 20 * 1024**2


def test_an_answer_that_is_too_long_is_not_kept(policy, client, monkeypatch):
    monkeypatch.setattr(answers, "MOST_BYTES", 10)

    assert is_made(client, ADDRESSES[0]) and is_made(client, ADDRESSES[0])
