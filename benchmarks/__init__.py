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

if "TEST_SCRATCH" not in os.environ:
    os.environ["TEST_SCRATCH"] = tempfile.mkdtemp(prefix="policy-bench-")
    atexit.register(shutil.rmtree, os.environ["TEST_SCRATCH"], ignore_errors=True)
SCRATCH = Path(os.environ["TEST_SCRATCH"])

sys.path.insert(0, str(ROOT / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH / 'unused.sqlite3'}")
django.setup()
