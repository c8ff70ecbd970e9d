"""The container file is understood by its linter, and runs what the web unit runs."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layout import tree

FILE = "deploy/Containerfile"
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


def test_what_it_copies_is_there():
    copied = re.findall(r"^COPY (.*)$", tree.read(FILE), re.M)

    assert [
        name for line in copied for name in line.split()[:-1] if not (tree.ROOT / name).exists()
    ] == []
