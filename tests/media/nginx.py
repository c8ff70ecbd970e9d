"""An nginx of our own before a server of the site: deploy/nginx.conf with its words filled in."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from django.conf import settings

CONFIG = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
MAIN = """
{user}
worker_processes 1;
pcre_jit on;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    {temporary}
    {servers}
}}
"""
# A zone of a test's own, as `TZ` names it; the site's unless there is one.
ZONE = ""
# Seconds between two looks at whether something has started, or is told to stop.
POLL = 0.01
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program():
    """The path of nginx, also where only root's PATH names it; None where there is none."""
    return shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_tls(text):
    """The other of the two ways that the file offers, made as its head says."""
    lines = text.replace("#tls ", "").splitlines()
    return "\n".join(line for line in lines if not line.endswith("#front"))


@contextlib.contextmanager
def running(folder, upstream, extra="", variant=str, **further_words):
    """Start nginx before `upstream` (host:port); yields its address."""
    port = free_port()
    words = {"@UPSTREAM@": upstream, "@BASE_URL@": settings.BASE_URL, **further_words}
    words |= {"@LISTEN@": f"127.0.0.1:{port}", "@LISTEN6@": f"[::1]:{port}", "@LOGS@": str(folder)}
    words |= {"@MEDIA@": str(settings.MEDIA_ROOT), "@PAGES@": str(CONFIG.parent / "nginx")}
    words["@EDITIONS@"] = settings.EDITIONS_ROOT or "/nonexistent"
    servers = variant(CONFIG.read_text(encoding="utf-8"))
    for word, value in words.items():
        servers = servers.replace(word, value)
    paths = "\n".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    config = Path(folder, "nginx.conf")
    config.write_text(
        MAIN.format(
            user="user root;" if os.geteuid() == 0 else "",
            folder=folder,
            temporary=paths,
            servers=servers + extra,
        ),
        encoding="utf-8",
    )
    # Answers lie under their day, which is the site's.
    environment = {**os.environ, "TZ": ZONE or settings.TIME_ZONE}
    server = subprocess.Popen([program(), "-c", str(config), "-p", str(folder)], env=environment)
    try:
        _wait_for(port, server, Path(folder, "pid"))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port, server, pid):
    ends = time.monotonic() + 20
    while time.monotonic() < ends and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            if pid.exists():  # written a moment after it listens
                return
        time.sleep(POLL)
    raise AssertionError("nginx did not start")
