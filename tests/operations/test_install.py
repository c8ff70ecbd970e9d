"""The steps of docs/operations.md, done as they stand there, from a fresh clone to a backup."""

import json
import os
import re
import shlex
import signal
import subprocess
import time

import pytest
import requests

from tests.layout import tree
from tests.media import nginx
from tests.support.own_databases import empty_database

OPERATIONS = tree.read("docs/operations.md").partition("## Install")[2].partition("## People")[0]
_AS_ROOT, SETTINGS, STEPS = re.findall(r"^```\n(.*?)^```", OPERATIONS, re.M | re.S)
PATIENCE = 90  # seconds
PASSWORD = "only-for-this-test-7"
pytestmark = [
    pytest.mark.heavy,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]


class Machine:
    """A clone in a folder, its settings in a file, its three services."""

    def __init__(self, folder, database):
        self.folder, self.settings = folder / "clone", folder / "policy-pair.env"
        subprocess.run(["git", "clone", "-q", str(tree.ROOT), str(self.folder)], check=True)
        (self.folder / ".venv").symlink_to(tree.ROOT / ".venv")
        self.port, self.services = nginx.free_port(), {}
        self.settings.write_text(filled(SETTINGS, database))

    def run(self, script):
        """Run a script as docs/operations.md says, settings loaded."""
        at = shlex.quote(str(self.settings))
        script = script.replace("/etc/policy-pair.env", at)
        shown = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        shown |= {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "SETTINGS": str(self.settings)}
        argv = ["sh", "-ec", f"set -a; . {at}; set +a\n{script}"]
        run = subprocess.run(argv, cwd=self.folder, env=shown, text=True, capture_output=True)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def commands(self, name):
        """What a unit executes, with the folders of this machine."""
        unit = (self.folder / "deploy" / "systemd" / f"policy-{name}.service").read_text()
        places = {"/srv/policy-pair/": "", "/backup": "var/saved", "/var/lib/policy-pair": "var"}
        for place, own in places.items():
            unit = unit.replace(place, own)
        return re.findall(r"^ExecStart=(.*)$", unit, re.M)

    def start(self, name):
        """Start a service by the line of its unit."""
        (command,) = self.commands(name)
        command = command.replace(":8000", f":{self.port}")
        script = f"set -a; . {self.settings}; set +a; exec {command} 2>var/{name}.log"
        shown = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        self.services[name] = subprocess.Popen(
            ["sh", "-c", script], cwd=self.folder, env=shown, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def log(self, name):
        return (self.folder / f"var/{name}.log").read_text().splitlines()

    def stop(self):
        for process in self.services.values():
            process.terminate()
        for process in self.services.values():
            process.wait(PATIENCE)


def filled(text, database):
    """The settings of docs/operations.md with real values: no mail leaves this machine."""
    values = {
        "SECRET_KEY": "k" * 64,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "https://127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "DATABASE_URL": database,
    }
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pairs = dict(line.split("=", 1) for line in lines) | values
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in pairs.items() if value)


@pytest.fixture
def database():
    with empty_database("policy_installed") as address:
        yield address


@pytest.fixture
def machine(tmp_path, database):
    machine = Machine(tmp_path, database)
    yield machine
    machine.stop()


def until(condition):
    ends = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.2)
    return result


def ready(address):
    try:
        answer = requests.get(f"{address}/readyz", timeout=10)
    except requests.ConnectionError:
        return None
    return answer.json() if answer.status_code == 200 else None


def test_the_site_is_installed_runs_and_is_saved(machine, tmp_path):
    steps = STEPS.replace(
        "createsuperuser", "createsuperuser --noinput --username chief --email a@b.cn"
    )
    told = machine.run(steps)
    for name in ("web", "scheduler", "media"):
        machine.start(name)

    with nginx.running(tmp_path, f"127.0.0.1:{machine.port}") as address:
        state = until(lambda: ready(address))
        front = requests.get(address, headers={"X-Forwarded-Proto": "https"}, timeout=20)
        plain = requests.get(address, allow_redirects=False, timeout=20)
        os.killpg(machine.services["media"].pid, signal.SIGKILL)
        desk = requests.get(
            f"{address}/admin/login/", headers={"X-Forwarded-Proto": "https"}, timeout=20
        )
    nightly = ("backup", "check", "witness", "witness", "tidy")
    told_by = [machine.run(line) for name in nightly for line in machine.commands(name)]

    assert {"部门负责人", "新闻办", "保密审查", "值班负责人", "市住房和城乡建设局起草组"} <= {
        *re.search(r"用户组：(.*)", told)[1].split("、")
    }
    assert state["checks"]["scheduler"] == "ok"
    assert (front.status_code, desk.status_code) == (200, 200)
    assert (plain.status_code, plain.headers["Location"][:8]) == (301, "https://")
    assert "全部相符" in told_by[0]
    assert "ledger-ends" in {path.name for path in (machine.folder / "var").iterdir()}
    assert json.loads(machine.log("web")[0])["logger"] == "gunicorn.error"
