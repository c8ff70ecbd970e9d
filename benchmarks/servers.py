"""The site as readers reach it: gunicorn in processes of its own, on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from django.conf import settings

from benchmarks import ROOT
from benchmarks.harness import Database
from tests.media import nginx

# Its readers ask where it listens.
OWN_ADDRESS = {"@BASE_URL@": "http://@LISTEN@"}
PATIENCE = 60.0  # seconds until the first answer
WORKERS = os.environ.get("WEB_CONCURRENCY", "2")  # the name that gunicorn itself reads


@contextmanager
def web(site: Database, **further: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a site as the Procfile does; yields its address, and the environment for other
    processes of it. `further` are variables for the server."""
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    # The server's address is the sites' own: one host for pages, one for requests.
    environment = {**os.environ, "DATABASE_URL": site.url, "BASE_URL": base, "PYTHONPATH": "site",
                   **further}  # fmt: skip
    with process(_gunicorn("config.wsgi", port), environment) as pid:
        _wait_for(f"{base}/healthz")
        yield base, {**environment, "WEB_PID": str(pid)}


class Served(NamedTuple):
    """Where something is served, and by which process with its children."""

    address: str
    pid: int


@contextmanager
def behind_nginx(
    site: Database, folder: Path, further: str = ""
) -> Iterator[tuple[Served, Served]]:
    """Serve a site as deploy/nginx.conf does, from folders of editions; yields nginx, and the
    application behind it. `further` is configuration of nginx's own, `folder` where it works."""
    # On the disk of the files that are to stand there too.
    editions = Path(settings.MEDIA_ROOT).with_name("editions")
    editions.mkdir(parents=True, exist_ok=True)
    for shared in (folder, editions, Path(settings.MEDIA_ROOT)):
        shared.chmod(0o755)
    settings.EDITIONS_ROOT = str(editions)
    try:
        with (
            web(site, MEDIA_ACCEL_LOCATION="/stored/", EDITIONS_ROOT=str(editions))
            as (base, environment),
            nginx.running(folder, urlsplit(base).netloc, further, **OWN_ADDRESS) as address,
        ):  # fmt: skip
            front = int((folder / "pid").read_text(encoding="utf-8"))
            yield Served(address, front), Served(base, int(environment["WEB_PID"]))
    finally:
        settings.EDITIONS_ROOT = ""


@contextmanager
def serve(application: str, **further: str) -> Iterator[Served]:
    """Serve another WSGI application under the very same server."""
    port = _free_port()
    environment = {**os.environ, "PYTHONPATH": "site", **further}
    with process(_gunicorn(application, port), environment) as pid:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield Served(f"http://127.0.0.1:{port}", pid)


def _gunicorn(application: str, port: int) -> list[str]:
    return [f"{os.path.dirname(sys.executable)}/gunicorn", application,
            "--pythonpath", ".,site", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--workers", WORKERS, "--threads", "4",
            "--graceful-timeout", "3", "--no-control-socket"]  # fmt: skip


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return requests.get(address, timeout=5).raise_for_status()
        except requests.RequestException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def processor_seconds(pid: int) -> float:
    """What a process and its children have taken of the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(processor_seconds, children(pid)))


def children(pid: int) -> set[int]:
    """The processes that a process, in any of its threads, has started."""
    return {
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="utf-8").split()
    }


@contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """Let a program run for as long as it is needed; yields its process id."""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            yield started.pid
        finally:
            started.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                started.wait(10)
            started.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
