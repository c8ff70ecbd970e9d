"""The site as an operator runs it: gunicorn, schedulers and nginx, on the database of the test."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import requests
from django.conf import settings
from django.db import connection

from tests.media import nginx

ROOT = Path(settings.BASE_DIR)
PATIENCE = 120  # seconds; other work may take the machine


def environment() -> dict[str, str]:
    """What other processes need to be of this very test: database, folders, address."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    return {
        **os.environ,
        "DATABASE_URL": url,
        "EDITIONS_ROOT": settings.EDITIONS_ROOT,
        "BASE_URL": settings.BASE_URL,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


@contextmanager
def running(command: list[str], log: Path) -> Iterator[subprocess.Popen]:
    """Let a program run for as long as it is needed; what it says goes to a file."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def site(folder: Path, schedulers: int) -> Iterator[str]:
    """Two web processes behind nginx, and schedulers beside them; yields nginx's address."""
    folder.chmod(0o755)  # nginx may run as somebody else
    upstream = f"127.0.0.1:{nginx.free_port()}"
    web = [f"{Path(sys.executable).parent}/gunicorn", "config.wsgi", "--pythonpath", ".,site",
           "--bind", upstream, "--worker-class", "gthread", "--workers", "2", "--threads", "4",
           "--graceful-timeout", "3", "--no-control-socket"]  # fmt: skip
    with ExitStack() as stack:
        gunicorn = stack.enter_context(running(web, folder / "web.log"))
        for number in range(schedulers):
            command = [sys.executable, "manage.py", "run_releases"]
            stack.enter_context(running(command, folder / f"scheduler-{number}.log"))
        _wait_for(f"http://{upstream}/healthz", gunicorn)
        yield stack.enter_context(nginx.running(folder, upstream))


def _wait_for(address: str, process: subprocess.Popen) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        with suppress(requests.ConnectionError):
            if requests.get(address, headers={"Host": "localhost"}, timeout=PATIENCE).ok:
                return
        time.sleep(0.1)
    raise AssertionError("the site does not answer")
