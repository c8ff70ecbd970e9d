"""What one reader sends is in no answer that another might be given from a cache."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
MARK = "zzevilzz"
UNKEYED = {
    "X-Forwarded-Host": MARK, "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "POST", "X-Method-Override": "PUT",
    "X-Forwarded-Scheme": "http", "X-Forwarded-Prefix": f"/{MARK}", "X-Forwarded-For": MARK,
    "User-Agent": f"<{MARK}>", "Referer": f"https://{MARK}/", "Origin": f"https://{MARK}",
    "Accept-Language": "en", "Accept-Charset": "utf-7", "Range": "bytes=0-0",
    "If-Range": '"x"', "Accept": "text/html;q=0.1, application/xml",
    "X-Requested-With": "XMLHttpRequest",
    "Cookie": f"sessionid={MARK}; django_language=en; messages={MARK}", "X-Edition": "0",
}  # fmt: skip
ADDRESSES = (
    "/", "/policies/", "/interpretations/", "/search/?q=a", "/sitemap.xml", "/policies/feed/",
    "/api/v2/pages/", "/api/v2/images/", "/nothing/", "/robots.txt", "/sitemap/",
)  # fmt: skip
DECEPTIVE = (
    "{}x.css", "{};.css", "{};x/y.js", "{}%2e%2e/static/x.css", "{}static/x.png", "{}%0a.css",
    "{}%3f.css", "{}%23.css", "{}.css", "{}x.avif",
)  # fmt: skip


@pytest.fixture(scope="module")
def plain(built, django_db_blocker):
    """Public address -> its answer to somebody who sends nothing else."""
    with django_db_blocker.unblock():
        addresses = (*ADDRESSES, built.page("live").url)
        return {address: Client().get(address) for address in addresses}


@pytest.fixture
def policy(town):
    return town.page("live")


@pytest.mark.parametrize("header", UNKEYED)
def test_a_header_changes_no_public_answer(plain, town, header):
    """Or the answer says so in `Vary`."""
    for address, answer in plain.items():
        sent = Client().get(address, headers={header: UNKEYED[header]})
        assert (sent.status_code, sent.content) == (answer.status_code, answer.content), address
        assert MARK not in str(sent.headers)


@pytest.mark.parametrize("way", DECEPTIVE)
@pytest.mark.parametrize(
    "base", ["/admin/", "/admin/account/", "/admin/releases/", "draft", "live"]
)
def test_nothing_of_a_signed_in_person_may_be_kept_under_a_name_of_a_file(
    town, client, policy, base, way
):
    draft = town.page("draft")
    client.force_login(town.world.drafter)
    base = {"draft": f"/admin/pages/{draft.pk}/edit/", "live": policy.url}.get(base, base)

    response = client.get(way.format(base))

    if response.status_code == 200:
        assert "no-store" in response["Cache-Control"], response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    assert draft.title not in Client().get(way.format(base)).getvalue().decode()


def test_no_answer_of_the_desk_is_public(town, client):
    client.force_login(town.world.drafter)

    for address in ("/admin/", "/admin/nothing/", "/", "/policies/", "/api/v2/pages/", "/nothing/"):
        caching = client.get(address)["Cache-Control"]
        assert "private" in caching and "no-store" in caching, address


def test_another_method_in_a_header_is_the_method_of_the_request(policy):
    headers = {name: value for name, value in UNKEYED.items() if "Method" in name}

    assert Client().get(policy.url, headers=headers).status_code == 200
    assert Client().post(policy.url, headers={"X-HTTP-Method-Override": "GET"}).status_code == 405
