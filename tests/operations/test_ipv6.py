"""The site is served over IPv6: the web server binds, names itself, and answers there."""

import os
import re
import socket
import subprocess
import sys
import time

import pytest
import requests

from scripts.run import in_address, require_free
from tests.layout import tree
from tests.media import nginx

WEB = re.search(r"^web: (.*)$", tree.read("Procfile"), re.M)[1]
PATIENCE = 60  # seconds


@pytest.mark.parametrize(
    ("given", "written"),
    [("::1", "[::1]"), ("[::1]", "[::1]"), ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost")],
)
def test_a_host_stands_in_brackets_before_its_port(given, written):
    assert in_address(given) == written


def test_a_port_that_is_taken_over_ipv6_is_said():
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()

        with pytest.raises(SystemExit, match="换端口"):
            require_free("[::1]", other.getsockname()[1])


def test_the_web_server_answers_on_an_address_of_ipv6(tmp_path):
    port = nginx.free_port()
    shown = {
        "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}",
        "HOST": in_address("::1"), "PORT": str(port), "WEB_CONCURRENCY": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev", "SECRET_KEY": "k" * 50,
    }  # fmt: skip
    server = subprocess.Popen(
        ["sh", "-c", WEB], cwd=tree.ROOT, env=shown, stderr=subprocess.DEVNULL
    )
    try:
        answer = until_answered(f"http://[::1]:{port}/healthz")
    finally:
        server.terminate()
        server.wait(PATIENCE)

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def until_answered(address):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            return requests.get(address, timeout=10)
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("the web server did not start")
