"""What browsers are told: policies, cookies, and who may load an answer."""

import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings as current
from django.test import Client

from interpretations.models import PolicyPage
from tests.factories import PASSWORD, make_document, make_policy, released_set

ROOT = Path(__file__).resolve().parents[2]
EXPLICIT = (
    "script-src", "style-src", "img-src", "media-src", "connect-src", "frame-ancestors",
    "object-src", "base-uri", "form-action", "frame-src", "worker-src",
)  # fmt: skip
PAGES = ("/", "/policies/", "/search/?q=a", "/nothing/", "/api/v2/pages/", "/policies/feed/")
PRODUCTION = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "testserver",
    "BASE_URL": "https://testserver",
    "EMAIL_URL": "consolemail://",
    "SENTRY_DSN": "",
}


def policy_of(response):
    """Directive -> its sources."""
    parts = response["Content-Security-Policy"].split(";")
    return {name: words for name, *words in (part.split() for part in parts if part.strip())}


def production(monkeypatch, **further):
    """The settings module of a public site, read with this environment."""
    for name in ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_HSTS_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**PRODUCTION, **further}.items():
        monkeypatch.setenv(name, value)
    return importlib.reload(importlib.import_module("config.settings.production"))


@pytest.fixture
def live(settings, monkeypatch):
    """The site with what production says about cookies and transport."""
    for name, value in vars(production(monkeypatch)).items():
        if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_")):
            setattr(settings, name, value)
    return Client(headers={"X-Forwarded-Proto": "https"})


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_readers_policy_names_every_source_and_nothing_unsafe(world, client, address):
    policy = policy_of(client.get(address))

    assert set(EXPLICIT) <= set(policy)
    assert {word for words in policy.values() for word in words} == {"'self'", "'none'"}
    assert policy["script-src"] == policy["style-src"] == ["'self'"]


@pytest.mark.django_db
def test_the_desk_runs_no_handler_and_loads_from_nowhere_else(world, client):
    client.force_login(world.drafter)

    for address in ("/admin/", "/admin/login/", "/admin/nothing/", "/admin/releases/"):
        policy = policy_of(client.get(address))
        words = {word for sources in policy.values() for word in sources}
        assert words == {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
        assert policy["script-src-attr"] == policy["object-src"] == ["'none'"]
        assert "data:" not in policy["script-src"]


@pytest.mark.django_db
def test_what_is_refused_before_any_view_has_the_desks_policy_too(world):
    response = Client(enforce_csrf_checks=True).post("/admin/password_reset/", {})

    assert response.status_code == 403
    assert policy_of(response)["script-src-attr"] == ["'none'"]


@pytest.mark.django_db
def test_a_preview_is_held_to_the_readers_policy(world, client):
    page = make_policy(world)
    client.force_login(world.drafter)

    response = client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert response.status_code == 200
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*PAGES, "/admin/login/", "/static/css/base.css", "/healthz"])
def test_every_answer_says_who_may_load_it_and_what_it_may_ask_for(world, client, address):
    response = client.get(address)

    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_other_sites_may_show_public_files_and_never_those_of_the_desk(world, client):
    document = make_document(world)
    policy = make_policy(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    client.force_login(world.drafter)

    response = client.get(f"/media/{document.file.name}")

    assert response.status_code == 200
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
def test_we_speak_for_no_other_host_about_transport(world, live):
    assert live.get("/")["Strict-Transport-Security"] == "max-age=31536000"


def test_the_operator_may_speak_for_his_other_hosts(monkeypatch):
    asked = {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "true", "SECURE_HSTS_PRELOAD": "true"}

    module = production(monkeypatch, **asked)

    assert module.SECURE_HSTS_INCLUDE_SUBDOMAINS is module.SECURE_HSTS_PRELOAD is True


@pytest.mark.django_db
def test_cookies_of_a_public_site_are_bound_to_it(world, live):
    live.get("/admin/login/")
    sent = {"username": "drafter", "password": PASSWORD}
    assert live.post("/admin/login/", sent, HTTP_REFERER="https://testserver/").status_code == 302

    assert set(live.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in live.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


@pytest.mark.django_db
def test_readers_are_given_no_cookie(world, client):
    released_set(world)

    for address in (*PAGES, PolicyPage.objects.get().url):
        client.get(address)

    assert not client.cookies


def test_nobody_knows_the_session_cookie_by_another_name():
    """Who treats signed-in people differently asks the setting."""
    spelled = re.compile(r"""["']sessionid["']""")
    files = [
        path for app in ("interpretations", "media", "site") for path in ROOT.glob(f"{app}/**/*.py")
    ]

    assert [path.name for path in files if spelled.search(path.read_text("utf-8"))] == []


def test_no_policy_of_production_is_weaker_than_what_is_tested_here(monkeypatch):
    module = production(monkeypatch)

    for name in ("CONTENT_SECURITY_POLICY", "DESK_CONTENT_SECURITY_POLICY", "PERMISSIONS_POLICY"):
        assert getattr(module, name) == getattr(current, name)
    assert module.MIDDLEWARE == current.MIDDLEWARE
