"""A thread in each web process: begins this program's edition, and turns the day at midnight.

Neither waits for a reader or a scheduler.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, connections
from django.utils import timezone

from editions import pointer
from editions.program import fingerprint
from interpretations.models.turning import begin, settle

logger = logging.getLogger(__name__)

AGAIN = 2.0  # seconds before a database that is away is asked again
LONGEST = 60.0  # seconds; a machine that slept, or whose clock was set, is not late for long


def start() -> None:
    """Start the thread, where answers are kept as files; it ends with its process."""
    if pointer.root():
        # Of the code that has just been loaded, whatever stands on the disk later.
        fingerprint()
        threading.Thread(target=_run, name="editions", daemon=True).start()


def seconds_to_midnight(now: datetime) -> float:
    """Seconds until the local day ends."""
    local = timezone.localtime(now)
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - local).total_seconds()


def _run() -> None:
    while not _done(begin):
        time.sleep(AGAIN)
    while True:
        time.sleep(min(seconds_to_midnight(timezone.now()), LONGEST))
        _done(pointer.drop_other_day)
        _done(settle)


def _done(work: Callable[[], None]) -> bool:
    """Do it; false if database or folder are away."""
    try:
        work()
    except (DatabaseError, OSError) as error:
        logger.warning("editions: %s; trying again", error)
        return False
    finally:
        connections.close_all()
    return True
