"""置顶: a set stands first in the column until the end of a day, then nobody has to act."""

import datetime
from copy import deepcopy

import pytest

from interpretations.models import PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.reading import listing
from tests.factories import released_set
from tests.reading.acts import at, done, submitted, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    with pytest.MonkeyPatch.context() as clock:
        at(clock, 2026, 3, 1)
        return [PolicyPage.objects.get(pk=released_set(shared_world).policy_id) for _ in range(4)]


@pytest.fixture
def sets(world, built, monkeypatch):
    """Four public documents, the oldest first; it is the first of March 2026."""
    at(monkeypatch, 2026, 3, 1)
    return deepcopy(built)


def feature(world, policy, until=datetime.date(2026, 3, 9)):
    return done(world, policy, ReleaseKind.FEATURE, feature_until=until)


def shown(client, address="/interpretations/"):
    return [item.policy for item in client.get(address).context["listing"].items]


def test_a_featured_set_stands_first_and_once(world, client, sets):
    feature(world, sets[1])

    assert shown(client) == [sets[1], sets[3], sets[2], sets[0]]


def test_a_featured_set_is_marked_by_a_word(world, client, sets):
    feature(world, sets[1])

    cards = client.get("/interpretations/").text.split('<li class="card"')[1:]

    assert ["置顶" in card for card in cards] == [True, False, False, False]


def test_it_stands_first_to_the_end_of_its_day(world, client, sets, monkeypatch):
    feature(world, sets[0])

    at(monkeypatch, 2026, 3, 9, 23, 59)
    assert shown(client)[0] == sets[0]

    at(monkeypatch, 2026, 3, 10, 0, 0)
    assert shown(client) == sets[::-1]
    assert "置顶" not in client.get("/interpretations/").text


def test_of_several_the_newest_stands_first(world, client, sets):
    feature(world, sets[0])
    feature(world, sets[1])

    assert shown(client)[:2] == [sets[1], sets[0]]


def test_pages_of_the_column_never_overlap(world, client, sets, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    feature(world, sets[0])
    feature(world, sets[2])

    pages = [shown(client, f"/interpretations/?page={number}") for number in range(1, 5)]

    assert pages == [[sets[2]], [sets[0]], [sets[3]], [sets[1]]]


@pytest.mark.parametrize(
    "address",
    [
        "/policies/",
        "/policies/zhujian/",
        "/interpretations/?year=2026",
        "/interpretations/?form=jiedu",
    ],
)
def test_it_stands_first_only_in_the_column_as_it_is(world, client, sets, address):
    feature(world, sets[0])

    assert shown(client, address) == sets[::-1]
    assert "置顶" not in client.get(address).text


def test_the_front_page_keeps_its_order(world, client, sets):
    feature(world, sets[0])

    assert [item.policy for item in client.get("/").context["sets"]] == sets[::-1]


def test_a_feature_that_is_only_asked_for_changes_nothing(world, client, sets):
    submitted(world, sets[0], ReleaseKind.FEATURE, feature_until=datetime.date(2026, 3, 9))

    assert shown(client) == sets[::-1]


def test_a_featured_set_that_left_is_gone(world, client, sets):
    feature(world, sets[0])

    withdraw(world, sets[0])

    assert shown(client) == sets[:0:-1]
