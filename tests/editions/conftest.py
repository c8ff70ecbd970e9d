"""The site behind its outermost layer, with folders of its own."""

import io
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from editions.layer import EditionLayer
from editions.program import fingerprint
from interpretations.models import Edition
from interpretations.reading.parameters import KNOWN


@pytest.fixture
def root(settings, tmp_path):
    """Where the folders of editions stand."""
    settings.EDITIONS_ROOT = str(tmp_path / "editions")
    return tmp_path / "editions"


@dataclass
class Got:
    """What a reader got."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Readers:
    """Asks a WSGI application as readers do, and counts how often it asked the one inside."""

    def __init__(self, inside):
        self.asked = 0
        self.inside = inside
        self.layer = EditionLayer(self._count, KNOWN)

    def _count(self, environ, start_response):
        self.asked += 1
        return self.inside(environ, start_response)

    def get(self, address, method="GET", host="testserver", prefix="", **headers):
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path.encode().decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SCRIPT_NAME": prefix,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": host,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        said = []
        body = self.layer(environ, lambda status, headers, *_: said.extend((status, headers)))
        return Got(int(said[0][:3]), dict(said[1]), b"".join(body))


@pytest.fixture
def readers(root, db):
    """Readers of the site whose edition this program began."""
    Edition.objects.update_or_create(pk=Edition.THE_ONE, defaults={"program": fingerprint()})
    # As Django's own test client does: the connection is the test's, with its transaction.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Readers(WSGIHandler())
    for signal in signals:
        signal.connect(close_old_connections)
