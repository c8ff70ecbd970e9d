"""Every unsafe request without a token of ours is refused, at every address there is (CSRF)."""

import json

import pytest
from django.test import Client

from tests.database.undone import undone
from tests.doors.discovery import walk
from tests.doors.sweep import filled
from tests.doors.town import differences, public_state

pytestmark = pytest.mark.django_db
PUBLIC = (
    "/", "/policies/", "/search/", "/api/v2/pages/", "/api/v2/pages/1/", "/media/a.pdf", "/healthz",
    "/readyz", "/sitemap.xml", "/robots.txt", "/policies/feed/", "/interpretations/feed/",
)  # fmt: skip
METHODS = ("post", "put", "patch", "delete")
# 409: the guard of the desk refused it, before Django REST framework asked for the token.
REFUSED = (403, 404, 405, 409)
# Whoever is signed in already is led on by the sign-in page; nothing is done.
LED_ON = {"wagtailadmin_login": 302}


@pytest.fixture
def victim(town):
    """Somebody who may do everything, led to a page of a stranger."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(town.world.admin)
    return client


def addresses(town):
    named = filled(town, "draft")
    assert len(named) > 150
    return {**named, **{path: path for path in PUBLIC}}


@pytest.mark.parametrize("method", METHODS)
def test_no_address_acts_without_our_token(town, victim, before, method):
    acted = {}
    for name, address in addresses(town).items():
        with undone():
            response = getattr(victim, method)(address, {"action-publish": "1", "next": "/"})
            if response.status_code not in REFUSED:
                acted[name] = response.status_code

    assert acted == LED_ON
    assert differences(before, public_state(town)) == {}


def test_json_is_no_way_round_the_token(town, victim):
    body = json.dumps({"action": "publish"})
    for address in (f"/admin/api/main/pages/{town.policies['draft']}/action/publish/",
                    "/admin/media/charts/preview/", "/admin/media/captions/draft/"):  # fmt: skip
        for kind in ("application/json", "text/plain"):
            assert victim.post(address, body, content_type=kind).status_code in REFUSED


def test_a_token_is_of_no_use_from_another_site(town, victim):
    victim.get("/admin/account/")
    token = victim.cookies["csrftoken"].value
    address = f"/admin/pages/{town.policies['draft']}/unpublish/"
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert (
            victim.post(address, {"csrfmiddlewaretoken": token}, headers=headers).status_code == 403
        )


def test_no_view_is_exempt_from_the_token_but_the_reading_api():
    exempt = {
        name or pattern for pattern, name, view in walk() if getattr(view, "csrf_exempt", False)
    }

    # Django REST framework asks for the token itself, of whoever has a session; the API only reads.
    assert {name for name in exempt if ":" not in name} == set()
    assert {name.split(":")[0] for name in exempt} <= {"api", "wagtailadmin_api"}
