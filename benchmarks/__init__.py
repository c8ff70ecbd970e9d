"""Figures beside a peer's, measured in the same run (docs/contract.md, Benchmarks).

Importing this package sets Django up on a scratch folder: no benchmark ever touches `var/`.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def _folder(variable: str) -> Path:
    """A folder of this run that its other processes find in the environment."""
    if variable not in os.environ:
        os.environ[variable] = tempfile.mkdtemp(prefix="policy-bench-")
        atexit.register(shutil.rmtree, os.environ[variable], ignore_errors=True)
    return Path(os.environ[variable])


SCRATCH = _folder("TEST_SCRATCH")
# Apart from the scratch, which tests may keep from one run to the next: never yesterday's tables.
TABLES = _folder("BENCHMARK_TABLES") / "tables.sqlite3"

sys.path.insert(0, str(ROOT / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH / 'unused.sqlite3'}")
django.setup()
