"""Public answers as readers get them: through nginx beside a plain folder of the same bytes, and
without nginx beside wagtail-cache and a bare WSGI application; reads of many sets while sets are
released.

The load comes from `wrk`, sixteen connections; both sides of a row serve the very same bytes. Their
figures are answers for each second of processor that the server takes: what else the machine does
hardly changes them.
"""

import json
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from django.conf import settings

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import Database, alternate, database, settled
from benchmarks.rows import NONE, Report, Row, at_most, ratio_at_least
from benchmarks.servers import processor_seconds, serve, web
from interpretations.demo.people import People
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.execution.execute import execute
from tests.media import nginx
from tests.support.public_files import names_in

PLAIN = "nginx, the same bytes from a plain folder"
# Its readers ask where it listens.
OWN_ADDRESS = {"@BASE_URL@": "http://@LISTEN@"}
CACHED = "wagtail-cache in memory, the same bytes"
BARE = "a bare WSGI application, the same bytes"
CONNECTIONS = 16
ANSWERS = re.compile(r"(\d+) requests in")
BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")
PLAIN_SERVER = """
server {{
    listen 127.0.0.1:{port};
    root {folder};
    index index.html;
    sendfile on;
    tcp_nopush on;
}}
"""
# `{0}` and `{1}`: the addresses of a set's document and of its interpretation.
KINDS = {
    "policy-page": "{0}",
    "interpretation-page": "{1}",
    "set-page": "{0}both/",
    "front-page": "/",
    "library": "/policies/",
    "column": "/interpretations/",
    "department": "/policies/zhujian/",
    "policy-feed": "/policies/feed/",
    "sitemap": "/sitemap.xml",
    "api": "/api/v2/pages/",
}
LAYER_KINDS = ("policy-page", "library")  # without nginx


class Size(NamedTuple):
    """How long and how often each side is loaded; sets, readers and time of the Zipf reads.

    `kinds` are the kinds of page that are asked for through nginx, `layer_kinds` without it.
    """

    kinds: tuple[str, ...]
    layer_kinds: tuple[str, ...]
    seconds: int
    rounds: int
    sets: int
    zipf_seconds: float
    release_every: float
    flips: int


def rows(size: Size) -> Iterator[Row]:
    for kind in size.kinds:
        yield Row(f"{kind}/nginx", "rate", PLAIN, ratio_at_least(0.8))
    yield Row("page-with-pictures/nginx", "rate", PLAIN, ratio_at_least(0.8))
    for kind in size.layer_kinds:
        yield Row(f"{kind}-without-nginx/page-cache", "rate", CACHED, ratio_at_least(2))
        yield Row(f"{kind}-without-nginx/bare", "rate", BARE, ratio_at_least(0.7))
    yield Row(f"zipf-p99@{size.sets}", "ms", bar=at_most(1000))
    yield Row(f"zipf-median@{size.sets}", "ms")
    yield Row(f"zipf-errors@{size.sets}", "answers", bar=NONE)
    yield Row(f"memory-growth-{size.flips}-releases", "MB", bar=at_most(20))


class Served(NamedTuple):
    """Where something is served, and by which process with its children."""

    address: str
    pid: int


def rate(served: Served, path: str, seconds: int) -> float:
    """Answers for a second of the server's processor; every one of them a whole 200."""
    address, before = served.address + path, processor_seconds(served.pid)
    ended = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", address],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not BAD.search(ended.stdout), (address, ended.stdout)
    answers = int(ANSWERS.search(ended.stdout)[1])  # type: ignore[index]
    return answers / (processor_seconds(served.pid) - before)


def fetched(address: str) -> requests.Response:
    """An answer after it has been written: the second."""
    requests.get(address, timeout=60).raise_for_status()
    answer = requests.get(address, headers={"Accept-Encoding": "identity"}, timeout=60)
    answer.raise_for_status()
    return answer


