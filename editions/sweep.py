"""Old folders are deleted, slowly; a folder that outgrows its budget is written to no more."""

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from editions import pointer

logger = logging.getLogger(__name__)

OVER_BUDGET = "over-budget"
AT_A_TIME = 200  # files
PAUSE = 0.05  # seconds between so many deletions: readers need the disk too


def is_over_budget() -> bool:
    """Whether nothing more may be written; the application answers what is not there."""
    base = pointer.root()
    # Not of `Path`: its question raises where a shared disk is away, and readers would get 500.
    return base is not None and os.path.exists(base / OVER_BUDGET)


def sweep(stopped: Callable[[], bool] = lambda: False) -> None:
    """Delete the folders that no reader is in, then see what room is left."""
    base = pointer.root()
    if base is None or not base.exists():
        return
    for folder in pointer.left_folders():
        _delete_slowly(folder.path, stopped)
    _weigh(base)


def _delete_slowly(path: Path, stopped: Callable[[], bool]) -> None:
    for number, file in enumerate(_files(path), start=1):
        with suppress(FileNotFoundError):
            os.unlink(file)
        if number % AT_A_TIME == 0:
            if stopped():
                return
            time.sleep(PAUSE)
    shutil.rmtree(path, ignore_errors=True)


def _weigh(base: Path) -> None:
    """Mark a budget that is used up, or a disk with little room; take the mark away again."""
    size = sum(_size(file) for folder in pointer.folders() for file in _files(folder.path))
    low = shutil.disk_usage(base).free < settings.DISK_FREE_LOW
    mark = base / OVER_BUDGET
    if low or size > settings.EDITIONS_BUDGET:
        if not mark.exists():
            logger.warning("editions: %d MB, no more is written", size // 1024**2)
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def _size(file: str) -> int:
    """Bytes of a written answer; a released file that also stands here takes none."""
    try:
        status = os.stat(file)
    except FileNotFoundError:
        return 0
    return status.st_size if status.st_nlink == 1 else 0


def _files(path: Path) -> Iterator[str]:
    for folder, _folders, names in os.walk(path):
        yield from (os.path.join(folder, name) for name in names)
