"""The loop that releases on the second and stays up; what may be slow runs beside it."""

import logging
import os
import signal
import socket
import time
from typing import Any

from django.db import Error, close_old_connections
from django.utils import timezone

from editions.program import fingerprint
from interpretations.models.turning import settle
from interpretations.releases.scheduling import schedule
from interpretations.releases.scheduling.beside import (
    Files,
    mail,
    sweeping,
    tidying,
    warmer,
    warming,
)

logger = logging.getLogger(__name__)

LONGEST_SLEEP = 0.25  # seconds; a release approved for "now" is not kept waiting
SLEEP_WHILE_READING = 0.05  # seconds; it goes out as soon as its files are read
BEAT_EVERY = 10.0  # seconds
SPARE = 5.0  # seconds without a release that are enough to tidy up
PATIENCE = 3.0  # seconds for the mail in hand when the scheduler is told to end


class Scheduler:
    """One loop: release, beat, sleep until the next moment that matters.

    Files are read and mail is sent beside it (beside.py): the loop waits for neither.
    """

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.stopped = False
        self.files = Files()
        self.beside = (mail(), tidying(), sweeping(), warming())
        self.beat_at = float("-inf")

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; a database that is away is waited for."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        # Of the code that has just been loaded: it makes pages for the program that it is.
        fingerprint()
        logger.info("scheduler %s is up", self.name)
        self.loop()
        logger.info("scheduler %s stops", self.name)

    def stop(self, *_: Any) -> None:
        """Say that it is enough. A signal handler: no lock, it may interrupt its holder."""
        self.stopped = True

    def loop(self) -> None:
        for thread in self.beside:
            thread.start()
        while not self.stopped:
            try:
                pause = self.round()
            except Error as error:
                logger.warning("database: %s; trying again", error)
                close_old_connections()
                pause = 1.0
            self._sleep(pause)
        for thread in self.beside:
            thread.stop(PATIENCE)

    def round(self) -> float:
        """Do what is due; return how many seconds to sleep."""
        prepared = self.files.ask(schedule.due_soon(timezone.now()))
        if released := schedule.release_due(prepared):
            warmer.expect(schedule.addresses(released))
            schedule.checkpoint()
        self._settle()
        now = time.monotonic()
        if now - self.beat_at >= BEAT_EVERY:
            schedule.beat(self.name)
            self.beat_at = now
            if schedule.seconds_to_next(timezone.now(), SPARE) >= SPARE:
                schedule.truncate_log()
        longest = SLEEP_WHILE_READING if self.files.is_reading() else LONGEST_SLEEP
        return schedule.seconds_to_next(timezone.now(), longest)

    @staticmethod
    def _settle() -> None:
        """A folder that cannot be changed keeps no release waiting; /readyz says so."""
        try:
            settle()
        except OSError as error:
            logger.error("readers stay in an older edition: %s", error.strerror)

    def _sleep(self, seconds: float) -> None:
        """Sleep in slices: Python goes on sleeping after a signal, and a flag wakes nobody."""
        until = time.monotonic() + seconds
        while not self.stopped and (seconds_left := until - time.monotonic()) > 0:
            time.sleep(min(seconds_left, LONGEST_SLEEP))
