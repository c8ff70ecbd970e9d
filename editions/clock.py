"""Whose clock a folder's day is of: machines that share the folders may be days apart.

A machine whose own clock was set back leads readers back at once. One that finds the day of
another's clock holds still: each would lead them to its own day, folder after folder.
"""

import logging
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.utils import timezone

from editions.folder import Folder

logger = logging.getLogger(__name__)

_BOOT = Path("/proc/sys/kernel/random/boot_id")
MADE_BY = "made-by"
# Seconds after which a day to come is nobody's any more, if the machine that was in it is gone.
HELD = 6 * 3600


@cache
def this_run() -> str:
    """This run of this machine, whose processes share a clock; empty where it has no name."""
    return _BOOT.read_text() if _BOOT.exists() else ""


def sign(folder: Folder) -> None:
    """Note whose clock this folder's day is of; on a full disk it is of nobody's."""
    with suppress(OSError):
        (folder.path / MADE_BY).write_text(this_run())


class Holding:
    """How long this process has held still before a folder, by a clock that nobody sets."""

    def __init__(self) -> None:
        self._name = ""
        self._since = 0.0

    def still(self, folder: Folder) -> bool:
        """Whether to leave readers in this folder of a day to come; says so once."""
        if _maker(folder) in ("", this_run()):
            return False
        if folder.name != self._name:
            self._name, self._since = folder.name, time.monotonic()
            logger.warning(
                "readers are in %s by another machine's clock, here it is %s: holding still",
                folder.moment.day,
                timezone.localdate(),
            )
        return time.monotonic() - self._since < HELD


def _maker(folder: Folder) -> str:
    try:
        return (folder.path / MADE_BY).read_text()
    except OSError:
        return ""
