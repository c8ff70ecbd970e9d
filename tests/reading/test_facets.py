"""Counts beside filters: what a click will show, counted once in an edition on a day."""

from copy import deepcopy

import pytest
from django.core.cache import caches

from interpretations.models import InterpretationForm, PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.reading import catalogue
from search import index as door
from tests.factories import make_interpretation, released_set
from tests.reading.acts import done, exempt_set, withdraw

pytestmark = pytest.mark.django_db


def counts(client, address="/policies/"):
    """Facet -> value -> count."""
    facets = client.get(address).context["listing"].facets
    return {
        facet.parameter: {option.value: option.count for option in facet.options}
        for facet in facets
    }


@pytest.fixture(scope="module")
def built(shared_world):
    policy = PolicyPage.objects.get(pk=released_set(shared_world).policy_id)
    released_set(shared_world, department=shared_world.department)
    other = InterpretationForm.objects.get(slug="wenda")
    more = make_interpretation(policy, shared_world.drafter, form=other)
    done(shared_world, policy, ReleaseKind.SUPPLEMENT, [more])
    exempt_set(shared_world)
    return policy


@pytest.fixture
def mixed(world, built):
    """Two sets of one department with a text, one with questions too; one of the other's."""
    return deepcopy(built)


@pytest.mark.parametrize("parameter", ["form", "department", "topic", "year", "validity"])
@pytest.mark.parametrize(
    "address",
    ["/policies/?", "/interpretations/?", "/policies/?form=wenda", "/policies/?q=便民措施"],
)
def test_a_count_is_what_a_click_shows(world, mixed, client, address, parameter):
    for value, count in counts(client, address)[parameter].items():
        caches["answers"].clear()  # an answer that was kept tells no context
        clicked = client.get(f"{address}&{parameter}={value}")
        assert clicked.context["listing"].total == count


@pytest.mark.parametrize("again", ["/policies/", "/policies/?page=1", "/policies/?year=2026"])
def test_sets_are_not_counted_again_within_an_edition(world, mixed, client, monkeypatch, again):
    client.get("/policies/")
    monkeypatch.setattr(catalogue, "_read", lambda *args: pytest.fail("counted again"))

    assert client.get(again).status_code == 200


def test_other_lists_and_other_filters_are_counted_for_themselves(world, mixed, client):
    totals = {
        address: client.get(address).context["listing"].total
        for address in ("/policies/", "/interpretations/", "/policies/renshe/", "/policies/?form=x")
    }

    assert list(totals.values()) == [3, 2, 0, 0]


def test_a_release_is_counted_at_once(world, mixed, client):
    before = counts(client)["form"][""]

    released_set(world)

    assert counts(client)["form"][""] == before + 1


def test_a_withdrawal_is_counted_at_once(world, mixed, client):
    assert counts(client)["form"]["wenda"] == 1

    withdraw(world, mixed)

    assert "wenda" not in counts(client)["form"]


def test_a_list_with_free_words_searches_once(world, mixed, client, monkeypatch):
    asked, find = [], door.find
    monkeypatch.setattr(door, "find", lambda query: asked.append(query) or find(query))

    client.get("/policies/?q=便民措施&year=2026")

    assert asked == ["便民措施"]
