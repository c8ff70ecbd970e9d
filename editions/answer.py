"""An answer as the application gave it, and as a reader gets it from a folder or from memory."""

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from editions.folder import ENCODINGS, Headers
from editions.places import Form

StartResponse = Callable[..., Any]
Packing = tuple[str, str]  # its name in HTTP, and the ending of the file that holds it
PLAIN: Packing = ("", "")
Key = tuple[str, Packing | None]  # address, and packing if it was written
POLICY = "Content-Security-Policy"
# What one request was told, or is the server's own: nothing that is kept has it.
OF_ONE_REQUEST = frozenset({"x-request-id", "date", "server"})
# What differs between two answers of one kind as well.
OF_ONE_ANSWER = OF_ONE_REQUEST | {"content-length", "x-edition"}


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
        headers = dict(self._headers_without(OF_ONE_ANSWER))
        varies = [name.strip() for name in headers.get("Vary", "").split(",") if name.strip()]
        headers["Vary"] = ", ".join([*varies, "Accept-Encoding"])
        if policy := headers.get(POLICY):
            # Its directives come in another order from each process.
            headers[POLICY] = "; ".join(sorted(part.strip() for part in policy.split(";")))
        return sorted(headers.items())

    def of_no_request(self) -> "Answer":
        """The same answer, without what only the request that it was made for should be told."""
        return replace(self, headers=self._headers_without(OF_ONE_REQUEST))

    def _headers_without(self, names: frozenset[str]) -> Headers:
        return [(name, value) for name, value in self.headers if name.lower() not in names]

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


@dataclass(frozen=True)
class Written:
    """A written answer, packed in one way, with all that a reader gets of it."""

    etag: str
    headers: Headers
    body: bytes

    def send(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        # The server may add to the list that it is given.
        headers = [*self.headers]
        condition = environ.get("HTTP_IF_NONE_MATCH")
        if condition and _has(condition, self.etag):
            start_response("304 Not Modified", headers)
            return []
        headers.append(("Content-Length", str(len(self.body))))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


def read_written(path: str, packing: Packing, headers: Headers) -> Written | None:
    """Read a written answer in one packing; None if it is not there (any more).

    Its validator is nginx's: time and size of the file in hexadecimal.
    """
    encoding, ending = packing
    try:
        # Unbuffered: it is read whole.
        with open(f"{path}{ending}", "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            body = file.read()
    except OSError:
        return None
    etag = f'"{int(status.st_mtime):x}-{status.st_size:x}"'
    headers = [*headers, ("ETag", etag)]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    return Written(etag, headers, body)


@lru_cache(maxsize=512)
def packing_for(accepted: str) -> Packing:
    """The best packing that a reader takes, by the words of `Accept-Encoding`."""
    taken = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        taken[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((packing for packing in ENCODINGS if taken.get(packing[0])), PLAIN)


def _has(condition: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in condition.split(",")]
    return etag in tags or tags == ["*"]


class Memory:
    """Answers of one folder, kept in the process: bounded, the one kept longest goes.

    What was not found, is gone or has moved (readers press F5 before the time; nothing of it is
    worth a file), and the written answers last read: to open and read a file lets other threads
    in five times, which costs more than all the rest. Reading takes no lock.
    """

    STATUSES = (301, 404, 410)
    BODY = 256 * 1024  # bytes of the longest answer that is kept
    BYTES = 8 * 1024 * 1024  # of all bodies together
    ANSWER = 4 * 1024  # bytes that an answer costs beside its body: address, headers, objects

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes = 0
        # One object: a reader never meets answers of another folder under a folder's name.
        self._kept: tuple[str, dict[Key, Answer | Written]] = ("", {})

    def get(self, folder: str, path: str, packing: Packing) -> Answer | Written | None:
        name, answers = self._kept
        if name != folder:
            return None
        return answers.get((path, packing)) or answers.get((path, None))

    def refuse(self, folder: str, path: str, answer: Answer) -> None:
        """Keep what is not found, gone or moved, for every packing."""
        if answer.code in self.STATUSES:
            self._put(folder, (path, None), answer.of_no_request())

    def put(self, folder: str, path: str, packing: Packing, answer: Written) -> None:
        self._put(folder, (path, packing), answer)

    def _put(self, folder: str, key: Key, answer: Answer | Written) -> None:
        if len(answer.body) > self.BODY:
            return
        with self._lock:
            if folder != self._kept[0]:
                self._kept, self._bytes = (folder, {}), 0
            answers = self._kept[1]
            if key in answers:
                return
            answers[key] = answer
            self._bytes += len(answer.body) + self.ANSWER
            while self._bytes > self.BYTES:
                gone = answers.pop(next(iter(answers)))
                self._bytes -= len(gone.body) + self.ANSWER
