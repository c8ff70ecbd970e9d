"""A real nginx before the site: the same answers as from the application, of one state always."""

import socket
import threading
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

from editions import pointer
from editions.folder import Moment
from editions.layer import EditionLayer
from editions.program import fingerprint
from interpretations.models import Edition, PolicyPage
from interpretations.models.turning import present
from interpretations.reading.parameters import KNOWN
from interpretations.releases.execution.execute import execute
from tests.factories import approve, make_image, make_set_showing, submit_set, withdraw
from tests.media import nginx
from tests.support.public_files import names_in

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]
ADDRESSES = ("/", "/policies/", "/interpretations/", "/sitemap/", "/sitemap.xml",
             "/policies/feed/", "/interpretations/feed/", "/api/v2/pages/")  # fmt: skip
# What a server says of itself, and what only the application knows (docs/editions.md).
OWN = {"server", "date", "connection", "accept-ranges", "keep-alive", "x-edition", "last-modified",
       "content-disposition", "x-request-id"}  # fmt: skip


class Site:
    """The application behind its layer, an nginx before it, and a set with a picture."""

    def __init__(self, address, host, release, asked):
        self.address, self.host, self.release, self.asked = address, host, release, asked
        self.policy = PolicyPage.objects.get()
        members = release.items.select_related("page").order_by("position")
        self.pages = [item.page.url for item in members]

    def get(self, path, method="get", alone=False, **headers):
        headers = {"Host": "localhost", "Accept-Encoding": "identity", **headers}
        base = self.host if alone else self.address
        return requests.request(
            method, base + path, headers=headers, timeout=20, allow_redirects=False
        )

    def asks_as_written(self, path, **headers):
        """As `asks`, but no library tidies the address before it is sent."""
        before = len(self.asked)
        parts = urlsplit(self.address)
        with closing(HTTPConnection(parts.hostname, parts.port, timeout=20)) as connection:
            connection.request("GET", path, headers={"Host": "localhost", **headers})
            connection.getresponse().read()
        return len(self.asked) - before

    def asks(self, path, **headers):
        """How often the application is asked for this read through nginx."""
        before = len(self.asked)
        self.get(path, **headers)
        return len(self.asked) - before


@pytest.fixture
def site(transactional_db, world, root, settings, tmp_path):
    settings.BASE_URL = "http://localhost"
    Edition.objects.update_or_create(pk=Edition.THE_ONE, defaults={"program": fingerprint()})
    picture = ("picture", {"image": make_image(world, size=(60, 40)), "alt": "办事流程"})
    release = execute(approve(world, submit_set(world, make_set_showing(world, picture))).pk)
    asked = []
    django = WSGIHandler()

    def noted(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return django(environ, start_response)

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={})
    server.set_app(EditionLayer(noted, KNOWN))
    thread = threading.Thread(target=server.serve_forever, args=[nginx.POLL])
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    tmp_path.chmod(0o755)
    with nginx.running(tmp_path, host) as address:
        yield Site(address, f"http://{host}", release, asked)
    server.shutdown()
    thread.join()
    server.server_close()


def headers_of(response):
    headers = {name.lower(): value for name, value in response.headers.items()}
    headers["vary"] = sorted(headers.get("vary", "").replace(" ", "").lower().split(","))
    policy = headers.get("content-security-policy", "")
    headers["content-security-policy"] = sorted(part.strip() for part in policy.split(";"))
    return {name: value for name, value in headers.items() if name not in OWN}


def test_nginx_says_what_the_application_says(site):
    for path in (*ADDRESSES, *site.pages):
        site.get(path)
        alone = site.get(path, alone=True)
        through = site.get(path)

        assert site.asks(path) == 0, path
        assert (through.status_code, through.content) == (200, alone.content), path
        assert headers_of(through) == headers_of(alone), path


def test_packed_heads_conditions_and_ranges_are_nginxs(site):
    whole = site.get("/policies/")
    whole = site.get("/policies/")
    packed = site.get("/policies/", **{"Accept-Encoding": "gzip"})
    same = site.get("/policies/", **{"If-None-Match": whole.headers["ETag"]})
    part = site.get("/policies/", Range="bytes=0-9")
    beyond = site.get("/policies/", Range="bytes=99999999-")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert (packed.content, packed.headers["ETag"] != "") == (whole.content, True)
    assert (same.status_code, same.content) == (304, b"")
    assert (part.status_code, part.content) == (206, whole.content[:10])
    assert (beyond.status_code, headers_of(beyond)["vary"]) == (416, headers_of(whole)["vary"])
    assert site.get("/policies/", "head").headers["Content-Length"] == str(len(whole.content))
    assert "Last-Modified" not in whole.headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-Match", '"another"'),
        ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ],
)
def test_a_condition_that_the_application_does_not_know_gets_the_page(site, name, value):
    whole = site.get("/policies/")
    whole = site.get("/policies/")

    answer = site.get("/policies/", **{name: value})

    assert (answer.status_code, answer.content) == (200, whole.content)
    assert headers_of(answer) == headers_of(whole)


