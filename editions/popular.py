"""Which pages are read most: counted beside the database, by whoever sends the answers."""

import json
import logging
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from editions import pointer
from editions.marks import form_at
from editions.places import place

logger = logging.getLogger(__name__)

READS = "reads"
NOTED_EVERY = 10.0  # seconds
NOTED = 500  # addresses a process
FORGOTTEN_AFTER = 24 * 3600.0  # seconds; a process that is gone has its last word that long
LOG_TAIL = 2 * 1024 * 1024  # bytes of nginx's log that are looked at
# Of nginx's formats `combined` and JSON: the request line, then the status.
_READ = re.compile(rb'"GET (/[a-z0-9/_.-]*)(?:\?[^" ]*)? HTTP/[0-9.]+"[^0-9]{1,20}(?:200|304)\b')


class Counted:
    """Counts the reads of one process, and notes them in a file now and then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reads: Counter[str] = Counter()
        self._noted_at = time.monotonic()

    def count(self, path: str) -> None:
        with self._lock:
            self._reads[path] += 1
            is_time = time.monotonic() - self._noted_at > NOTED_EVERY
            if is_time:
                self._noted_at = time.monotonic()
                # Half of what was read before counts on: what is popular changes.
                kept = self._reads.most_common(NOTED)
                self._reads = Counter({path: (reads + 1) // 2 for path, reads in kept})
        if is_time:
            _note(dict(kept))


def _note(reads: dict[str, int]) -> None:
    base = pointer.root()
    if base is None:
        return
    try:
        (base / READS).mkdir(parents=True, exist_ok=True)
        # The name of a machine may have dots: nothing of it is an ending.
        name = base / READS / f"{os.uname().nodename}-{os.getpid()}.json"
        fresh = name.with_name(f"{name.name}.new")
        fresh.write_text(json.dumps(reads))
        fresh.replace(name)
    except OSError as error:
        logger.info("reads are not noted: %s", error.strerror)


def most_read(limit: int) -> list[str]:
    """Return the addresses that were read most lately, first the most read."""
    reads: Counter[str] = Counter()
    for counts in _noted():
        reads.update(counts)
    reads.update(_logged())
    return [path for path, _reads in reads.most_common(limit)]


def _noted() -> Iterator[dict[str, int]]:
    base = pointer.root()
    for path in (base / READS).glob("*.json") if base else ():
        with suppress(OSError, ValueError):
            if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
                path.unlink()
            else:
                yield json.loads(path.read_text())


def _logged() -> Counter[str]:
    """What nginx sent itself, from the end of its log."""
    if not settings.EDITIONS_ACCESS_LOG:
        return Counter()
    try:
        with open(Path(settings.EDITIONS_ACCESS_LOG), "rb") as log:
            log.seek(max(log.seek(0, os.SEEK_END) - LOG_TAIL, 0))
            reads = Counter(path.decode() for path in _READ.findall(log.read()))
    except OSError as error:
        logger.warning("EDITIONS_ACCESS_LOG: %s", error.strerror)
        return Counter()
    # Styles, pictures and other ways to write an address are no pages that can be made ahead.
    return Counter({path: count for path, count in reads.items() if _is_written(path)})


def _is_written(path: str) -> bool:
    form = form_at(path)
    return form is not None and place(path, form) is not None
