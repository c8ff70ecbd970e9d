"""Files through nginx: ours, which Django lets pass one by one, beside nginx's plain ones.

`film` is a large file to twenty readers at once (bytes per second), `picture` a small one asked
for again and again on one connection (ms). `tests.media.nginx` starts deploy/nginx.conf.
"""

import http.client
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import alternate, database
from benchmarks.rows import Report, Row
from benchmarks.servers import web
from interpretations.demo.people import People
from interpretations.models import PolicyAttachment
from interpretations.releases.execution.execute import execute
from tests.media import nginx

PEER = "nginx alone, the same file"
READERS = 20
PICTURE_BYTES = 20_000
ASKED_AT_ONCE = 50
STEP = 1024 * 1024
PLAIN = """
server {{
    listen 127.0.0.1:{port};
    sendfile on;
    tcp_nopush on;
    location / {{ alias {folder}/; }}
}}
"""


class Size(NamedTuple):
    """How large the film is, and how often each figure is taken."""

    film_bytes: int
    film_rounds: int
    picture_rounds: int


def rows(size: Size) -> Iterator[Row]:
    yield Row(_film_name(size), "rate", PEER)
    yield Row("picture-20kb/plain", "ms", PEER)


def _film_name(size: Size) -> str:
    return f"film-{size.film_bytes // 1_000_000}mb-{READERS}-readers/plain"


def released_file(people: People, size: int) -> str:
    """Release a set and give its attachment this size; returns the name in storage."""
    release = execute(sets.approved(2, people).pk)
    document = PolicyAttachment.objects.get(page=release.policy_id).document
    with open(document.file.path, "r+b") as stored:
        stored.truncate(0)
        for start in range(0, size, STEP):
            stored.write(os.urandom(min(STEP, size - start)))
    return document.file.name


def read_all(address: str) -> int:
    """Read a whole answer; returns its length."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    connection.request("GET", parts.path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    assert answer.status == 200, (address, answer.status)
    room, total = bytearray(STEP), 0
    while got := answer.readinto(room):
        total += got
    connection.close()
    return total


def bytes_a_second(address: str) -> float:
    """Megabytes per second that all readers together receive."""
    received: list[int] = []
    readers = [
        threading.Thread(target=lambda: received.append(read_all(address))) for _ in range(READERS)
    ]
    start = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(received) == READERS
    return sum(received) / 1e6 / (time.perf_counter() - start)


def milliseconds(address: str) -> float:
    """Median of some requests on one connection, in ms."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    times = []
    for _ in range(ASKED_AT_ONCE):
        start = time.perf_counter()
        connection.request("GET", parts.path, headers={"Host": "localhost"})
        body = connection.getresponse().read()
        times.append((time.perf_counter() - start) * 1000)
        assert len(body) == PICTURE_BYTES
    connection.close()
    return sorted(times)[len(times) // 2]


def both(measure: Callable[[str], float], ours: str, plain: str, rounds: int) -> list[list[float]]:
    return alternate(rounds, partial(measure, ours), partial(measure, plain))


def measure(report: Report, size: Size) -> None:
    with database("serving") as made, tempfile.TemporaryDirectory() as folder:
        people = sets.set_up()
        film, picture = (released_file(people, n) for n in (size.film_bytes, PICTURE_BYTES))
        Path(settings.MEDIA_ROOT).chmod(0o755)
        port = nginx.free_port()
        plain = PLAIN.format(port=port, folder=settings.MEDIA_ROOT)
        with (
            web(made, MEDIA_ACCEL_LOCATION="/stored/") as (base, _environment),
            nginx.running(folder, urlsplit(base).netloc, plain) as address,
        ):
            ours = {name: f"{address}/media/{quote(name)}" for name in (film, picture)}
            peer = {name: f"http://127.0.0.1:{port}/{quote(name)}" for name in (film, picture)}
            rates = both(bytes_a_second, ours[film], peer[film], size.film_rounds)
            times = both(milliseconds, ours[picture], peer[picture], size.picture_rounds)
    report.row(_film_name(size), *map(statistics.median, rates), n=size.film_rounds)
    report.compare("picture-20kb/plain", *times)


SIZES = Sizes(
    full=Size(200_000_000, 7, 20), quick=Size(20_000_000, 3, 5), smallest=Size(1_000_000, 1, 1)
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure, needs=("nginx",))

if __name__ == "__main__":
    main(BENCHMARK)
