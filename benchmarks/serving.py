"""Files through nginx: ours, which Django lets pass one by one, beside nginx's plain ones.

`film` is a large file to twenty readers at once (bytes per second), `picture` a small one asked
for again and again on one connection (ms). `tests.media.nginx` starts docs/nginx.conf.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings

from benchmarks import ROOT
from benchmarks.harness import Database, alternate, compare, database, is_quick, row
from interpretations.releases.execution.execute import execute
from tests.factories import World, approve, make_document, submit_set
from tests.media import nginx
from tests.media.shown import set_with_files

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


def released_file(world: World, size: int) -> str:
    """Release a set and give its attachment this size; returns the name in storage."""
    document = make_document(world)
    execute(approve(world, submit_set(world, set_with_files(world, document=document))).pk)
    with open(document.file.path, "r+b") as stored:
        stored.truncate(0)
        for start in range(0, size, STEP):
            stored.write(os.urandom(min(STEP, size - start)))
    return document.file.name


@contextmanager
def site(made: Database) -> Iterator[str]:
    """The site as the Procfile runs it; yields host and port."""
    port = nginx.free_port()
    environment = {**os.environ, "DATABASE_URL": made.url, "MEDIA_ACCEL_LOCATION": "/stored/"}
    command = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", "--pythonpath", ".,site"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
        *("--workers", "2", "--threads", "4", "--no-control-socket"),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the site did not start")


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


def main() -> None:
    quick = is_quick(__doc__)
    film_bytes, film_rounds, picture_rounds = (20_000_000, 3, 5) if quick else (200_000_000, 7, 20)
    if nginx.program() is None:
        raise SystemExit("没有安装 nginx：scripts/install-system.sh 会安装它。")
    with database("serving") as made, tempfile.TemporaryDirectory() as folder:
        world = World()
        film, picture = (released_file(world, n) for n in (film_bytes, PICTURE_BYTES))
        Path(settings.MEDIA_ROOT).chmod(0o755)
        port = nginx.free_port()
        plain = PLAIN.format(port=port, folder=settings.MEDIA_ROOT)
        with site(made) as upstream, nginx.running(folder, upstream, plain) as address:
            ours = {name: f"{address}/media/{quote(name)}" for name in (film, picture)}
            peer = {name: f"http://127.0.0.1:{port}/{quote(name)}" for name in (film, picture)}
            own_rate, peer_rate = both(bytes_a_second, ours[film], peer[film], film_rounds)
            own_ms, peer_ms = both(milliseconds, ours[picture], peer[picture], picture_rounds)
    middle = film_rounds // 2
    row(
        f"film-{film_bytes // 1_000_000}mb-{READERS}-readers/plain",
        sorted(own_rate)[middle],
        sorted(peer_rate)[middle],
        "nginx alone, the same file",
        "rate",
        film_rounds,
    )
    compare("picture-20kb/plain", own_ms, peer_ms, "nginx alone, the same file")


if __name__ == "__main__":
    main()