def put(folder: Path, path: str, body: bytes) -> None:
    """The same bytes at the same address of a plain folder."""
    file = folder / path.lstrip("/") / ("index.html" if path.endswith("/") else "")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def through_nginx(
    report: Report, size: Size, ours: Served, plain: Served, paths: dict[str, str]
) -> None:
    for kind in size.kinds:
        path = paths[kind]
        figures = alternate(
            size.rounds,
            partial(rate, ours, path, size.seconds),
            partial(rate, plain, path, size.seconds),
        )
        report.compare(f"{kind}/nginx", *figures)


def visits(served: Served, paths: list[str], seconds: float) -> float:
    """Visits of a page and all that it shows, for a second of the server's processor."""
    before = processor_seconds(served.pid)
    with requests.Session() as session:
        ends, visited = time.monotonic() + seconds, 0
        # The clock of processes ticks a hundred times a second.
        while time.monotonic() < ends or processor_seconds(served.pid) - before < 0.05:
            for path in paths:
                assert session.get(served.address + path, timeout=60).status_code == 200, path
            visited += 1
    return visited / (processor_seconds(served.pid) - before)


@contextmanager
def peers(answer: requests.Response, folder: Path) -> Iterator[dict[str, Served]]:
    """The two peers of the layer, serving this answer; name of the row -> address."""
    file = folder / "answer"
    file.write_bytes(answer.content)
    kept = ("Content-Type", "Cache-Control", "Content-Security-Policy", "X-Frame-Options", "Vary")
    headers = json.dumps({name: answer.headers[name] for name in kept})
    environment = {"BYTES": str(file), "HEADERS": headers}
    with ExitStack() as stack:
        cached = stack.enter_context(
            serve("django.core.wsgi:get_wsgi_application()", **environment,
                  DJANGO_SETTINGS_MODULE="benchmarks.stock.cached")
        )  # fmt: skip
        bare = stack.enter_context(serve("benchmarks.stock.bytes:bare()", **environment))
        yield {"page-cache": Served(*cached), "bare": Served(*bare)}


def without_nginx(report: Report, size: Size, ours: Served, paths: dict[str, str]) -> None:
    for kind in size.layer_kinds:
        with tempfile.TemporaryDirectory() as folder:
            answer = fetched(ours.address + paths[kind])
            with peers(answer, Path(folder)) as others:
                for name, other in others.items():
                    assert fetched(f"{other.address}/x/").content == answer.content
                    figures = alternate(
                        size.rounds,
                        partial(rate, ours, paths[kind], size.seconds),
                        partial(rate, other, "/x/", size.seconds),
                    )
                    report.compare(f"{kind}-without-nginx/{name}", *figures)


def zipf(report: Report, size: Size, base: str, people: People) -> None:
    """Four readers who read few sets often and most seldom, while sets are released."""
    addresses = [page.url for page in PolicyPage.objects.public()]
    random.Random(1).shuffle(addresses)
    weights = [1 / rank for rank in range(1, len(addresses) + 1)]
    waiting = [sets.approved(2, people).pk for _ in range(_releases(size))]
    times: list[float] = []
    errors: list[int] = []
    ends = time.monotonic() + size.zipf_seconds

    def read(seed: int) -> None:
        chance = random.Random(seed)
        with requests.Session() as session:
            while time.monotonic() < ends:
                address = chance.choices(addresses, weights)[0]
                start = time.perf_counter()
                status = session.get(base + address, timeout=60).status_code
                times.append((time.perf_counter() - start) * 1000)
                if status != 200:
                    errors.append(status)

    readers = [threading.Thread(target=read, args=(seed,)) for seed in range(4)]
    for reader in readers:
        reader.start()
    for release in waiting:
        time.sleep(size.release_every)
        execute(release)
    for reader in readers:
        reader.join()
    report.row(f"zipf-p99@{size.sets}", statistics.quantiles(times, n=100)[98], n=len(times))
    report.row(f"zipf-median@{size.sets}", statistics.median(times), n=len(times))
    report.row(f"zipf-errors@{size.sets}", len(errors), n=len(times))


def _releases(size: Size) -> int:
    return max(1, int(size.zipf_seconds / size.release_every) - 1)


