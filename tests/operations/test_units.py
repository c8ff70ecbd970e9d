"""The units for systemd are understood, confined, never given up, and told of when they fail."""

import configparser
import re
import shutil
import subprocess

import pytest

from tests.layout import tree

FOLDER = tree.ROOT / "deploy/systemd"
UNITS = sorted(path.name for path in FOLDER.glob("policy-*.*") if path.is_file())
SERVICES = [name for name in UNITS if name.endswith(".service")]
LASTING = ("policy-web.service", "policy-scheduler.service", "policy-media.service")
NIGHTLY = sorted({*SERVICES} - {*LASTING, "policy-failed@.service"})
FEWEST_DAYS = 183
systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="not installed: systemd-analyze"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The units as they would stand in /etc/systemd/system, for this clone and its user."""
    copy = tmp_path_factory.mktemp("units") / "system"
    shutil.copytree(FOLDER, copy)
    for path in copy.rglob("*.*"):
        if path.is_file():
            text = path.read_text().replace("/srv/policy-pair", str(tree.ROOT))
            path.write_text(text.replace("=policy\n", "=root\n"))
    return copy


def read(name):
    return tree.read(f"deploy/systemd/{name}")


def commands(name):
    return re.findall(r"^ExecStart=(.*)$", read(name), re.M)


@systemd
@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_understood(unit, folder):
    run = subprocess.run(
        ["systemd-analyze", "verify", str(folder / unit)], text=True, capture_output=True
    )

    assert (run.returncode, run.stderr) == (0, "")


@systemd
def test_every_service_is_confined(folder):
    run = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=45", "policy-web.service"],
        cwd=folder, env={"SYSTEMD_UNIT_PATH": str(folder), "PATH": "/usr/bin"},
        text=True, capture_output=True,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("unit", LASTING)
def test_a_service_is_never_given_up(unit):
    assert {"Restart=always", "StartLimitIntervalSec=0"} <= {*read(unit).splitlines()}


@pytest.mark.parametrize("unit", NIGHTLY)
def test_what_runs_by_a_timer_has_one_and_its_failure_is_told(unit):
    assert unit.replace(".service", ".timer") in UNITS
    assert "OnFailure=policy-failed@%p.service" in read(unit)


@systemd
@pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith(".timer")])
def test_a_timer_has_a_time_and_makes_good_what_it_missed(unit):
    timer = configparser.ConfigParser()
    timer.read_string(read(unit))
    when = timer["Timer"]["OnCalendar"]

    assert timer["Timer"]["Persistent"] == "yes"
    subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


def test_nothing_is_written_outside_of_var_but_backups():
    written = {name: re.findall(r"^ReadWritePaths=(.*)$", read(name), re.M) for name in SERVICES}
    every = read("policy-.service.d/every.conf")

    assert "ProtectSystem=strict" in every
    assert re.findall(r"^ReadWritePaths=(.*)$", every, re.M) == ["/srv/policy-pair/var"]
    assert {name: paths for name, paths in written.items() if paths} == {
        "policy-backup.service": ["/backup"]
    }


def test_logs_are_kept_for_six_months():
    kept = re.findall(r"^MaxRetentionSec=(\d+)day$", tree.read("deploy/journald.conf"), re.M)
    kept += re.findall(r"^\s+(?:rotate|maxage) (\d+)$", tree.read("deploy/logrotate.conf"), re.M)

    assert len(kept) == 3
    assert all(int(days) >= FEWEST_DAYS for days in kept)
    assert "Storage=persistent" in tree.read("deploy/journald.conf")


@pytest.mark.skipif(not shutil.which("logrotate"), reason="not installed: logrotate")
def test_logrotate_understands_its_file():
    subprocess.run(["logrotate", "--debug", str(tree.ROOT / "deploy/logrotate.conf")], check=True)
