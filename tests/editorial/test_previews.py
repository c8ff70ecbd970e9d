"""A preview says that it is none of the public's, and leads to the previews of the other half."""

import re

import pytest
from django.urls import reverse

from tests.editorial.desk import as_user, public_set
from tests.factories import interpretations_of, make_set, submit_set

pytestmark = pytest.mark.django_db


def ways(text):
    """Addresses of 看文件, 看解读 and 对照看."""
    nav = text.partition('<nav class="ways"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)"', nav)


def draft(page):
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])


def test_a_drafter_gets_from_each_half_to_the_other(world):
    policy = make_set(world)
    client = as_user(world.drafter)

    for page in (policy, *interpretations_of(policy)):
        addresses = ways(client.get(draft(page)).text)
        assert len(addresses) == 3
        assert {client.get(address).status_code for address in addresses} == {200}


def test_a_reviewer_gets_from_each_pinned_half_to_the_other(world):
    release = submit_set(world, make_set(world))
    client = as_user(world.leader)

    for item in release.items.all():
        addresses = ways(client.get(reverse("releases:member", args=[release.pk, item.pk])).text)
        assert len(addresses) == 3
        assert {client.get(address).status_code for address in addresses} == {200}


def test_the_third_way_shows_both(world):
    policy = make_set(world)
    (interpretation,) = interpretations_of(policy)

    text = as_user(world.drafter).get(f"{draft(policy)}?view=both").text

    assert "要点" in text
    assert interpretation.title in text


def test_it_is_said_that_nobody_else_sees_it(world):
    text = as_user(world.drafter).get(draft(make_set(world))).text

    assert "预览：这一页还没有公开。" in text


def test_a_change_of_a_public_page_is_said_to_be_one(world):
    text = as_user(world.drafter).get(draft(public_set(world))).text

    assert "现在公开的可能不同" in text


def test_readers_are_told_nothing_of_previews(world, client):
    assert "preview-flag" not in client.get(public_set(world).url).text