def memory(report: Report, size: Size, base: str, pids: list[int], people: People) -> None:
    """What web processes have grown by over a day's worth of releases, each read by somebody."""
    paths = ["/", "/policies/", "/interpretations/", "/policies/feed/", "/search/?q=城市"]
    waiting = [sets.approved(2, people).pk for _ in range(size.flips)]

    def turn(release: int) -> None:
        execute(release)
        for path in paths * 4:
            requests.get(base + path, timeout=60).raise_for_status()

    warm = max(1, size.flips // 4)
    for release in waiting[:warm]:
        turn(release)
    before = sum(map(_megabytes, pids))
    for release in waiting[warm:]:
        turn(release)
    grown = (sum(map(_megabytes, pids)) - before) / len(pids)
    report.row(f"memory-growth-{size.flips}-releases", max(grown, 0), n=size.flips)


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def children(pid: int) -> list[int]:
    """The processes that do the work of a server."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in listed.split()]


def make_paths(people: People) -> tuple[dict[str, str], list[str]]:
    """The addresses of each kind, and a page with everything that it shows."""
    release = execute(sets.approved(2, people).pk)
    policy = PolicyPage.objects.get(pk=release.policy_id)
    own = [policy.url, InterpretationPage.objects.child_of(policy).get().url]
    return {kind: path.format(*own) for kind, path in KINDS.items()}, own


def measure(report: Report, size: Size) -> None:
    with (
        database("delivery") as made,
        tempfile.TemporaryDirectory() as scratch,
    ):
        folder = Path(scratch)
        # On the disk of the files that are to stand there too.
        editions = Path(settings.MEDIA_ROOT).with_name("editions")
        editions.mkdir(parents=True, exist_ok=True)
        settings.EDITIONS_ROOT = str(editions)
        people = sets.set_up()
        sets.fill(size.sets, people)
        paths, own = make_paths(people)
        settled()
        for shared in (folder, editions, Path(settings.MEDIA_ROOT)):
            shared.chmod(0o755)
        _measure_on(report, size, made, folder, people, paths, own)
        settings.EDITIONS_ROOT = ""


def _measure_on(
    report: Report, size: Size, made: Database, folder: Path, people: People,
    paths: dict[str, str], own: list[str],
) -> None:  # fmt: skip
    port = nginx.free_port()
    plain_folder = folder / "plain"
    plain_server = PLAIN_SERVER.format(port=port, folder=plain_folder)
    with (
        web(made, MEDIA_ACCEL_LOCATION="/stored/", EDITIONS_ROOT=settings.EDITIONS_ROOT)
        as (base, environment),
        nginx.running(folder, urlsplit(base).netloc, plain_server, **OWN_ADDRESS) as address,
    ):  # fmt: skip
        web_server = Served(base, int(environment["WEB_PID"]))
        front = int((folder / "pid").read_text(encoding="utf-8"))
        ours, plain = Served(address, front), Served(f"http://127.0.0.1:{port}", front)
        shown = [*own[1:], *(f"/media/{name}" for name in names_in(fetched(base + own[1]).text))]
        for path in {*paths.values(), *shown}:
            put(plain_folder, path, fetched(address + path).content)
        through_nginx(report, size, ours, plain, paths)
        figures = alternate(
            size.rounds,
            partial(visits, ours, shown, size.seconds),
            partial(visits, plain, shown, size.seconds),
        )
        report.compare("page-with-pictures/nginx", *figures)
        without_nginx(report, size, web_server, paths)
        zipf(report, size, address, people)
        memory(report, size, address, children(web_server.pid), people)


SIZES = Sizes(
    full=Size(tuple(KINDS), LAYER_KINDS, 3, 5, 10_000, 120, 30, 100),
    quick=Size(tuple(KINDS), LAYER_KINDS, 1, 3, 100, 6, 2, 12),
    smallest=Size(("policy-page",), ("policy-page",), 1, 1, 20, 1, 1, 4),
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure, needs=("nginx", "wrk"))

if __name__ == "__main__":
    main(BENCHMARK)
