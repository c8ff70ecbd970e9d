"""The site as readers reach it: gunicorn in processes of its own, on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import requests

from benchmarks import ROOT
from benchmarks.harness import Database

PATIENCE = 60.0  # seconds until the first answer


@contextmanager
def web(site: Database, **further: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a site as the Procfile does; yields its address, and the environment for other
    processes of it. `further` are variables for the server."""
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    # The server's address is the sites' own: one host for pages, one for requests.
    environment = {**os.environ, "DATABASE_URL": site.url, "BASE_URL": base, "PYTHONPATH": "site",
                   **further}  # fmt: skip
    with process(_gunicorn("config.wsgi", port), environment):
        _wait_for(f"{base}/healthz")
        yield base, environment


@contextmanager
def serve(application: str, **further: str) -> Iterator[str]:
    """Serve another WSGI application under the very same server; yields its address."""
    port = _free_port()
    environment = {**os.environ, "PYTHONPATH": "site", **further}
    with process(_gunicorn(application, port), environment):
        _wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"


def _gunicorn(application: str, port: int) -> list[str]:
    return [f"{os.path.dirname(sys.executable)}/gunicorn", application,
            "--pythonpath", ".,site", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
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


@contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """Let a program run for as long as it is needed."""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            yield
        finally:
            started.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                started.wait(10)
            started.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
