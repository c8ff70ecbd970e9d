"""What an answer must never be, whoever asked for it with whatever."""

import io
import json
import logging
import re
from contextlib import contextmanager

from django.utils.http import url_has_allowed_host_and_scheme

from operations.logs import JsonLines

RAW = re.compile(r"<x\d+")
RUN = str(191 * 7919)
TOLD = re.compile(
    r"Traceback|SELECT .* FROM|OperationalError|ProgrammingError|DataError|sqlite3|psycopg"
)
_LOGGERS = ("django", "django.request", "django.security", "axes", "interpretations", "media")
EVIL, SECRET = "zzevilzz", "root:x:"


def holes(response):
    """What of an answer was not escaped, or was run."""
    text = response.getvalue().decode(errors="replace")
    found = [RUN] if RUN in text else []
    if "attachment" in response.get("Content-Disposition", ""):
        return found  # saved, never shown
    if "json" in response.get("Content-Type", ""):
        assert response["X-Content-Type-Options"] == "nosniff"
        html = [word for word in _texts(json.loads(text)) if word.lstrip().startswith("<")]
        text = " ".join(html)
    return found + [text[m.start() - 80 : m.end() + 10] for m in RAW.finditer(text)]


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def leads_here(location):
    """As a browser reads it: blanks at the ends go, backslashes are slashes."""
    read = location.strip().replace("\\", "/").replace("\t", "").replace("\n", "")
    return url_has_allowed_host_and_scheme(read, {"testserver"})


def wrongs(response):
    """Everything that is wrong with an answer to an attack; nothing where it is refused."""
    text = response.getvalue().decode(errors="replace")
    found = holes(response)
    found += [f"status {response.status_code}"] if response.status_code >= 500 else []
    found += [match[0] for match in [TOLD.search(text)] if match]
    found += [SECRET] if SECRET in text else []
    found += [] if leads_here(response.get("Location", "/")) else [response["Location"]]
    headers = {name.lower() for name, _value in response.items()} | {*response.cookies}
    return found + [name for name in sorted(headers) if EVIL in name]


@contextmanager
def lines_logged():
    """What the site's log has of the requests inside: each record as it would be written."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    apart = [logger for name in _LOGGERS if not (logger := logging.getLogger(name)).propagate]
    for logger in apart:
        logger.addHandler(handler)
    lines = []
    try:
        yield lines
    finally:
        for logger in (root, *apart):
            logger.removeHandler(handler)
        lines += stream.getvalue().splitlines()
