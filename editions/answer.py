"""An answer as the application gave it, and as a reader gets it from a folder or from memory."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from editions.folder import ENCODINGS, Headers
from editions.places import Form

StartResponse = Callable[..., Any]
# What differs between two answers of one kind, or is the server's own.
POLICY = "Content-Security-Policy"
OF_ONE_ANSWER = frozenset({"content-length", "x-edition", "x-request-id", "date", "server"})


@dataclass(frozen=True)
class Answer:
    """A whole answer: status line, headers, body."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def common_headers(self) -> Headers:
        """The headers that every answer of its kind has; where it lies packed, they say so."""
        headers = {name: value for name, value in self.headers if name.lower() not in OF_ONE_ANSWER}
        varies = [name.strip() for name in headers.get("Vary", "").split(",") if name.strip()]
        headers["Vary"] = ", ".join([*varies, "Accept-Encoding"])
        if policy := headers.get(POLICY):
            # Its directives come in another order from each process.
            headers[POLICY] = "; ".join(sorted(part.strip() for part in policy.split(";")))
        return sorted(headers.items())

    def is_for_all(self, form: Form) -> bool:
        """Whether it is of this form, and nothing in it is one reader's."""
        types = [value for name, value in self.headers if name.lower() == "content-type"]
        return types == [form.content_type] and self.tells_nobody_apart()

    def tells_nobody_apart(self) -> bool:
        """Whether it has no cookie, no secrecy, no other language."""
        headers = {name.lower(): value for name, value in self.headers}
        varies = {name.strip().lower() for name in headers.get("vary", "").split(",")}
        caching = headers.get("cache-control", "")
        return (
            "set-cookie" not in headers
            and not ("private" in caching or "no-store" in caching)
            and varies <= {"", "cookie", "accept-encoding"}
        )

    def send(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


def send_file(
    path: str, headers: Headers, environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes] | None:
    """Send a written answer, packed as the reader likes it; None if it is not there (any more).

    Its validator is nginx's: time and size of the file in hexadecimal.
    """
    encoding, ending = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    try:
        # Unbuffered: it is read whole.
        with open(f"{path}{ending}", "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            etag = f'"{int(status.st_mtime):x}-{status.st_size:x}"'
            headers = [*headers, ("ETag", etag)]
            if encoding:
                headers.append(("Content-Encoding", encoding))
            if _has(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
                start_response("304 Not Modified", headers)
                return []
            headers.append(("Content-Length", str(status.st_size)))
            body = [] if environ["REQUEST_METHOD"] == "HEAD" else [file.read()]
    except OSError:
        return None
    start_response("200 OK", headers)
    return body


def _encoding(accepted: str) -> tuple[str, str]:
    """Name and file ending of the best packing that the reader takes; empty for none."""
    if not accepted:
        return "", ""
    taken = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        taken[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    for name, ending in ENCODINGS:
        if taken.get(name):
            return name, ending
    return "", ""


def _has(condition: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in condition.split(",")]
    return etag in tags or tags == ["*"]


class Memory:
    """What was not found, is gone or has moved, for one edition: bounded, the least asked goes.

    Readers press F5 before the time; nothing of it is worth a file.
    """

    STATUSES = (301, 404, 410)
    ENTRIES, BODY = 512, 64 * 1024

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._folder = ""

    def get(self, folder: str, path: str) -> Answer | None:
        with self._lock:
            if folder != self._folder or path not in self._answers:
                return None
            self._answers.move_to_end(path)
            return self._answers[path]

    def put(self, folder: str, path: str, answer: Answer) -> None:
        if answer.code not in self.STATUSES or len(answer.body) > self.BODY:
            return
        with self._lock:
            if folder != self._folder:
                self._answers.clear()
                self._folder = folder
            self._answers[path] = answer
            if len(self._answers) > self.ENTRIES:
                self._answers.popitem(last=False)
