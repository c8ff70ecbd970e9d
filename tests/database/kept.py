"""A database file that outlives a run: named by what shaped it and by its own content."""

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

NEWEST = 4  # so many are left lying: a few branches, not the history of the project
ENDING = ".kept"


class KeptFile:
    """Files `<fingerprint>-<digest>.kept` in `folder`; a stale or damaged one is not found.

    No `.sqlite3`: under var/ that ending is the site's own database's (docs/contract.md).
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def read(self, fingerprint: str) -> bytes | None:
        """What was kept under this fingerprint, if it is still as it was written."""
        for path in self.folder.glob(f"{fingerprint}-*{ENDING}"):
            content = path.read_bytes()
            if path == self._path(fingerprint, content):
                path.touch()
                return content
            path.unlink()
        return None

    def write(self, fingerprint: str, content: bytes) -> None:
        """Keep it: written under another name and renamed; the oldest of many make room."""
        path = self._path(fingerprint, content)
        unfinished = path.with_suffix(".new")
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
        newest_first = sorted(
            self.folder.glob(f"*{ENDING}"), key=lambda file: file.stat().st_mtime, reverse=True
        )
        for old in newest_first[NEWEST:]:
            old.unlink()

    def _path(self, fingerprint: str, content: bytes) -> Path:
        digest = hashlib.sha256(content).hexdigest()[:16]
        return self.folder / f"{fingerprint}-{digest}{ENDING}"


@contextmanager
def take_turns(folder: Path):
    """One process at a time; the others wait. The system takes the lock from a killed one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
