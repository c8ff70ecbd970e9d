"""deploy/nginx.conf both ways, TLS in front of nginx or in it; what readers see of a dead site."""

import json
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
import requests

from tests.media import nginx

pytestmark = pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx")
NAMES = ("Host", "X-Forwarded-Proto", "X-Forwarded-For")
NUMBER = "X-Request-ID"
PUBLIC = "https://zhengce.example.org"


class Echo(BaseHTTPRequestHandler):
    """Answers with what nginx said about the reader."""

    def do_GET(self):
        self.send_response(503 if self.path == "/readyz" else 200)
        self.end_headers()
        told = [str(self.headers[name]) for name in NAMES]
        if self.path == "/number":
            told = [str(self.headers[NUMBER])]
        self.wfile.write("\n".join(told).encode())

    def echo(self):
        # Read whole before a word is answered: nginx sends no more of it once an answer has begun.
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.command} {self.path}\n".encode() + body)

    do_POST = do_PUT = do_DELETE = do_PATCH = echo

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, args=[nginx.POLL]).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tls(tmp_path, site):
    """nginx with a certificate of its own; gives its address and that of plain HTTP."""
    names = {"@CERTIFICATE@": tmp_path / "a.crt", "@KEY@": tmp_path / "a.key", "@BASE_URL@": PUBLIC}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-subj", "/CN=localhost", "-out", names["@CERTIFICATE@"],
         "-keyout", names["@KEY@"]],
        check=True, capture_output=True,
    )  # fmt: skip
    plain = f"127.0.0.1:{nginx.free_port()}"

    def variant(text):
        own = nginx.with_tls(text).replace("listen [::]:80;", "")
        return own.replace("listen 80;", f"listen {plain};")

    words = {word: str(path) for word, path in names.items()}
    with nginx.running(tmp_path, site, variant=variant, **words) as address:
        yield address.replace("http:", "https:"), f"http://{plain}"


def ask(address, **headers):
    response = requests.get(address, headers=headers, timeout=20, verify=False)
    return response.text.splitlines()


def test_the_fronts_word_about_tls_and_the_reader_is_passed_on(tmp_path, site):
    front = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Host": "a.example"}

    with nginx.running(tmp_path, site) as address:
        assert ask(address, **front) == ["a.example", "https", "192.0.2.7"]


def test_nobody_else_is_believed(tmp_path, site):
    def variant(text):
        return text.replace("127.0.0.1 1;", "192.0.2.1 1;").replace(
            "set_real_ip_from 127.0.0.1", "set_real_ip_from 192.0.2.1"
        )

    front = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    with nginx.running(tmp_path, site, variant=variant) as address:
        assert ask(address, **front)[1:] == ["http", "127.0.0.1"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_with_its_own_certificate_the_site_is_told_https(tls):
    address, _plain = tls

    assert ask(address)[1:] == ["https", "127.0.0.1"]


def test_plain_http_leads_to_https(tls):
    _address, plain = tls

    response = requests.get(f"{plain}/policies/?q=1", allow_redirects=False, timeout=20)

    assert response.status_code == 301
    assert response.headers["Location"] == f"{PUBLIC}/policies/?q=1"


def test_plain_http_under_another_name_leads_to_ours(tls):
    _address, plain = tls
    parts = urlsplit(plain)

    for line in ("/a/", "http://evil.example/a/", "//evil.example/a/", "http://evil.example"):
        asked = f"GET {line} HTTP/1.0\r\nHost: evil.example\r\n\r\n".encode()
        with socket.create_connection((parts.hostname, parts.port), 20) as connection:
            connection.sendall(asked)
            head = connection.makefile().read()

        assert f"\nLocation: {PUBLIC}/" in head, line


def test_a_site_that_is_down_says_so_in_chinese(tmp_path):
    nobody = f"127.0.0.1:{nginx.free_port()}"

    with nginx.running(tmp_path, nobody) as address:
        response = requests.get(address, timeout=20)

    assert (response.status_code, response.headers["Retry-After"]) == (502, "60")
    assert "网站暂时打不开" in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [
    "/policies/a/?from=b", "/policies/%E4%B9%9D%2F..%2F/", "/policies/feed/", "/a%0Ab/",
    "/api/v2/pages/", "/media/a.png", "/sitemap.xml", "/cms/",
])  # fmt: skip
def test_what_no_file_can_answer_reaches_the_site_as_it_was_sent(tmp_path, site, method, path):
    with nginx.running(tmp_path, site) as address:
        response = requests.request(method, address + path, data="typed", timeout=20)

    assert response.text == f"{method} {path}\ntyped"


@pytest.mark.parametrize(
    "path", ["/policies/", "/policies/feed/", "/api/v2/pages/", "/media/a.png"]
)
def test_the_page_of_a_site_that_is_down_stands_at_every_address(tmp_path, path):
    with nginx.running(tmp_path, f"127.0.0.1:{nginx.free_port()}") as address:
        assert "网站暂时打不开" in requests.get(address + path, timeout=20).content.decode()


def test_what_the_site_itself_says_is_left_alone(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        response = requests.get(f"{address}/readyz", timeout=20)

    assert (response.status_code, "打不开" in response.text) == (503, False)


def test_the_page_of_a_site_that_is_down_loads_nothing_else():
    page = (nginx.CONFIG.parent / "nginx/unavailable.html").read_text("utf-8")

    assert not any(mark in page for mark in ("src=", "href=", "url(", "@import"))


def logged(folder):
    lines = (folder / "policy-pair.log").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_the_log_has_the_number_that_the_site_is_told_and_no_query(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        (told,) = ask(f"{address}/number", **{NUMBER: "f" * 32})
        requests.get(f"{address}/search/?q=secret", timeout=20)

    first, second = logged(tmp_path)
    assert (first["request"], first["asked"]) == (told, "GET /number HTTP/1.1")
    assert told != "f" * 32
    assert (second["asked"], second["status"]) == ("GET /search/ HTTP/1.1", 200)
    assert "secret" not in str(second)


def test_figures_are_for_nobody_outside(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        assert requests.get(f"{address}/metrics", timeout=20).status_code == 404


def test_readers_of_ipv6_are_served_and_the_site_is_told_where_they_are(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        own = address.replace("127.0.0.1", "[::1]")
        assert ask(own, Host="[::1]") == ["[::1]", "http", "::1"]


def test_a_front_of_ipv6_is_believed(tmp_path, site):
    front = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "2001:db8::7"}
    with nginx.running(tmp_path, site) as address:
        own = address.replace("127.0.0.1", "[::1]")
        assert ask(own, **front)[1:] == ["https", "2001:db8::7"]
