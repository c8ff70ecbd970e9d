"""The two Atom feeds."""

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    approved_set,
    edit,
    interpretations_of,
    make_set,
    released_set,
    submit_set,
)

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/policies/feed/", "/interpretations/feed/"]

pytestmark = pytest.mark.django_db


def entries(client, address):
    return ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")


def text_of(entry, name):
    return entry.findtext(f"{ATOM}{name}")


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_atom(world, client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_names_itself_under_the_sites_own_address(world, client, address, settings):
    settings.BASE_URL = "https://zc.example.gov.cn"

    root = ElementTree.fromstring(client.get(address).content)

    own = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == [f"https://zc.example.gov.cn{address}"]


def test_a_policy_entry_links_the_document(world, client):
    policy = PolicyPage.objects.get(pk=released_set(world).policy_id)

    [entry] = entries(client, "/policies/feed/")

    assert text_of(entry, "title") == policy.title
    assert entry.find(f"{ATOM}link").get("href").endswith(policy.url)


def test_a_policy_entry_mentions_every_interpretation(world, client):
    released_set(world, interpretations=2)

    [entry] = entries(client, "/policies/feed/")

    for page in InterpretationPage.objects.all():
        assert page.url in text_of(entry, "summary")
        assert page.title in text_of(entry, "summary")


def test_an_interpretation_entry_links_the_interpretation(world, client):
    released_set(world)

    [entry] = entries(client, "/interpretations/feed/")

    assert entry.find(f"{ATOM}link").get("href").endswith(InterpretationPage.objects.get().url)


def test_an_interpretation_entry_mentions_its_document(world, client):
    released_set(world)

    [entry] = entries(client, "/interpretations/feed/")

    assert f'{PolicyPage.objects.get().url}"' in text_of(entry, "summary")


@pytest.mark.parametrize("address", FEEDS)
def test_an_entry_is_as_new_as_its_release(world, client, address):
    release = released_set(world)

    [entry] = entries(client, address)

    assert datetime.fromisoformat(text_of(entry, "updated")) == release.released_at


@pytest.mark.parametrize("address", FEEDS)
def test_the_newest_stands_first(world, client, address):
    titles = {PolicyPage.objects.get(pk=released_set(world).policy_id).title for _ in range(2)}

    times = [text_of(entry, "updated") for entry in entries(client, address)]

    assert times == sorted(times, reverse=True)
    assert len(titles) == len(times) == 2


@pytest.mark.parametrize("address", FEEDS)
def test_an_entry_keeps_its_id_when_other_sets_follow(world, client, address):
    released_set(world)
    before = text_of(entries(client, address)[0], "id")

    released_set(world)

    assert before in [text_of(entry, "id") for entry in entries(client, address)]
    assert re.fullmatch(r"tag:[\w.-]+,\d{4}-\d\d-\d\d:\d+", before)


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("unreleased", [make_set, approved_set])
def test_a_feed_says_nothing_of_what_is_not_released(world, client, address, unreleased):
    unreleased(world)

    assert entries(client, address) == []


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_holds_the_newest_only(world, client, address, monkeypatch):
    monkeypatch.setattr("interpretations.reading.feeds.NEWEST", 1)
    for _ in range(2):
        released_set(world)

    assert len(entries(client, address)) == 1


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_only_read(world, client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", FEEDS)
def test_markup_in_a_title_stays_text(world, client, address):
    released_set(world, title="关于<b>加粗</b>&符号的通知")

    [entry] = entries(client, address)

    assert "<b>" not in text_of(entry, "summary")


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("sign", ["\v", "\ufffe"])
def test_an_old_title_that_xml_cannot_hold_breaks_no_feed(world, client, address, sign):
    policy = make_set(world, title=f"关于{sign}公积金的通知")
    edit(interpretations_of(policy)[0], world.drafter, title=f"公积金{sign}怎么提取")
    execute(approve(world, submit_set(world, policy)).pk)

    titles = [text_of(entry, "title") for entry in entries(client, address)]

    assert any("公积金" in title for title in titles)
    assert not any(sign in title for title in titles)
