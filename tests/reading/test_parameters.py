"""A parameter that an address does not know is as if nobody had sent it."""

import pytest
from django.http import QueryDict
from django.urls import URLPattern
from wagtail.models import get_page_models

from config.urls import urlpatterns
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.reading.parameters import (
    KNOWN,
    PAGES,
    READ,
    known_of,
    known_parameters,
)
from interpretations.reading.serve import serve
from tests.factories import released_set

# Of links shared on WeChat and in mails; and what other kinds of address read.
UNKNOWN = "from=singlemessage&isappinstalled=0&utm_source=mail&limit=3&nothing=q"
ADDRESSES = [
    "/", "/policies/", "/policies/?topic=minzheng&page=2", "/policies/zhujian/",
    "/interpretations/?year=2026", "/search/", "/search/?q=便民", "/policies/feed/",
    "/interpretations/feed/", "/sitemap/", "/sitemap.xml", "/sitemap-policies.xml", "/robots.txt",
    "{policy}", "{policy}both/", "{page}",
]  # fmt: skip


@pytest.fixture(scope="module")
def built(shared_world):
    policy = PolicyPage.objects.get(pk=released_set(shared_world).policy_id)
    return {"policy": policy.url, "page": InterpretationPage.objects.get().url}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_parameter_changes_no_byte_of_an_answer(built, client, address):
    address = address.format(**built)
    plain = client.get(address)

    for query in (UNKNOWN, "view=x&from=x") if "?" not in address else (UNKNOWN,):
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{query}")
        assert (answer.status_code, answer.content) == (200, plain.content)


@pytest.mark.django_db
def test_the_links_of_a_list_repeat_what_it_knows_alone_and_in_one_order(built, client):
    listing = client.get("/policies/?from=x&year=2025&q=便民&year=2026&topic=").context["listing"]

    assert {option.url for facet in listing.facets for option in facet.options if option.selected}
    for facet in listing.facets:
        for option in facet.options:
            assert "from" not in option.url and option.url.startswith("?q=%E4%BE%BF%E6%B0%91")


def test_every_public_view_says_what_it_reads():
    views = {
        pattern.callback for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and not str(pattern.pattern).startswith("admin/")
    }  # fmt: skip
    pages = {view for view in views if getattr(view, "__wrapped__", None) is serve}

    assert len(pages) == 1
    for view in views - pages:
        assert isinstance(known_parameters(view), tuple), view


def test_every_kind_of_page_says_what_it_reads():
    ours = {model._meta.label for model in get_page_models()} - {"wagtailcore.Page"}

    assert ours == set(PAGES)
    assert known_parameters(PolicyPage) == ("view",)


def test_what_is_known_stands_once_and_in_one_order():
    asked = QueryDict("page=2&from=x&q=a&topic=&q=b")

    assert known_of(asked, READ["library"]).urlencode() == "q=b&page=2"
    assert {"q", "page", "view", "p"} <= KNOWN
