"""A Host header of somebody's choice is in no page, no mail and no redirect."""

import pytest
from django.test import Client

from interpretations.models import PolicyPage
from tests.factories import released_set

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
FORWARDED = {
    name: EVIL
    for name in ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-Host", "Forwarded")
} | {"X-Forwarded-Port": "1337", "X-Forwarded-Prefix": f"//{EVIL}"}
PUBLIC = (
    "/", "/policies/", "/interpretations/", "/search/?q=a", "/sitemap/", "/sitemap.xml",
    "/robots.txt", "/policies/feed/", "/interpretations/feed/", "/api/v2/pages/", "/policies",
    "/nothing/", "/admin/login/",
)  # fmt: skip


@pytest.fixture
def policy(world):
    return PolicyPage.objects.get(pk=released_set(world).policy_id)


@pytest.mark.parametrize("host", [
    EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", "a b", "te<st",
    f"testserver:80@{EVIL}", f"testserver\t{EVIL}", "[::1",
])  # fmt: skip
def test_a_host_that_is_not_ours_gets_no_page(world, host):
    client = Client(raise_request_exception=False)
    for address in PUBLIC:
        response = client.get(address, HTTP_HOST=host)
        assert response.status_code == 400, address
        assert EVIL not in response.text + str(response.headers)


def test_what_a_proxy_might_say_about_the_host_is_not_believed(policy):
    for address in (*PUBLIC, policy.url):
        response = Client().get(address, headers=FORWARDED)
        assert EVIL not in response.getvalue().decode() + str(response.headers), address
        assert "1337" not in str(response.headers)


def test_pages_name_the_sites_own_address_under_every_name_that_is_allowed(policy):
    """`127.0.0.1` is allowed for who watches the machine: no cache keeps it in links."""
    for address in (*PUBLIC[:10], policy.url):
        ours, other = (
            Client().get(address, HTTP_HOST=host) for host in ("testserver", "127.0.0.1")
        )
        assert ours.status_code == other.status_code == 200, address
        assert b"127.0.0.1" not in other.getvalue()


def test_a_mail_for_a_new_password_leads_to_us(world, mailoutbox, settings):
    client = Client(HTTP_HOST="127.0.0.1", headers=FORWARDED)

    client.post("/admin/password_reset/", {"email": world.drafter.email})

    (message,) = mailoutbox
    assert f"{settings.BASE_URL}/admin/password_reset/confirm/" in message.body
    assert EVIL not in message.body and "127.0.0.1" not in message.body


@pytest.mark.parametrize(
    "address", ["/policies", "/admin", "/search", "//evil.example", "//evil.example/%2f.."]
)
def test_a_redirect_never_leaves_the_host(world, address):
    response = Client(raise_request_exception=False).get(address, headers=FORWARDED)

    assert not response.headers.get("Location", "/").startswith(("//", "http", "/\\"))
