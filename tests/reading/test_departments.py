"""A department that was merged leads to its successor once it has nothing public."""

import pytest

from interpretations.models import PolicyPage
from interpretations.setup.site import setup_department
from tests.factories import make_set, released_set
from tests.reading.acts import pass_on, withdraw

OLD, NEW = "/policies/zhujian/", "/policies/renshe/"

pytestmark = pytest.mark.django_db


def merge(department, into):
    department.refresh_from_db()
    department.successor = into
    department.save()


@pytest.fixture
def merged(world):
    merge(world.department, world.other_department)


def test_an_empty_department_leads_to_its_successor(world, merged, client):
    response = client.get(f"{OLD}?year=2026")

    assert (response.status_code, response["Location"]) == (301, f"{NEW}?year=2026")


def test_drafts_do_not_keep_it(world, merged, client):
    before = client.get(OLD)
    make_set(world)

    assert client.get(OLD).status_code == before.status_code == 301


def test_a_department_with_something_public_stays(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    merge(world.department, world.other_department)

    response = client.get(OLD)

    assert response.status_code == 200
    assert policy.url in response.text


def test_the_last_withdrawal_lets_it_lead_on(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    merge(world.department, world.other_department)

    withdraw(world, policy)

    assert client.get(OLD)["Location"] == NEW
    assert client.get(policy.url).status_code == 410


def test_successors_of_successors_are_followed(world, merged, client):
    last = setup_department("shuju", "市数据局")
    merge(world.other_department, last)

    assert client.get(OLD)["Location"] == "/policies/shuju/"


def test_a_chain_stops_where_something_is_public(world, merged, client):
    merge(world.other_department, setup_department("shuju", "市数据局"))
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    pass_on(world, policy)

    assert client.get(OLD)["Location"] == NEW


@pytest.mark.parametrize("target", ["department", "other_department"])
def test_a_circle_ends_in_the_ordinary_page(world, merged, client, target):
    merge(world.other_department, getattr(world, target))

    assert client.get(NEW).status_code == 200


def test_without_a_successor_an_empty_department_is_an_ordinary_page(world, client):
    assert client.get(OLD).status_code == 200


def test_its_name_in_a_filter_means_the_successor(world, merged, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    pass_on(world, policy)

    response = client.get("/policies/?department=zhujian")

    assert [item.policy.pk for item in response.context["listing"].items] == [policy.pk]
    facets = {facet.parameter: facet for facet in response.context["listing"].facets}
    chosen = [option.value for option in facets["department"].options if option.selected]
    assert chosen == ["renshe"]


def test_a_merged_department_with_nothing_public_is_in_no_facet_and_not_in_the_site_map(
    world, merged, client
):
    pass_on(world, PolicyPage.objects.get(pk=released_set(world).policy_id))

    facets = {
        facet.parameter: facet for facet in client.get("/policies/").context["listing"].facets
    }

    assert [option.value for option in facets["department"].options] == ["", "renshe"]
    assert OLD not in client.get("/sitemap.xml").text
