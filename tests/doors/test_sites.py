"""One site, the default one, from the front page: a released document has one address (P1, P2)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import HomePage
from interpretations.models import PolicyPage
from interpretations.models.refusals import OneSite
from tests.factories import released_set
from tests.support.behind import behind_the_guard

pytestmark = pytest.mark.django_db
SECOND = {"hostname": "other.test", "port": 80, "site_name": "第二个"}


def saved(**values):
    site = Site.objects.get()
    for name, value in values.items():
        setattr(site, name, value)
    site.save()


def second(world, **values):
    return Site(**SECOND | {"root_page": world.department} | values)


SHUT = {
    "second site": lambda world: second(world).save(),
    "second site at the front page": lambda world: second(world, root_page=world.home).save(),
    "second sites at once": lambda world: Site.objects.bulk_create([second(world)]),
    "second default": lambda world: second(world, is_default_site=True).save(),
    "no default": lambda world: saved(is_default_site=False),
    "no default by a statement": lambda world: Site.objects.update(is_default_site=False),
    "another root": lambda world: saved(root_page=world.department),
    "another root by a statement": lambda world: Site.objects.update(root_page=world.department),
    "deleted": lambda world: Site.objects.get().delete(),
    "deleted by a queryset": lambda world: Site.objects.all().delete(),
    "deleted by a statement": lambda world: Site.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("name", SHUT)
def test_no_line_of_code_adds_or_takes_an_address(world, name):
    before = list(Site.objects.values())

    with pytest.raises((OneSite, IntegrityError)), transaction.atomic():
        SHUT[name](world)

    assert list(Site.objects.values()) == before


@pytest.mark.parametrize("door", ["add", "edit", "delete"])
@pytest.mark.parametrize("host", ["testserver", "other.test"])
def test_an_administrator_is_told_that_there_is_one_site(world, client, settings, door, host):
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(world.admin)
    before = list(Site.objects.values())
    args = [] if door == "add" else [Site.objects.get().pk]
    form = SECOND | {"root_page": world.department.pk}

    url = reverse(f"wagtailsites:{door}", args=args)
    answer = client.post(url, form, headers={"host": host}, follow=True)

    assert answer.status_code == (200 if door == "delete" else 409)
    assert "只能有一个站点" in answer.text
    assert list(Site.objects.values()) == before


def test_name_and_host_of_the_site_may_change(world):
    saved(hostname="zhengce.example", port=443, site_name="新的名称")

    assert Site.objects.get().hostname == "zhengce.example"


@pytest.fixture
def two_sites(world):
    """A second site as an administrator could make it before."""
    with behind_the_guard():
        Site.objects.bulk_create([second(world)])


@pytest.mark.violates
def test_every_host_answers_with_the_same_pages(world, two_sites, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    address = f"/policies/zhujian/{policy.slug}/"
    hosts = ["testserver", "other.test"]

    answers = [client.get(address, headers={"host": host}) for host in hosts]
    fronts = [client.get("/", headers={"host": host}) for host in hosts]
    elsewhere = client.get(f"/{policy.slug}/", headers={"host": "other.test"})

    assert [answer.status_code for answer in answers] == [200, 200]
    assert {front.context["page"].pk for front in fronts} == {HomePage.objects.get().pk}
    assert elsewhere.status_code == 404


@pytest.mark.violates
def test_the_api_tells_the_same_under_every_host(world, two_sites, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    released_set(world)

    told = [
        client.get("/api/v2/pages/", headers={"host": host}).json()["meta"]["total_count"]
        for host in ("testserver", "other.test")
    ]

    assert told[0] == told[1] > 2


def test_a_second_site_of_before_may_go(world, two_sites):
    released_set(world)

    Site.objects.get(hostname="other.test").delete()

    assert Site.objects.get().is_default_site


def test_a_site_that_lost_its_mark_answers_and_gets_it_back(world, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with behind_the_guard():
        Site.objects.update(is_default_site=False)

    assert client.get("/", headers={"host": "other.test"}).status_code == 200
    saved(is_default_site=True)


@pytest.mark.parametrize("channel", ["/policies/feed/", "/sitemap.xml", "/api/v2/pages/", "page"])
def test_every_channel_names_pages_by_the_base_address(world, client, settings, channel):
    settings.BASE_URL = settings.WAGTAILAPI_BASE_URL = "https://zhengce.example"
    page = Page.objects.get(pk=released_set(world).policy_id)

    text = client.get(page.url if channel == "page" else channel).text

    assert f"https://zhengce.example/policies/zhujian/{page.slug}/" in text
    assert "http://localhost" not in text
