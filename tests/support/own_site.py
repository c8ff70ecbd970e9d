"""A site of its own in a folder: this code, another `var/`, commands run as an operator does."""

import os
import shutil
import subprocess
import sys

from tests.layout import tree


def manage(*argv, flags=(), at=tree.ROOT, within=(), **environment):
    """Run `manage.py`, as an argument of the command `within`; returns exit code, what it said."""
    shown = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment}
    run = subprocess.run(
        [*within, sys.executable, *flags, str(at / "manage.py"), *argv],
        env=shown,
        cwd=at,
        text=True,
        capture_output=True,
    )
    return run.returncode, (run.stdout + run.stderr).strip().splitlines()


def clone(folder):
    """Put what of a fresh clone a command needs into `folder`; there is no `var/` yet."""
    folder.mkdir(exist_ok=True)
    shutil.copy(tree.ROOT / "manage.py", folder)
    packages = ("editions", "chinese", "clauses", "drafting", "media", "interpretations")
    for name in (*packages, "templates", "locale"):
        (folder / name).symlink_to(tree.ROOT / name)
    # Copied: where the settings lie says where `var/` is.
    shutil.copytree(tree.ROOT / "site", folder / "site")
    return folder
