"""Public answers as readers get them: through nginx beside a plain folder of the same bytes, and
without nginx beside wagtail-cache and a bare WSGI application.

The load comes from `wrk`, sixteen connections; both sides of a row serve the very same bytes. Their
figures are answers for each second of processor that the server takes: what else the machine does
hardly changes them.
"""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import requests

from benchmarks import sets
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import alternate, database, settled
from benchmarks.rows import Report, Row, ratio_at_least
from benchmarks.servers import Served, behind_nginx, processor_seconds, serve
from interpretations.demo.people import People
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.execution.execute import execute
from tests.media import nginx
from tests.support.public_files import names_in

PLAIN = "nginx, the same bytes from a plain folder"
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
    """For how many seconds and how often each side is loaded, and how many sets there are.

    `kinds` are the kinds of page that are asked for through nginx, `layer_kinds` without it.
    """

    kinds: tuple[str, ...]
    layer_kinds: tuple[str, ...]
    seconds: int
    rounds: int
    sets: int


def rows(size: Size) -> Iterator[Row]:
    for kind in size.kinds:
        yield Row(f"{kind}/nginx", "rate", PLAIN, ratio_at_least(0.8))
    yield Row("page-with-pictures/nginx", "rate", PLAIN, ratio_at_least(0.8))
    for kind in size.layer_kinds:
        yield Row(f"{kind}-without-nginx/page-cache", "rate", CACHED, ratio_at_least(2))
        yield Row(f"{kind}-without-nginx/bare", "rate", BARE, ratio_at_least(0.7))


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


def page_with_pictures(
    report: Report, size: Size, ours: Served, plain: Served, shown: list[str]
) -> None:
    figures = alternate(
        size.rounds,
        partial(visits, ours, shown, size.seconds),
        partial(visits, plain, shown, size.seconds),
    )
    report.compare("page-with-pictures/nginx", *figures)


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
        yield {"page-cache": cached, "bare": bare}


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


def make_paths(people: People) -> tuple[dict[str, str], list[str]]:
    """The addresses of each kind, and a page with everything that it shows."""
    release = execute(sets.approved(2, people).pk)
    policy = PolicyPage.objects.get(pk=release.policy_id)
    own = [policy.url, InterpretationPage.objects.child_of(policy).get().url]
    return {kind: path.format(*own) for kind, path in KINDS.items()}, own


def measure(report: Report, size: Size) -> None:
    with database("delivery") as made, tempfile.TemporaryDirectory() as scratch:
        people = sets.set_up()
        sets.fill(size.sets, people)
        paths, own = make_paths(people)
        settled()
        folder, port = Path(scratch), nginx.free_port()
        plain_folder = folder / "plain"
        plain_server = PLAIN_SERVER.format(port=port, folder=plain_folder)
        with behind_nginx(made, folder, plain_server) as (ours, web_server):
            plain = Served(f"http://127.0.0.1:{port}", ours.pid)
            pictures = names_in(fetched(web_server.address + own[1]).text)
            shown = [*own[1:], *(f"/media/{name}" for name in pictures)]
            for path in {*paths.values(), *shown}:
                put(plain_folder, path, fetched(ours.address + path).content)
            through_nginx(report, size, ours, plain, paths)
            page_with_pictures(report, size, ours, plain, shown)
            without_nginx(report, size, web_server, paths)


SIZES = Sizes(
    full=Size(tuple(KINDS), LAYER_KINDS, 3, 5, 1_000),
    quick=Size(tuple(KINDS), LAYER_KINDS, 1, 3, 100),
    smallest=Size(("policy-page",), ("policy-page",), 1, 1, 20),
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure, needs=("nginx", "wrk"))

if __name__ == "__main__":
    main(BENCHMARK)
