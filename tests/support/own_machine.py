"""A machine to install on: this one's programs and files, and whatever is changed is its own.

A layer over the root folder takes all writes; its processes and its network, loopback alone, are
its own. Nothing of it is left when it ends. Needs root, as an installation does.
"""

import os
import re
import shlex
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.layout import tree

_PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
PATIENCE = 240  # seconds; other work may take the machine
PROGRAMS = ("unshare", "nsenter", "setpriv", "ip", "curl", "openssl", "nginx")
SPACES = ("--mount", "--pid", "--net")
LAYER = """
mount -t tmpfs tmpfs "$1"
mkdir "$1/changed" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changed,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/run"
ip link set lo up
echo made
exec chroot "$1/root" sleep infinity
"""
UNITS = "/etc/systemd/system"
# What systemd would do is done by `Machine`; what it was asked for is written down.
SYSTEMD = """
systemctl() { echo "$*" >>/run/systemctl; }
timedatectl() { ln -sf "/usr/share/zoneinfo/$2" /etc/localtime; }
"""


def why_not() -> str:
    """Why no such machine can be made here; empty if it can."""
    if os.geteuid() != 0:
        return "only root makes a machine to install on"
    if lacking := [name for name in PROGRAMS if not shutil.which(name, path=_PATH)]:
        return f"not installed: {', '.join(lacking)}"
    if os.stat(tree.ROOT).st_dev != os.stat("/").st_dev:
        return "the clone is on another disk than /"
    if subprocess.run(["unshare", *SPACES, "--fork", "true"], capture_output=True).returncode:
        return "this machine makes no namespaces"
    return ""


class Machine:
    """Commands run in it as an operator types them; its units are started by their lines."""

    def __init__(self, folder):
        place = folder / "layers"
        place.mkdir()
        self._first = subprocess.Popen(
            ["unshare", *SPACES, "--fork", "--kill-child", "sh", "-ec", LAYER, "sh", str(place)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._first.stdout.readline() == "made\n"
        children = Path(f"/proc/{self._first.pid}/task/{self._first.pid}/children").read_text()
        self._inside = ["nsenter", "--target", children.strip(), *SPACES, "--root"]
        self._services = {}
        # Others than root run the interpreter of these tests, wherever it lies.
        interpreter = Path(tree.ROOT, ".venv/bin/python").resolve()
        folders = {str(path) for path in (*interpreter.parents, *tree.ROOT.parents)}
        self.run(shlex.join(["chmod", "o+x", *folders]))

    def close(self):
        self._first.kill()
        self._first.communicate()
        for service in self._services.values():
            service.wait(PATIENCE)

    def run(self, script, typed="", fails=False):
        """Run a script as root in an empty environment; return what it said."""
        run = subprocess.run(
            [*self._inside, *_SHELL, SYSTEMD + script],
            input=typed, text=True, capture_output=True,
        )  # fmt: skip
        assert fails or run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def write(self, path, text):
        """Write into a file as an editor does: its owner and its mode stay."""
        self.run(f"cat >{shlex.quote(path)}", typed=text)

    def commands(self, name, instance=""):
        """What a service executes, as its user, in its folder, with its settings."""
        unit = self.run(f"cd {UNITS} && cat {name} policy-.service.d/*.conf")
        unit = unit.replace("%i", instance)
        one = {key: re.findall(rf"^{key}=(.*)$", unit, re.M) for key in _KEYS}
        before = [f"set -a; . {one['EnvironmentFile'][0]}", *one["Environment"], "set +a"]
        before += [f"umask {one['UMask'][0]}", f"cd {one['WorkingDirectory'][0]}"]
        user = f"setpriv --reuid {one['User'][0]} --regid {one['Group'][0]} --init-groups"
        for folder in one["RuntimeDirectory"]:
            self.run(f"install -d -o {one['User'][0]} -g {one['Group'][0]} /run/{folder}")
        for command in one["ExecStart"]:
            script = "; ".join([*before, f"exec {command}"])
            yield f"exec {user} --no-new-privs bash -ec {shlex.quote(script)}"

    def start(self, name):
        (command,) = self.commands(name)
        self._services[name] = subprocess.Popen(
            [*self._inside, *_SHELL,
             f"echo $$ >/run/{name}.pid; exec >>/run/{name}.log 2>&1; {command}"],
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def start_postgres(self):
        """Start a server with scripts/with-postgres.sh; return its administrator's address."""
        script = f"exec {tree.ROOT}/scripts/with-postgres.sh sh -c"
        keep = shlex.quote('echo "$DATABASE_URL" >/run/postgres; exec sleep infinity')
        self._services["postgres"] = subprocess.Popen(
            [*self._inside, *_SHELL, f"{script} {keep}"],
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.admin = self.until(lambda: self.run("cat /run/postgres", fails=True).strip())
        return self.admin

    def stop(self, name):
        self.run(f"kill $(cat /run/{name}.pid)")
        self._services.pop(name).wait(PATIENCE)

    def do_as_asked(self):
        """Start and stop what `systemctl` was asked for since the last time."""
        for line in self.run("cat /run/systemctl; rm /run/systemctl").splitlines():
            verb, *names = line.replace("--now ", "").split()
            for name in names:
                if verb in ("enable", "start") and not name.endswith(".timer"):
                    self.start(f"{name}.service")
                elif verb == "stop":
                    self.stop(f"{name}.service")

    def get(self, address):
        """Ask by curl; return status, headers in small letters and body."""
        said = self.run(shlex.join(["curl", "-sik", address]), fails=True)
        head, _, body = said.partition("\n\n")
        status, *lines = head.splitlines() or ["- 0"]
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        return int(status.split()[1]), headers, body

    def until(self, condition):
        ends = time.monotonic() + PATIENCE
        while not (result := condition()):
            assert time.monotonic() < ends, "\n".join(self.logs())
            time.sleep(0.3)
        return result

    def logs(self):
        with suppress(AssertionError):
            yield self.run("tail -n 20 /run/*.log")


_SHELL = (
    "env", "-i", "-C", "/",
    f"PATH={_PATH}", "LANG=C.UTF-8", "HOME=/root",
    "bash", "-ec",
)  # fmt: skip
_KEYS = (
    "EnvironmentFile", "Environment", "UMask", "WorkingDirectory", "User", "Group",
    "RuntimeDirectory", "ExecStart",
)  # fmt: skip
