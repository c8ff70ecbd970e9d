"""The scheduler: stays up, releases what is due on the second, delivers the outbox."""

import logging
import os
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from interpretations.editorial import notices  # noqa: F401 - registers what the outbox delivers
from interpretations.releases import outbox, schedule
from interpretations.releases.execute import Prepared

logger = logging.getLogger(__name__)

LONGEST_SLEEP = 0.25  # seconds; a release approved for "now" is not kept waiting
BEAT_EVERY = 10.0  # seconds
DELIVER_EVERY = 1.0  # seconds


class Command(BaseCommand):
    help = "按时发布已签发的发布单，并送出通知；一直运行，--once 处理完到期的就结束"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完到期的就结束（给 cron 用）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            released = schedule.release_due()
            while outbox.deliver_waiting():
                continue
            self.stdout.write(f"发布了 {len(released)} 组")
            return
        Scheduler().run()


class Scheduler:
    """One loop: prepare, release, deliver, beat, sleep until the next second that matters."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.stopped = threading.Event()
        self.prepared: dict[int, Prepared] = {}
        self.beat_at = self.delivered_at = float("-inf")

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; a database that is away is waited for."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        logger.info("scheduler %s is up", self.name)
        while not self.stopped.is_set():
            try:
                pause = self.round()
            except Error as error:
                logger.warning("database: %s; trying again", error)
                close_old_connections()
                pause = 1.0
            self.stopped.wait(pause)
        logger.info("scheduler %s stops", self.name)

    def round(self) -> float:
        """Do what is due; return how many seconds to sleep."""
        released = schedule.release_due(self.prepared)
        if released:
            schedule.checkpoint()
        now = time.monotonic()
        if now - self.beat_at >= BEAT_EVERY:
            schedule.beat(self.name)
            self.beat_at = now
        if self._time_to_spare() and now - self.delivered_at >= DELIVER_EVERY:
            outbox.deliver_waiting(limit=10)
            self.delivered_at = now
        schedule.prepare_upcoming(self.prepared, timezone.now())
        return schedule.seconds_to_next(timezone.now(), LONGEST_SLEEP)

    def _time_to_spare(self) -> bool:
        """A mail host that answers slowly must not hold a release up."""
        return schedule.seconds_to_next(timezone.now(), 5.0) >= 5.0
