"""The folder behind nginx holds what everybody may read at our address, whoever asked how."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore

from tests.attacks.deployed import HOST
from tests.media import nginx

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]
EVIL = "evil.example"
FOREIGN = (EVIL, f"{HOST}.{EVIL}", f"{EVIL}:80", f"{HOST}@{EVIL}", f"{HOST}:80@{EVIL}",
           f"{HOST}/../{EVIL}", f"{HOST}?{EVIL}", f"{EVIL}#{HOST}", f"{HOST},{EVIL}",
           f"{HOST} {EVIL}", f".{HOST}", "[::1", "a_b", "")  # fmt: skip
FORWARDED = {
    **{name: EVIL for name in ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-HTTP-Host",
                               "X-Original-Host", "X-Rewrite-URL", "X-Original-URL", "Via")},
    "Forwarded": f"host={EVIL};proto=https", "X-Forwarded-Port": "1337", "Referer": f"//{EVIL}/",
    "X-Forwarded-Prefix": f"//{EVIL}", "X-Script-Name": f"/{EVIL}", "Script-Name": f"/{EVIL}",
    "X-Accel-Redirect": "/stored/a", "X-Sendfile": "/etc/passwd", "X-Forwarded-For": EVIL,
    "X-Forwarded-Prefix-2": EVIL, "User-Agent": EVIL, "Accept-Language": "en",
}  # fmt: skip
LISTS = ("/", "/policies/", "/interpretations/", "/sitemap.xml", "/policies/feed/",
         "/interpretations/feed/", "/api/v2/pages/", "/sitemap/")  # fmt: skip
DECEPTIVE = ("{}x.css", "{};.css", "{};/x.js", "{}.css", "{}x%2f..%2fx.css", "{}%2e%2e/policies/",
             "{}%2e%2e%2fpolicies%2f", "{}..;/policies/", "{}x.css/", "{}%0ax.css", "{}%3fx.css",
             "{}%23x.css", "/{}", "{}/", "/policies/..{}", "/policies/%2e%2e{}",
             "/policies/..%2f..{}", "/static/..{}", "/media/..{}", "/media/%2e%2e{}",
             "/api/..{}", "/api/v2/pages/%2e%2e/%2e%2e/%2e%2e{}", "/policies/x%2f..%2f..{}",
             "{}index.html", "{}?x.css", "{}?from=x", "{}\\..\\x.css", "/./{}", "/policies/.{}",
             "{}%252e%252e/x.css", "{}%c0%ae%c0%ae/x.css", "{}x.xml", "{}x.json")  # fmt: skip


@pytest.fixture(scope="module")
def signed_in(deployed, django_db_blocker):
    """A cookie of somebody who may see the desk."""
    with django_db_blocker.unblock():
        person = get_user_model().objects.get(username="drafter")
        session = SessionStore()
        session["_auth_user_id"] = str(person.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = person.get_session_auth_hash()
        session.save()
    return f"sessionid={session.session_key}"


@pytest.fixture(scope="module")
def plain(deployed):
    """What everybody is sent, twice: from the application, and from the folder."""
    for address in (*LISTS, deployed.page):
        deployed.ask(address)
    return {address: deployed.ask(address) for address in (*LISTS, deployed.page)}


@pytest.mark.parametrize("host", FOREIGN)
def test_the_folder_answers_at_our_address_alone(deployed, plain, host):
    for address in plain:
        answer = deployed.ask(address, host=host)
        assert answer.status == 400, address
        assert EVIL.encode() not in answer.head + answer.body


@pytest.mark.parametrize("target", [f"http://{EVIL}", f"http://{HOST}@{EVIL}", f"{EVIL}://{HOST}",
                                    f"http://{EVIL}:80", f"http://{EVIL}#"])  # fmt: skip
def test_another_host_in_the_request_line_is_in_no_answer(deployed, plain, target):
    for address in plain:
        answer = deployed.ask(f"{target}{address}")
        assert answer.status in (200, 400), address
        assert EVIL.encode() not in answer.head
        assert answer.body == plain[address].body or answer.status == 400


def test_our_host_in_the_request_line_does_not_bring_another_in(deployed, plain):
    for address in plain:
        answer = deployed.ask(f"http://{HOST}{address}", host=EVIL)
        assert answer.status == 400, address


@pytest.mark.parametrize("header", FORWARDED)
def test_what_a_reader_says_is_in_no_answer_that_is_kept(deployed, plain, header):
    """Asked first of what is not in the folder yet, then by somebody else."""
    deployed.empty_folder()
    for address, before in plain.items():
        first = deployed.ask(address, **{header: FORWARDED[header]})
        second = deployed.ask(address)
        assert first.status == second.status == 200, address
        assert first.body == second.body == before.body, address
        assert EVIL.encode() not in first.head + second.head


def test_the_folder_does_not_answer_for_another_scheme(deployed, plain):
    """A front without TLS before a site with TLS is redirected, never served."""
    deployed.was_asked()
    for address in plain:
        deployed.ask(address, X_Forwarded_Proto="https")
    asked = deployed.was_asked()

    assert [address for address in plain if f"GET {address} " not in asked] == []


@pytest.mark.parametrize("base", ["/admin/", "/admin/account/"])
def test_nothing_of_the_desk_comes_into_the_folder(deployed, plain, signed_in, base):
    before, public = deployed.files(), {answer.body for answer in plain.values()}
    for target in (way.format(base) for way in DECEPTIVE):
        own = deployed.ask(target, Cookie=signed_in)
        others = deployed.ask(target)

        assert own.status < 500 and others.status < 500, target
        assert own.status != 200 or own.body in public or may_not_be_kept(own), target
        assert own.body != others.body or own.body in public or others.status != 200, target

    assert deployed.files() == before


def may_not_be_kept(answer):
    return b"no-store" in answer.head and b"private" in answer.head


def test_a_page_has_one_place_in_the_folder(deployed, plain):
    before, public = deployed.files(), {answer.body for answer in plain.values()}
    for way in DECEPTIVE:
        for base in ("/policies/", deployed.page):
            answer = deployed.ask(way.format(base))
            assert answer.status in (200, 301, 302, 400, 404), (way, base)
            assert answer.status != 200 or answer.body in public, (way, base)

    assert deployed.files() == before


def test_no_spelling_leads_to_a_file_beside_the_folder(deployed, plain):
    for target in ("/headers.html", "/..%2f..%2fheaders.html", "/%2e%2e/headers.html", "/../boot",
                   "/media/..%2f..%2f..%2fboot", "/media/%2e%2e/%2e%2e/moving.lock",
                   "/policies/%2e%2e/%2e%2e/headers.html", "/media/../headers.json",
                   "/api/..%2fheaders.json", "/policies/index.html.gz", "/index.html",
                   "/sitemap.xml.gz", "/media//../../headers.atom", "/stored/a/",
                   "/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/none/", "/current/"):  # fmt: skip
        assert deployed.ask(target).status in (400, 404), target


def test_figures_have_no_other_spelling(deployed):
    for target in ("/metrics", "//metrics", "/%6detrics", "/x/../metrics", "/x/%2e%2e/metrics",
                   "/metrics/", "/metrics;a", "/metrics?a", "/./metrics", "/metrics%2f",
                   f"http://{HOST}/metrics", "/metrics%00", "/x/..%2fmetrics"):  # fmt: skip
        answer = deployed.ask(target, X_Forwarded_For="127.0.0.1")
        assert answer.status in (400, 404), target
