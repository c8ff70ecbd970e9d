"""Lists, counts and the API say of each document whether it is in force, and agree."""

from copy import deepcopy

import pytest

from interpretations.reading.validity import WORDS
from tests.reading.acts import at
from tests.reading.validity import acting, day, public

MARKS = ["文件尚未生效", "文件已修改", "文件已失效", "文件已废止"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    with pytest.MonkeyPatch.context() as clock:
        at(clock, 2026, 3, 1)
        return one_of_each_code(shared_world)


@pytest.fixture
def one_of_each(world, built, monkeypatch):
    """Public documents by their code on the first of March 2026."""
    at(monkeypatch, 2026, 3, 1)
    return deepcopy(built)


def one_of_each_code(world):
    """Documents by their code; two that act come on top and are valid."""
    policies = {
        "valid": public(world, date_effective=day(1, 1)),
        "upcoming": public(world, date_effective=day(12, 1)),
        "expired": public(world, date_effective=day(1, 1), date_expires=day(2, 1)),
        "amended": public(world, date_effective=day(1, 1)),
        "repealed": public(world, date_effective=day(1, 1)),
    }
    acting(world, "amends", policies["amended"], day(1, 1), date_effective=day(1, 1))
    acting(world, "repeals", policies["repealed"], day(1, 1), date_effective=day(1, 1))
    return policies


@pytest.mark.parametrize("address", ["/policies/", "/interpretations/", "/policies/zhujian/"])
def test_filters_labels_and_counts_agree(one_of_each, client, address):
    facets = {facet.parameter: facet for facet in client.get(address).context["listing"].facets}
    counts = {option.value: option.count for option in facets["validity"].options}

    for name, policy in one_of_each.items():
        listing = client.get(f"{address}?validity={name}").context["listing"]
        assert {item.validity.code for item in listing.items} == {name}
        assert policy in [item.policy for item in listing.items]
        assert counts[name] == listing.total
    assert sum(counts[name] for name in WORDS) == counts[""] == 7


def test_lists_carry_the_marks(one_of_each, client):
    for address in ("/policies/", "/interpretations/", "/search/?q=便民措施"):
        text = client.get(address).text
        assert [text.count(mark) for mark in MARKS] == [1, 1, 1, 1]


def test_the_api_says_the_code(one_of_each, client):
    items = client.get("/api/v2/pages/?type=interpretations.PolicyPage&fields=validity").json()[
        "items"
    ]

    codes = {item["id"]: item["validity"] for item in items}
    assert {name: codes[policy.pk] for name, policy in one_of_each.items()} == {
        name: name for name in WORDS
    }
