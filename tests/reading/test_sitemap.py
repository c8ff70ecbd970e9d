"""The site map and robots.txt."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.reading import sitemap
from tests.factories import approved_set, make_set, released_set

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.BASE_URL = "https://zc.example.gov.cn"


def listed(client, address="/sitemap.xml"):
    root = ElementTree.fromstring(client.get(address).content)
    return {item.findtext(f"{MAP}loc"): item.findtext(f"{MAP}lastmod") for item in root}


def full(page):
    return f"https://zc.example.gov.cn{page.url}"


def test_a_site_without_releases_lists_its_shelves(world, client):
    assert set(listed(client)) == {
        "https://zc.example.gov.cn/",
        "https://zc.example.gov.cn/policies/",
        "https://zc.example.gov.cn/interpretations/",
    }


def test_both_halves_of_a_set_are_listed(world, client):
    released_set(world, interpretations=2)

    addresses = set(listed(client))

    assert full(PolicyPage.objects.get()) in addresses
    assert {full(page) for page in InterpretationPage.objects.all()} <= addresses


def test_an_address_is_as_new_as_its_release(world, client):
    release = released_set(world)

    lastmod = listed(client)[full(PolicyPage.objects.get())]

    local = timezone.localtime(release.released_at)
    assert datetime.fromisoformat(lastmod).date() == local.date()


def test_only_departments_with_something_public_are_listed(world, client):
    released_set(world)

    addresses = set(listed(client))

    assert full(world.department) in addresses
    assert full(world.other_department) not in addresses


@pytest.mark.parametrize("unreleased", [make_set, approved_set])
def test_the_site_map_says_nothing_of_what_is_not_released(world, client, unreleased):
    unreleased(world)

    assert len(listed(client)) == 3


def test_a_long_site_map_becomes_an_index(world, client, monkeypatch):
    monkeypatch.setattr(sitemap, "ADDRESSES_A_FILE", 1)
    released_set(world)

    assert [address.split("/")[-1] for address in listed(client)] == [
        "sitemap-shelves.xml",
        "sitemap-policies.xml",
        "sitemap-interpretations.xml",
    ]


def test_a_part_of_the_index_lists_its_own_kind(world, client):
    released_set(world)

    assert set(listed(client, "/sitemap-policies.xml")) == {full(PolicyPage.objects.get())}


@pytest.mark.parametrize(
    "address", ["/sitemap-nothing.xml", "/sitemap.xml?p=99", "/sitemap.xml?p=x"]
)
def test_a_part_that_is_not_there_is_404(world, client, address):
    assert client.get(address).status_code == 404


def test_people_find_the_columns_and_the_departments_with_something_public(world, client):
    released_set(world)

    shown = client.get("/sitemap/").text

    assert all(f'href="{path}"' in shown for path in ("/", "/policies/", "/interpretations/"))
    assert f'<a href="{world.department.url}">{world.department.title}</a>' in shown
    assert world.other_department.title not in shown


def test_the_footer_leads_to_the_site_map_for_people(world, client):
    assert '<a href="/sitemap/">网站地图</a>' in client.get("/").text


def test_robots_stay_out_of_the_desk(db, client):
    assert "Disallow: /admin/" in client.get("/robots.txt").text.splitlines()


def test_robots_are_told_where_the_site_map_is(db, client):
    lines = client.get("/robots.txt").text.splitlines()

    assert "Sitemap: https://zc.example.gov.cn/sitemap.xml" in lines


def test_each_file_of_a_long_site_map_has_its_own_addresses(world, client, monkeypatch):
    monkeypatch.setattr(sitemap.PublicSitemap, "limit", 1)
    released_set(world)
    released_set(world)

    files = [listed(client, f"/sitemap-policies.xml?p={number}") for number in (1, 2)]

    assert [len(addresses) for addresses in files] == [1, 1]
    assert {*files[0], *files[1]} == {full(page) for page in PolicyPage.objects.all()}
