"""更正说明: what was changed on a public page, dated; machines see that the set is newer."""

import datetime
from copy import deepcopy
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.kinds import ReleaseKind
from tests.factories import make_interpretation, released_set
from tests.reading.acts import at, correct, done, fresh, pass_on, remove, submitted

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = ["/policies/feed/", "/interpretations/feed/"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    with pytest.MonkeyPatch.context() as clock:
        at(clock, 2026, 3, 1)
        policy = PolicyPage.objects.get(pk=released_set(shared_world).policy_id)
        return policy, InterpretationPage.objects.get()


@pytest.fixture
def pair(world, built, monkeypatch):
    """A document and its interpretation, public since the first of March 2026."""
    at(monkeypatch, 2026, 3, 1)
    return deepcopy(built)


def entry(client, address):
    return ElementTree.fromstring(client.get(address).content).find(f"{ATOM}entry")


def updated(client, address):
    """The local day of the newest entry."""
    moment = datetime.datetime.fromisoformat(entry(client, address).findtext(f"{ATOM}updated"))
    return timezone.localtime(moment).date().isoformat()


def lastmod(client, page):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    dates = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
    return next(when for address, when in dates.items() if address.endswith(page.url))[:10]


def test_a_corrected_page_says_what_was_changed_and_when(world, pair, client, monkeypatch):
    _policy, page = pair
    at(monkeypatch, 2026, 4, 9)
    correct(world, page, "把3万元更正为5万元。", summary="补5万元。")

    text = client.get(page.url).text

    assert "更正说明" in text
    assert "把3万元更正为5万元。" in text
    assert ">2026年4月9日</time>" in text


def test_the_newest_note_stands_first(world, pair, client, monkeypatch):
    policy, _page = pair
    for month, note in ((4, "第一次更正。"), (5, "第二次更正。")):
        at(monkeypatch, 2026, month, 1)
        correct(world, fresh(policy), note, index_number=f"000014348/2026-0000{month}")

    text = client.get(policy.url).text

    assert text.index("第二次更正。") < text.index("第一次更正。")


def test_the_document_tells_that_an_interpretation_was_corrected(world, pair, client, monkeypatch):
    policy, page = pair
    at(monkeypatch, 2026, 4, 9)
    correct(world, page, "把3万元更正为5万元。", summary="补5万元。")

    text = client.get(policy.url).text

    assert "2026年4月9日更正" in text
    assert "更正说明" not in text


def test_what_was_never_corrected_has_no_note(pair, client):
    for page in pair:
        assert "更正" not in client.get(page.url).text


@pytest.mark.parametrize("step", ["draft", "in review"])
def test_a_correction_that_is_not_released_says_nothing(world, pair, client, step):
    policy, page = pair
    before = [client.get(member.url).content for member in (policy, page)]
    draft = page.get_latest_revision_as_object()
    draft.summary = "补5万元。"
    draft.save_revision(user=world.drafter)
    if step == "in review":
        submitted(world, policy, ReleaseKind.CORRECTION, [page], note="把3万元更正为5万元。")

    assert [client.get(member.url).content for member in (policy, page)] == before
    assert "更正" not in client.get(f"/api/v2/pages/{page.pk}/").text


def test_the_api_tells_the_notes(world, pair, client, monkeypatch):
    _policy, page = pair
    at(monkeypatch, 2026, 4, 9)
    correct(world, page, "把3万元更正为5万元。", summary="补5万元。")

    notes = client.get(f"/api/v2/pages/{page.pk}/").json()["notes"]

    assert notes == [{"at": "2026-04-09T12:00:00+08:00", "text": "把3万元更正为5万元。"}]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_entry_is_as_new_as_the_correction_and_keeps_its_id(
    world, pair, client, monkeypatch, address
):
    before = entry(client, address)
    at(monkeypatch, 2026, 4, 9)
    correct(world, pair[1], summary="补5万元。")

    after = entry(client, address)

    assert updated(client, address) == "2026-04-09"
    for name in ("id", "published"):
        assert after.findtext(f"{ATOM}{name}") == before.findtext(f"{ATOM}{name}")


def test_the_site_map_follows_the_correction(world, pair, client, monkeypatch):
    at(monkeypatch, 2026, 4, 9)
    correct(world, pair[1], summary="补5万元。")

    assert [lastmod(client, page) for page in pair] == ["2026-04-09"] * 2


def test_a_supplement_makes_the_set_newer(world, pair, client, monkeypatch):
    policy, _page = pair
    at(monkeypatch, 2026, 4, 9)
    done(world, policy, ReleaseKind.SUPPLEMENT, [make_interpretation(policy, world.drafter)])

    assert (lastmod(client, policy), updated(client, "/policies/feed/")) == ("2026-04-09",) * 2


def test_a_removal_makes_the_set_newer(world, pair, client, monkeypatch):
    policy, page = pair
    done(world, policy, ReleaseKind.SUPPLEMENT, [make_interpretation(policy, world.drafter)])
    at(monkeypatch, 2026, 4, 9)

    remove(world, page)

    assert (lastmod(client, policy), updated(client, "/policies/feed/")) == ("2026-04-09",) * 2


def test_passing_a_set_on_writes_no_text(world, pair, client, monkeypatch):
    at(monkeypatch, 2026, 4, 9)
    pass_on(world, pair[0])

    assert lastmod(client, fresh(pair[0])) == "2026-03-01"


def test_a_later_interpretation_does_not_claim_to_have_come_with_its_document(
    world, pair, client, monkeypatch
):
    policy, page = pair
    at(monkeypatch, 2026, 4, 9)
    late = make_interpretation(policy, world.drafter)
    done(world, policy, ReleaseKind.SUPPLEMENT, [late])

    assert "与文件同时发布" in client.get(page.url).text
    text = client.get(late.url).text
    assert "与文件同时发布" not in text
    assert '<meta name="PubDate" content="2026-04-09 12:00">' in text
