"""What nginx answers itself: what it refuses, what it lets in, and what it writes down."""

import base64
import hashlib
import json
import re
import socket
from urllib.parse import urlsplit

import pytest
import requests

from tests.media import nginx
from tests.operations.test_nginx import site

__all__ = ["site"]

MEGABYTE = 1024 * 1024
PAGES = nginx.CONFIG.parent / "nginx"
SIGNED_IN = {"Cookie": "a=b; __Host-sessionid=x"}
OF_EVERY_ANSWER = {
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "x-request-id",
}

pytestmark = pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx")


@pytest.fixture
def address(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        yield address


def said(address, request):
    """The answer to these very bytes: status, headers in the order sent, body."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), 20) as connection:
        connection.sendall(request)
        head, _blank, body = connection.makefile("rb").read().decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = [
        (name.lower(), value) for name, _colon, value in (line.partition(": ") for line in lines)
    ]
    return int(first.split()[1]), headers, body


REFUSED = {
    "a header that is none": (b"GET / HTTP/1.1\r\nHost: a\r\n\x01: b\r\n\r\n", 400),
    "no host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "a long address": (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "a long header": (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 40_000 + b"\r\n\r\n", 400),
    "another verb": (b"TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
    "figures": (b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_of_nginx_is_a_page_in_chinese_with_the_headers_of_every_answer(address, name):
    request, status = REFUSED[name]

    code, headers, body = said(address, request)

    assert (code, "打不开这个网址" in body) == (status, True)
    names = [name for name, _value in headers]
    assert set(names) >= OF_EVERY_ANSWER
    assert len(names) == len(set(names))


def test_a_site_that_is_down_has_the_headers_of_every_answer(tmp_path):
    with nginx.running(tmp_path, f"127.0.0.1:{nginx.free_port()}") as address:
        headers = requests.get(address, timeout=20).headers

    assert {name.lower() for name in headers} >= OF_EVERY_ANSWER


@pytest.mark.parametrize("page", ["unavailable", "toolarge", "refused"])
def test_the_pages_of_nginx_need_nothing_else_and_their_style_is_allowed(page):
    text = (PAGES / f"{page}.html").read_text("utf-8")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"style-src 'sha256-{digest}'" in (PAGES / "own.conf").read_text("utf-8")
    assert not any(mark in text for mark in ("src=", "url(", "@import", "<script", " style="))


@pytest.mark.parametrize(
    "path", ["/policies/", "/admin/images/add/", "/api/v2/pages/", "/media/a.png"]
)
def test_who_is_not_signed_in_sends_little(address, path):
    body = b"x" * (5 * MEGABYTE)

    answer = requests.post(address + path, body, timeout=20)

    assert (answer.status_code, "文件太大" in answer.content.decode()) == (413, True)


def test_who_is_signed_in_sends_files_at_the_desk(address):
    body = b"x" * (5 * MEGABYTE)

    answer = requests.post(
        f"{address}/admin/images/add/?a=%20b", body, headers=SIGNED_IN, timeout=20
    )

    assert answer.content == b"POST /admin/images/add/?a=%20b\n" + body


def test_who_is_signed_in_sends_little_elsewhere(address):
    answer = requests.post(
        f"{address}/policies/", b"x" * (5 * MEGABYTE), headers=SIGNED_IN, timeout=20
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/.desk", "/toolarge.html", "/refused.html", "/unavailable.html"])
def test_what_nginx_keeps_for_itself_has_no_address(address, path):
    answer = requests.get(address + path, headers=SIGNED_IN, timeout=20)

    assert answer.status_code == 404


def test_the_log_of_errors_keeps_nothing_of_a_request(tmp_path):
    with nginx.running(tmp_path, f"127.0.0.1:{nginx.free_port()}") as address:
        asked = {"Referer": "http://localhost/search/?q=hidden"}
        requests.get(f"{address}/search/?q=secret", headers=asked, timeout=20)

    kept = "".join(path.read_text() for path in tmp_path.glob("*error.log"))
    assert not re.search("secret|hidden", kept)


def test_a_link_for_a_new_password_is_in_no_log(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        requests.post(f"{address}/admin/password_reset/confirm/MQ/c1-secret/", timeout=20)

    (line,) = (tmp_path / "policy-pair.log").read_text().splitlines()
    assert json.loads(line)["asked"] == "POST /admin/password_reset/confirm/ HTTP/1.1"