def test_who_asks_for_something_of_their_own_is_answered_by_the_application(site):
    site.get("/policies/")
    site.get("/api/v2/pages/")

    assert site.asks("/policies/") == 0
    assert site.asks("/policies/?from=singlemessage&isappinstalled=0") == 0
    for query in ("?page=1", "?a=1&q=x", "?p%61ge=1", "?%70age=1", "?a=1;page=2&page", "?q"):
        assert site.asks(f"/policies/{query}") == 1, query
    assert site.asks("/api/v2/pages/?a=1") == 1
    assert site.asks("/policies/", Cookie="a=1; sessionid=x") == 1
    assert site.asks("/policies/", Cookie="__Host-sessionid=x") == 1
    assert site.asks("/policies/", Authorization="Basic eDp5") == 1
    assert site.asks("/policies/", Cookie="a=1; b=2") == 0
    assert requests.post(f"{site.address}/policies/", timeout=20).status_code != 200


def test_no_value_looks_like_the_end_of_another(site):
    site.get("/policies/")
    site.get("/api/v2/pages/")

    assert site.asks_as_written("/policies/") == 0
    for path in ("/policies/?a||&q=x", "/policies/?||&q", "/api/v2/pages/?||&limit=1",
                 "/policies/?a%20nothing&q=x"):  # fmt: skip
        assert site.asks_as_written(path) == 1, path
    for odd in ("|x", "nothing ", "||"):
        assert site.asks_as_written("/policies/?||", Authorization=odd) == 1, odd
        assert site.asks_as_written("/policies/", Authorization=odd) == 1, odd
    assert site.asks_as_written("/policies/", Cookie="a=1;\tsessionid=x") == 1


@pytest.mark.parametrize(
    "path", ["//policies//", "/./policies/", "/policies/%2e/", "/x/../policies/"]
)
def test_an_address_that_is_written_otherwise_is_the_applications(site, path):
    site.get("/policies/")

    assert site.asks_as_written(path) == 1


def test_a_folder_of_files_is_answered_by_the_application(site):
    name = sorted(names_in(site.get(site.pages[1]).text))[0]
    site.get(f"/media/{name}")

    folder = f"/media/{name.rpartition('/')[0]}"
    assert site.get(folder).status_code == 404
    assert site.asks(folder) == site.asks(f"{folder}/") == 1


def test_the_queries_that_nginx_knows_are_those_of_the_pages():
    text = nginx.CONFIG.read_text(encoding="utf-8")

    assert f"({'|'.join(sorted(KNOWN))})" in text


def test_files_lie_at_their_addresses_alone(site):
    site.get("/policies/")

    for path in ("/policies/index.html", "/policies/index.html.gz", "/policies", "/headers.html",
                 "/policies/..%2findex.html", "/policies/index.html/"):  # fmt: skip
        assert site.asks(path) == 1, path


def test_a_released_picture_stands_in_the_folder_after_its_first_read(site):
    page = site.get(site.pages[1]).text
    name = sorted(names_in(page))[0]
    first = site.get(f"/media/{name}", alone=True)

    second = site.get(f"/media/{name}")

    assert site.asks(f"/media/{name}") == 0
    assert second.content == first.content
    alone, through = headers_of(first), headers_of(second)
    del alone["etag"], through["etag"]
    assert through == {name: alone[name] for name in through if name in alone}
    assert {"content-security-policy", "x-content-type-options", "cache-control"} <= set(through)


def test_after_a_withdrawal_nothing_of_it_is_in_a_folder(site, world):
    paths = [*site.pages, *(f"/media/{name}" for name in names_in(site.get(site.pages[1]).text))]
    for path in paths:
        assert [site.get(path).status_code for _ in range(2)] == [200, 200]
    before = site.get("/policies/").text

    withdraw(world, site.policy)

    for path in paths:
        assert site.get(path).status_code in (404, 410), path
    after = site.get("/policies/").text
    assert f'content="{Edition.current()}"' in after
    assert site.policy.title in before and site.policy.title not in after


def test_two_editions_of_equal_size_have_other_validators(site):
    site.get("/robots.txt")
    first = [site.get("/policies/") for _ in range(2)][1]
    Edition.raise_number()
    second = [site.get("/policies/") for _ in range(2)][1]

    assert len(first.content) == len(second.content)
    assert first.headers["ETag"] != second.headers["ETag"]


def test_a_pointer_of_another_day_leads_nowhere(site):
    site.get("/policies/")
    current = pointer.current()
    day = current.moment.day.isoformat()
    other = current.path.with_name(current.name.replace(day, "2001-01-01"))
    current.path.rename(other)
    (other / day).rename(other / "2001-01-01")
    (other.parent / "current").unlink()
    (other.parent / "current").symlink_to(other.name)

    assert site.asks("/policies/") == 1


def test_a_file_that_vanishes_and_a_pointer_that_is_away_mean_the_application(site):
    site.get("/policies/")
    folder = pointer.current()
    (folder.answers / "policies" / "index.html").unlink()
    assert site.get("/policies/").status_code == 200

    with pointer.taken_away():
        assert site.asks("/policies/") == 1
        assert pointer.keep_up(Moment(present().edition + 1, present().day)) is None


def test_a_file_that_cannot_be_opened_means_the_application(site, monkeypatch):
    """What nginx calls 500: a shared disk's ESTALE; here a socket, which nobody can open."""
    whole = site.get("/policies/")
    place = pointer.current().answers / "policies"
    (place / "index.html").unlink()
    monkeypatch.chdir(place)  # addresses of sockets are short
    with socket.socket(socket.AF_UNIX) as odd:
        odd.bind("index.html")

        answer = site.get("/policies/")

    assert (answer.status_code, answer.content) == (200, whole.content)
