"""Files through a real nginx: the same answers as from Django alone."""

import threading
from urllib.parse import quote

import pytest
import requests
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler as QuietHandler

from tests.factories import make_document
from tests.media import nginx

BODY = bytes(range(256)) * 400
SAME = (
    "Content-Type",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "Cache-Control",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Last-Modified",
)

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]


@pytest.fixture
def released(monkeypatch):
    """The names that the public may have, instead of a whole release."""
    names = set()
    monkeypatch.setattr("media.views.may_read", lambda name, user: name in names)
    return names


@pytest.fixture
def document(transactional_db, world, released):
    document = make_document(world, content=BODY, name="办事 指南+100%.pdf")
    released.add(document.file.name)
    return document


@pytest.fixture
def site():
    """The site itself; pytest-django's live_server sends files without asking the site."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, connections_override={})
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, args=[nginx.POLL])
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def get(site, tmp_path, settings, document):
    """Ask for a path through nginx (or from Django itself), with headers."""
    with nginx.running(tmp_path, site) as address:

        def ask(path=document.url, method="get", alone=False, **headers):
            settings.MEDIA_ACCEL_LOCATION = "" if alone else "/stored/"
            base = f"http://{site}" if alone else address
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return requests.request(method, base + path, headers=named, timeout=20)

        yield ask


def status_and_headers(response):
    return response.status_code, {name: response.headers.get(name) for name in SAME}


@pytest.mark.parametrize(
    "asked", ["", "bytes=0-0", "bytes=100-199", "bytes=102399-", "bytes=-40", "bytes=-999999"]
)
def test_nginx_answers_as_django_does(get, asked):
    headers = {"range": asked} if asked else {}

    through, alone = get(**headers), get(alone=True, **headers)

    assert through.content == alone.content
    assert status_and_headers(through) == status_and_headers(alone)


def test_the_bytes_came_from_nginx(get):
    assert get().headers["Server"] == "nginx"
    assert get().headers["Accept-Ranges"] == "bytes"
    assert get().headers["ETag"] != get(alone=True).headers["ETag"]


def test_several_ranges_are_answered_in_full_or_in_parts(get):
    response = get(range="bytes=0-1,5-6")

    assert response.status_code in (200, 206)
    assert response.content == BODY or b"Content-Range: bytes 5-6/" in response.content


def test_a_range_beyond_the_end_is_416(get):
    response = get(range="bytes=102400-")

    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */102400")
    whole = get()
    said_once = ("X-Content-Type-Options", "Content-Security-Policy", "Permissions-Policy")
    assert [response.headers[name] for name in said_once] == [
        whole.headers[name] for name in said_once
    ]


@pytest.mark.parametrize(
    ("asked", "known"), [("if_none_match", "ETag"), ("if_modified_since", "Last-Modified")]
)
def test_a_reader_who_has_the_file_gets_no_bytes(get, asked, known):
    response = get(**{asked: get().headers[known]})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(("known", "status"), [(None, 200), ("ETag", 206), ("Last-Modified", 206)])
def test_a_part_is_sent_of_the_same_state_only(get, known, status):
    state = get().headers[known] if known else '"another"'

    assert get(range="bytes=0-9", if_range=state).status_code == status


def test_head_has_no_body(get):
    response = get(method="head")

    assert (response.content, response.headers["Content-Length"]) == (b"", str(len(BODY)))


def test_the_place_where_files_lie_has_no_address(get, document):
    assert get(f"/stored/{quote(document.file.name)}").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-9"}, {"if_none_match": "*"}])
def test_what_is_not_released_is_as_unknown_as_what_never_was(get, released, headers):
    released.clear()

    hidden, unknown = get(**headers), get("/media/documents/nothing.pdf", **headers)

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content


def test_a_file_that_is_gone_from_disk_is_as_unknown(get, document, monkeypatch):
    monkeypatch.setattr("media.views.stored_size_and_time", lambda name: (1, 1.0))
    default_storage.delete(document.file.name)

    assert get().status_code == 404
