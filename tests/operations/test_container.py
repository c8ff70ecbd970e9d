"""The container file is understood by its linter, and runs what the web unit runs."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.addresses import counted_address
from tests.layout import tree

FILE = "deploy/Containerfile"
# To compress them takes ten seconds.
OF_OTHERS = ("--ignore=wagtail*", "--ignore=admin", "--ignore=rest_framework")
HADOLINT = shutil.which("hadolint", path=str(Path(sys.executable).parent))


@pytest.mark.skipif(HADOLINT is None, reason="not installed: hadolint")
def test_the_linter_finds_nothing():
    run = subprocess.run([HADOLINT, str(tree.ROOT / FILE)], text=True, capture_output=True)

    assert (run.returncode, run.stdout) == (0, "")


def test_it_runs_what_the_unit_runs():
    container = json.loads(re.search(r"^CMD (.*)$", tree.read(FILE), re.M)[1])
    unit = re.search(r"^ExecStart=(.*)$", tree.read("deploy/systemd/policy-web.service"), re.M)[1]

    assert [word for word in container if word not in (".venv/bin/gunicorn", "0.0.0.0:8000")] == [
        word for word in unit.split()[1:] if word != "127.0.0.1:8000"
    ]


def test_it_runs_as_nobody_special_with_the_pinned_python():
    text = tree.read(FILE)

    assert f"python:{tree.read('.python-version').strip()}-" in text
    assert text.rindex("USER 10001") > text.rindex("RUN ")


def settings_of(words):
    return dict(re.findall(r"(\w+)=(\S+)", words))


def test_its_static_files_are_gathered_into_the_image_not_into_the_volume(tmp_path):
    """By the very words of the file, in a folder of its own; what others wrote is left out."""
    text = tree.read(FILE).replace("\\\n", "")
    image = settings_of(re.search(r"^ENV (.*)$", text, re.M)[1])
    gather = re.search(r"&& (\S.*) \.venv/bin/python (manage\.py collectstatic .*?) +&&", text)
    volume = re.search(r"^VOLUME (.*)$", text, re.M)[1]
    assert not image["STATIC_ROOT"].startswith(f"{volume}/")
    of_its_own = {"STATIC_ROOT": str(tmp_path), "PATH": os.environ["PATH"]}

    subprocess.run(
        [sys.executable, *gather[2].split(), *OF_OTHERS],
        cwd=tree.ROOT, check=True, capture_output=True,
        env={**image, **settings_of(gather[1]), **of_its_own},
    )  # fmt: skip

    assert (tmp_path / "staticfiles.json").exists()


def test_its_readers_are_told_apart_behind_the_gateway_of_its_network(rf, settings):
    image = settings_of(re.search(r"^ENV (.*?[^\\])$", tree.read(FILE), re.M | re.S)[1])
    settings.TRUSTED_PROXIES = image["TRUSTED_PROXIES"].split(",")

    for gateway in ("10.88.0.1", "172.17.0.1"):
        request = rf.get("/", REMOTE_ADDR=gateway, HTTP_X_FORWARDED_FOR="203.0.113.9")
        assert counted_address(request) == "203.0.113.9"


def test_it_says_how_a_database_is_migrated():
    assert re.search(r"^# +podman run .* manage\.py migrate$", tree.read(FILE), re.M)


def test_what_it_copies_is_there():
    copied = re.findall(r"^COPY (.*)$", tree.read(FILE), re.M)

    assert [
        name for line in copied for name in line.split()[:-1] if not (tree.ROOT / name).exists()
    ] == []
