"""Which program made an answer: a fingerprint of the code, its libraries and its settings."""

import hashlib
import re
import sys
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings

# What readers are shown comes from these; var/ and tests do not change it.
SOURCES = ("*.py", "*.html", "*.txt", "*.mo", "*.css", "*.js", "*.svg", "*.json")
LEFT_OUT = {"var", "tests", "benchmarks", "docs", "node_modules"}
# Where a setting tells a place, a secret or a moment, readers see nothing of it.
UNSEEN = re.compile(r"SECRET|PASSWORD|TOKEN|KEY|DATABASE|CACHE|EMAIL|LOGGING|DSN|_ROOT$|_DIRS?$")
_ADDRESS_IN_MEMORY = re.compile(r" at 0x[0-9a-f]+")


@cache
def fingerprint() -> str:
    """Return 32 hexadecimal digits that change with code, libraries or settings."""
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(f"{found.name}=={found.version}" for found in distributions()):
        digest.update(name.encode())
    for path in _sources(Path(settings.BASE_DIR)):
        digest.update(path.encode())
        digest.update(Path(path).read_bytes())
    for name in sorted(dir(settings)):
        if name.isupper() and not UNSEEN.search(name):
            digest.update(f"{name}={_steady(getattr(settings, name))}".encode())
    return digest.hexdigest()[:32]


def _sources(base: Path) -> list[str]:
    folders = [
        folder
        for folder in base.iterdir()
        if folder.is_dir() and folder.name not in LEFT_OUT and not folder.name.startswith(".")
    ]
    return sorted(
        str(path) for folder in folders for kind in SOURCES for path in folder.rglob(kind)
    )


def _steady(value: Any) -> str:
    """A value as text, alike in every process: sets have no order, objects lie anywhere."""
    if isinstance(value, dict):
        return str(sorted((str(key), _steady(item)) for key, item in value.items()))
    if isinstance(value, (set, frozenset)):
        return str(sorted(_steady(item) for item in value))
    if isinstance(value, (list, tuple)):
        return str([_steady(item) for item in value])
    return _ADDRESS_IN_MEMORY.sub("", repr(value))
