"""`next` leads to this site and nowhere else, however it is written."""

import pytest
from django.test import Client

from tests.attacks.judged import leads_here
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "https:evil.example", "https:/evil.example",
    "http://testserver@evil.example/", "//testserver@evil.example", "javascript:alert(1)",
    "/%09/evil.example/../..//evil.example", " //evil.example", "\n//evil.example",
    "data:text/html,x",
    "//evil.example\\@testserver/", "http://testserver.evil.example/", "．．//evil.example",
    "///\\;@evil.example", "https://evil.example?testserver", "https://evil。example/",
)  # fmt: skip


@pytest.mark.parametrize("way", ELSEWHERE)
def test_signing_in_leads_here(world, way):
    data = {"username": "drafter", "password": PASSWORD, "next": way}
    response = Client().post("/admin/login/", data)

    assert response.status_code == 302
    assert leads_here(response["Location"])


@pytest.mark.parametrize("way", ELSEWHERE)
def test_who_is_signed_in_already_is_led_here(world, client, way):
    client.force_login(world.drafter)

    for response in (
        client.get("/admin/login/", {"next": way}),
        client.get("/admin/logout/", {"next": way}),
    ):
        assert leads_here(response.headers.get("Location", "/"))


@pytest.mark.parametrize("way", ELSEWHERE)
def test_a_refused_step_leads_back_here(world, client, way):
    client.force_login(world.admin)
    headers = {"Referer": way} if way.isascii() and "\n" not in way else {}

    response = client.post("/admin/pages/999999/unpublish/", {"next": way}, headers=headers)

    assert leads_here(response.headers.get("Location", "/"))


@pytest.mark.parametrize("path", [
    "//evil.example", "///evil.example", "/\\evil.example", "//evil.example/policies",
    "/%5cevil.example", "/%2fevil.example",
])  # fmt: skip
def test_an_address_without_its_slash_leads_here(world, path):
    response = Client().get(path)

    assert leads_here(response.headers.get("Location", "/"))
