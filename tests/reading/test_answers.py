"""What every public answer has in common: headers, and one 404 for all that is not there."""

import re

import pytest

from interpretations.models import InterpretationPage, PolicyPage
from tests.factories import approved_set, make_set, released_set

ADDRESSES = [
    "/",
    "/policies/",
    "/interpretations/",
    "/policies/zhujian/",
    "/search/?q=便民",
    "/policies/feed/",
    "/sitemap/",
    "/sitemap.xml",
    "/api/v2/pages/",
    "/nothing/",
]

pytestmark = pytest.mark.django_db


def said(answer):
    """The headers of an answer, without the number that every request has of its own."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


def test_not_yet_and_never_was_are_answered_byte_for_byte_alike(world, client):
    never = client.get("/policies/zhujian/nothing/")

    for policy in (make_set(world), approved_set(world).policy):
        policy.refresh_from_db()
        page = InterpretationPage.objects.child_of(policy).get()
        for address in (policy.url, page.url, f"{policy.url}both/", f"{policy.url}?view=both"):
            answer = client.get(address)
            assert (answer.status_code, answer.content) == (404, never.content)
            assert said(answer) == said(never)


def test_an_unreleased_address_without_its_slash_is_answered_like_any_other(world, client):
    policy = make_set(world)

    known, unknown = (
        client.get(address) for address in (policy.url[:-1], "/policies/zhujian/nothing")
    )

    assert known.status_code == unknown.status_code == 301


def test_a_404_stands_in_the_sites_own_dress(world, client):
    text = client.get("/nothing/").text

    assert re.search(r'<meta name="edition" content="\d+">', text)
    assert 'class="site-header' in text
    assert 'class="site-footer' in text


def test_a_failure_is_answered_in_the_sites_own_words(world, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("interpretations.reading.search_page.public_hits", lambda query: 1 / 0)

    response = client.get("/search/?q=便民")

    assert (response.status_code, "网站出了问题" in response.text) == (500, True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_content_security_policy_allows_nothing_unsafe(world, client, address):
    policy = client.get(address)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'self'" in policy


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_answer_is_guarded_by_its_headers(world, client, address):
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_no_public_page_has_scripts_or_styles_in_its_text(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)
    page = InterpretationPage.objects.get()

    for address in (*ADDRESSES[:5], policy.url, page.url):
        text = client.get(address).text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", text)


@pytest.mark.parametrize("name", ["q", "department", "topic", "form", "year", "validity", "page"])
@pytest.mark.parametrize("value", ["%00", "%ff", "9" * 400, "-1", "²", "' OR 1=1 --"])
def test_an_odd_filter_breaks_no_list(world, client, name, value):
    assert client.get(f"/policies/?{name}={value}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_is_only_read(world, client, method):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)

    for address in ("/", policy.url, make_set(world).url, "/nothing/"):
        assert getattr(client, method)(address).status_code == 405
