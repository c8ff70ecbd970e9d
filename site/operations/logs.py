"""Lines of the log: for a person or for a program, and nothing in them that is somebody's.

A log is read by more people, and kept longer, than what it tells of: addresses of mail and of
machines, what was searched for, and values that PostgreSQL repeats are taken out of every line.
"""

import json
import logging
import re
from datetime import UTC, datetime
from ipaddress import ip_address

from operations import request_id

# Looked for at the beginning of a word alone, or a long one would be read again from each letter.
MAIL = re.compile(r"(?<![^\s<>\"'(),;:])[^\s<>\"'(),;:@]*@[^\s<>\"'(),;:]+")
# Candidates; one without `=` asks for nothing.
QUERY = re.compile(r"\?[^\s\"'>]*")
# Candidates; `ip_address` decides.
NUMBERS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*)"
)
DETAIL = re.compile(r"^(DETAIL|CONTEXT|Failing row).*$", re.MULTILINE)


def redacted(text: str) -> str:
    """Return a text without mail addresses, queries, addresses of machines, values of rows."""
    text = DETAIL.sub(r"\1 …", text)
    text = QUERY.sub(lambda found: "?…" if "=" in found[0] else found[0], text)
    text = MAIL.sub("…@…", text)
    return NUMBERS.sub(lambda found: _address(found[0]), text)


def _address(text: str) -> str:
    """A machine's own address says nothing of anybody."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return text if address.is_loopback or address.is_unspecified else "[…]"


class ToldElsewhere(logging.Filter):
    """Keeps out Django's line about each 503 of `/readyz`, which itself says when that changes.

    A fault of `/readyz` itself is told by nobody else.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        is_answer = getattr(record, "status_code", 0) == 503 and not record.exc_info
        return not (path == "/readyz" and is_answer)


class _Lines(logging.Formatter):
    """What both kinds have in common."""

    def said(self, record: logging.LogRecord) -> str:
        return redacted(record.getMessage())

    def trace(self, record: logging.LogRecord) -> str:
        text = self.formatException(record.exc_info) if record.exc_info else ""
        return redacted(text)


class PlainLines(_Lines):
    """`time level logger [request] message`, and a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        number = request_id.current()
        head = (_time(record), record.levelname, record.name, f"[{number}]" if number else "")
        line = " ".join(part for part in (*head, self.said(record)) if part)
        return "\n".join(filter(None, (line, self.trace(record))))


class JsonLines(_Lines):
    """One JSON object a line, with these keys alone: what else a record carries stays out.

    `time` is ISO 8601 in UTC with milliseconds, `request` the number of the request or absent,
    `trace` a traceback or absent.
    """

    def format(self, record: logging.LogRecord) -> str:
        content = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "request": request_id.current(),
            "message": self.said(record),
            "trace": self.trace(record),
        }
        return json.dumps(
            {key: value for key, value in content.items() if value}, ensure_ascii=False
        )


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
