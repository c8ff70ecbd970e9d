#!/usr/bin/env python
"""Django's command line; puts the second source root (`site/`) on the path."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(1, str(ROOT / "site"))

try:
    from config.command_line import run
except ModuleNotFoundError as missing:
    sys.exit(
        f"这个 Python 没有 {missing.name}。"
        "先执行 make environment，再用 .venv/bin/python manage.py … 执行。"
    )

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    run(sys.argv)
