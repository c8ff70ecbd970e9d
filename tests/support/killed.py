"""A scheduler in a process of its own, killed with signal 9 while it releases (P6)."""

import os
import random
import select
import signal
import time

from django.db import connections

from interpretations.models import Edition
from interpretations.releases.scheduling import schedule

STARTED, PATIENCE = b"*", 60


def kill_one(chance: random.Random, longest: float = 0.2) -> list[int]:
    """Start a scheduler, kill it soon after it began a release; return what it acknowledged."""
    connections.close_all()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _schedule(theirs)
    os.close(theirs)
    output = _read(ours)
    if output:
        time.sleep(chance.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(ours, 65536):
        output += more
    os.close(ours)
    return [int(line) for line in output.replace(STARTED, b"").split()]


def _read(pipe: int) -> bytes:
    ready, _, _ = select.select([pipe], [], [], PATIENCE)
    assert ready, "the scheduler does not start"
    return os.read(pipe, 1)


def _schedule(pipe: int) -> None:
    """Release what is due, saying when a release begins and when it is done; never returns."""
    try:
        raise_number, execute = Edition.raise_number, schedule.execute

        def begin() -> int:
            os.write(pipe, STARTED)
            return raise_number()

        def acknowledge(pk: int, prepared: object = None) -> object:
            release = execute(pk, prepared)
            os.write(pipe, b"%d\n" % pk)
            return release

        Edition.raise_number, schedule.execute = begin, acknowledge
        schedule.release_due()
    finally:
        os._exit(0)
