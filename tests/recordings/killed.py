"""A worker in a process of its own, killed with signal 9 at any moment of its work."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.utils import timezone

from media.models import Recording

PATIENCE = 120  # seconds for a worker to begin
working = Recording.objects.filter(state=Recording.State.WORKING)


def kill_one(start: Callable[[], subprocess.Popen], chance: Random, longest: float) -> bool:
    """Start a worker in a session of its own, kill it within `longest` seconds of its beginning.

    Its lease passes at once, as if the time were over. Returns whether it had one in hand.
    """
    before = _tokens()
    worker = start()
    try:
        ends = time.monotonic() + PATIENCE
        while _tokens() <= before:
            assert time.monotonic() < ends, "the worker does not begin"
            time.sleep(0.02)
        time.sleep(chance.uniform(0, longest))
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    return bool(working.update(lease_until=timezone.now() - timedelta(seconds=1)))


def _tokens() -> set[str]:
    return set(working.values_list("worker", flat=True))
