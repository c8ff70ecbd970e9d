"""What is kept for an edition: alike for every reader, and new as soon as it changes."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.template import Context, Template
from wagtail.models import Site

from home.models import SiteIdentity
from interpretations.models import PolicyPage
from interpretations.reading import cards, route, snapshot
from tests.factories import released_set
from tests.reading.acts import correct
from tests.support.behind import restrict

pytestmark = pytest.mark.django_db


def test_a_changed_identity_stands_on_the_next_page(world, client):
    client.get("/")
    identity = SiteIdentity.objects.get()
    identity.sponsor = "九江市数据局"
    identity.save()

    assert "九江市数据局" in client.get("/").content.decode()


def test_a_card_is_rendered_once_in_an_edition(world, client, monkeypatch):
    released_set(world)
    client.get("/policies/")
    monkeypatch.setattr(cards, "render_to_string", lambda *args: pytest.fail("rendered again"))

    assert client.get("/policies/?year=2026").status_code == 200


def test_a_corrected_card_is_new_at_once(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    client.get("/policies/")

    correct(world, policy, title="更正后的标题")

    assert "更正后的标题" in client.get("/policies/").content.decode()


def test_nothing_is_kept_at_the_desk(world):
    assert [snapshot.kept("number", lambda n=n: n) for n in (1, 2)] == [1, 2]


def test_a_part_that_is_alike_is_not_kept_at_the_desk(world):
    template = Template("{% load site_tags %}{% alike 'part' %}{{ n }}{% endalike %}")

    assert [template.render(Context({"n": n})) for n in (1, 2)] == ["1", "2"]


def test_what_was_kept_does_not_outlive_a_migrate(world):
    cache.set("kept", "of a history that was taken back")

    call_command("migrate", verbosity=0)

    assert cache.get("kept") is None


def test_an_identity_made_after_the_first_reader_is_shown(world, client):
    SiteIdentity.objects.all().delete()
    client.get("/")

    SiteIdentity.objects.create(site=Site.objects.get(), site_name="新名字")

    assert "新名字" in client.get("/").text


@pytest.mark.violates
def test_an_alias_of_an_alias_has_the_restriction_of_its_source(world):
    alias = world.other_department.create_alias(update_slug="bb")
    second = alias.create_alias(update_slug="cc")
    restrict(world.other_department)

    assert [page.get_view_restrictions().count() for page in (alias, second)] == [1, 1]


def test_an_address_deeper_than_any_tree_is_not_looked_for(
    world, client, django_assert_num_queries
):
    request = client.get("/a/").wsgi_request

    with django_assert_num_queries(1):  # its site
        assert route.find(request, "a/" * 4_000) is None
