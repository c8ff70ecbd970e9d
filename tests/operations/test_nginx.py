"""deploy/nginx.conf both ways, TLS in front of nginx or in it; what readers see of a dead site."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.media import nginx

pytestmark = pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx")
NAMES = ("Host", "X-Forwarded-Proto", "X-Forwarded-For")


class Echo(BaseHTTPRequestHandler):
    """Answers with what nginx said about the reader."""

    def do_GET(self):
        self.send_response(503 if self.path == "/readyz" else 200)
        self.end_headers()
        self.wfile.write("\n".join(str(self.headers[name]) for name in NAMES).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tls(tmp_path, site):
    """nginx with a certificate of its own; gives its address and that of plain HTTP."""
    names = {"@CERTIFICATE@": tmp_path / "a.crt", "@KEY@": tmp_path / "a.key"}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
         "-out", names["@CERTIFICATE@"], "-keyout", names["@KEY@"]],
        check=True, capture_output=True,
    )  # fmt: skip
    plain = f"127.0.0.1:{nginx.free_port()}"

    def variant(text):
        return nginx.with_tls(text).replace("listen 80;", f"listen {plain};")

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
    assert response.headers["Location"] == "https://127.0.0.1/policies/?q=1"


def test_a_site_that_is_down_says_so_in_chinese(tmp_path):
    nobody = f"127.0.0.1:{nginx.free_port()}"

    with nginx.running(tmp_path, nobody) as address:
        response = requests.get(address, timeout=20)

    assert (response.status_code, response.headers["Retry-After"]) == (502, "60")
    assert "网站暂时打不开" in response.content.decode()


def test_what_the_site_itself_says_is_left_alone(tmp_path, site):
    with nginx.running(tmp_path, site) as address:
        response = requests.get(f"{address}/readyz", timeout=20)

    assert (response.status_code, "打不开" in response.text) == (503, False)


def test_the_page_of_a_site_that_is_down_loads_nothing_else():
    page = (nginx.CONFIG.parent / "nginx/unavailable.html").read_text("utf-8")

    assert not any(mark in page for mark in ("src=", "href=", "url(", "@import"))
