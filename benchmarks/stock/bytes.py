"""The same bytes as an answer of ours, as a bare WSGI application and behind wagtail-cache.

`BYTES` names the file, `HEADERS` a JSON object of the headers that ours has.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import re_path


def _answer() -> tuple[bytes, dict[str, str]]:
    headers = json.loads(os.environ["HEADERS"])
    return Path(os.environ["BYTES"]).read_bytes(), headers


def view(request: HttpRequest) -> HttpResponse:
    """Made once; then the cache answers."""
    body, headers = _answer()
    kept = {name: value for name, value in headers.items() if name not in ("Vary", "Cache-Control")}
    return HttpResponse(body, headers=kept)


urlpatterns = [re_path("", view)]


def bare() -> Callable[..., list[bytes]]:
    """A WSGI application that knows nothing but this answer."""
    body, headers = _answer()
    fields = [*headers.items(), ("Content-Length", str(len(body)))]

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", fields)
        return [body]

    return application
