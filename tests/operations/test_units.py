"""The units for systemd are understood, and a service that ends is never given up."""

import shutil
import subprocess

import pytest

from tests.layout import tree


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="not installed: systemd-analyze")
@pytest.mark.parametrize("unit", sorted(path.name for path in tree.ROOT.glob("deploy/systemd/*")))
def test_a_unit_is_understood_and_never_given_up(unit, tmp_path):
    text = tree.read(f"deploy/systemd/{unit}")
    copy = tmp_path / unit
    copy.write_text(
        text.replace("/srv/policy-pair", str(tree.ROOT)).replace("=policy\n", "=root\n")
    )

    run = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], text=True, capture_output=True, check=False
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert {"Restart=always", "StartLimitIntervalSec=0"} <= {*text.splitlines()}
