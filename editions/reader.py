"""Which requests a folder may answer: anonymous reads that ask for nothing of their own."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

Environ = dict[str, Any]
METHODS = ("GET", "HEAD")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.~-]*", re.ASCII)


def is_anonymous_read(environ: Environ) -> bool:
    """Whether this request is a read of the public site as anybody would make it."""
    return (
        environ["REQUEST_METHOD"] in METHODS
        # Some servers take it from a header; every link of the page would begin with it.
        and not environ.get("SCRIPT_NAME")
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
        and _scheme(environ) == _public_scheme(settings.BASE_URL)
        and _is_our_host(environ.get("HTTP_HOST", ""))
    )


def asks_nothing(query: str, known: Collection[str]) -> bool:
    """Whether no page reads anything of this query: it is the page without it.

    A name that is written in any other way than plainly might be a known one.
    """
    if not query:
        return True
    names = [part.partition("=")[0] for part in query.split("&")]
    return all(_PLAIN_NAME.fullmatch(name) and name not in known for name in names)


def clean(environ: Environ) -> Environ:
    """The same read, asked by nobody in particular at the site's own address."""
    base = urlsplit(settings.BASE_URL)
    kept = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    asked = {
        **kept,
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": "",
        "CONTENT_LENGTH": "",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": base.netloc,
        "SERVER_NAME": base.hostname,
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "wsgi.url_scheme": base.scheme,
    }
    if header := getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        asked[header[0]] = header[1] if base.scheme == "https" else "http"
    return asked


def _scheme(environ: Environ) -> str:
    """As Django reads it: the word of the proxy in front, where settings believe it."""
    header = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if header and header[0] in environ:
        said = environ[header[0]].split(",", 1)[0].strip()
        return "https" if said == header[1] else "http"
    return environ["wsgi.url_scheme"]


@lru_cache(maxsize=8)
def _public_scheme(base_url: str) -> str:
    return urlsplit(base_url).scheme


@lru_cache(maxsize=64)
def _is_our_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
