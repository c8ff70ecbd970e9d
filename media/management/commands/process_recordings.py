"""The worker: makes what readers receive of uploaded films and sound."""

import logging
import shutil
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import Error, close_old_connections
from django.utils.translation import gettext as _

from media.management.one_line import OneLineCommand
from media.recordings.beat import Heart
from media.recordings.work import StoppedError, claim, work

logger = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds
PROGRAMS = ("ffmpeg", "ffprobe")


class Command(OneLineCommand):
    help = "处理上传的视频和音频；一直运行，--once 处理完等待的就结束"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完等待的就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until told to end; without ffmpeg `--once` fails, and the service waits."""
        self.stopped = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        if missing := _missing():
            message = _("没有安装 %s，不能处理视频和音频。") % missing
            if options["once"]:
                raise CommandError(message)
            # Ending would only have it started again, every other second.
            logger.warning(message)
        self.heart = Heart()
        self._loop(options["once"])

    def _loop(self, once: bool) -> None:
        while not self.stopped:
            try:
                lacks = _missing()
                self.heart.beat(lacks)
                has_worked = not lacks and self._next()
            except StoppedError:
                return
            except Error as error:
                if once:
                    raise
                logger.warning("database: %s; trying again", error)
                close_old_connections()
                has_worked = False
            if not has_worked:
                if once:
                    return
                self._rest(LOOK_EVERY)

    def _next(self) -> bool:
        recording = claim()
        if recording is None:
            return False
        started = time.monotonic()
        work(recording, self._is_stopped)
        recording.refresh_from_db()
        seconds = time.monotonic() - started
        logger.info("recording %s: %s after %.1f s", recording.pk, recording.state, seconds)
        return True

    def _is_stopped(self) -> bool:
        """Asked again and again while a film is made."""
        self.heart.beat()
        return self.stopped

    def _stop(self, *_args: Any) -> None:
        self.stopped = True

    def _rest(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not self.stopped and time.monotonic() < ends:
            time.sleep(0.1)


def _missing() -> str:
    """The programs that this machine lacks; looked for again, since somebody may install them."""
    return "、".join(name for name in PROGRAMS if shutil.which(name) is None)
