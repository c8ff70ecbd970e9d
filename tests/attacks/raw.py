"""Requests as bytes, sent over a socket: what no client would send."""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 60  # seconds; other work may take the machine
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]*\r\n")


@dataclass(frozen=True)
class Answer:
    """One answer on a connection."""

    status: int
    head: bytes
    body: bytes


def send(address: str, data: bytes, silence: float = PATIENCE) -> bytes:
    """Send bytes to `http://host:port` and return all that comes back until it closes.

    After so many seconds of silence the server, which may wait for more, is told that there is no
    more.
    """
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), PATIENCE) as connection:
        # A server that has refused already may have closed.
        with suppress(ConnectionError):
            connection.sendall(data)
        connection.settimeout(silence)
        received, is_over = _read(connection)
        if not is_over:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            connection.settimeout(PATIENCE)
            received += _read(connection)[0]
    return received


def _read(connection: socket.socket) -> tuple[bytes, bool]:
    """What comes, and whether that was all."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except TimeoutError:
        return received, False
    except ConnectionResetError:
        pass
    return received, True


def answers(received: bytes) -> list[Answer]:
    """Part a connection into its answers, by their own lengths."""
    found = []
    while match := _STATUS.match(received):
        head, _, rest = received.partition(b"\r\n\r\n")
        length = _length(head)
        body = _unchunked(rest) if length is None else (rest[:length], rest[length:])
        found.append(Answer(int(match[1]), head, body[0]))
        received = body[1]
    assert not received or not found, f"something follows an answer: {received[:80]!r}"
    return found


def _length(head: bytes) -> int | None:
    """The length that an answer states; None where it is sent in chunks."""
    if re.search(rb"(?im)^transfer-encoding: *chunked", head):
        return None
    stated = re.search(rb"(?im)^content-length: *(\d+)", head)
    return int(stated[1]) if stated else 10**9


def _unchunked(data: bytes) -> tuple[bytes, bytes]:
    body = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size, 16)
        body, data = body + data[:length], data[length + 2 :]
        if not length:
            break
    return body, data
