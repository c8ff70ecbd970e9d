"""`current`: the folder that readers are in. It only goes forward, and is taken away at once.

`current` is a symbolic link. Taken away, it is called `last`: the answer to how far it had
come. Moving it is done under the lock `moving`; while something public is being taken back,
`holding` is locked too and nobody sets it. docs/editions.md tells the steps and what a kill
between two of them leaves.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from editions import clock
from editions.folder import Folder, Moment

logger = logging.getLogger(__name__)

CURRENT, LAST = "current", "last"
MOVING, HOLDING = "moving.lock", "holding.lock"
BOOT = "boot"
_holding = clock.Holding()


class Stuck(OSError):
    """The pointer can neither be moved nor removed: readers would stay in the old edition."""


def root() -> Path | None:
    """Where folders and pointer stand; None where answers are not kept as files."""
    return _path(settings.EDITIONS_ROOT) if settings.EDITIONS_ROOT else None


# A path is taken apart once: this is asked with every request.
_path = lru_cache(maxsize=8)(Path)


def current() -> Folder | None:
    """The folder that readers are in; None while there is none, or it is of another day."""
    folder = _linked(CURRENT)
    return folder if folder and folder.moment.day == timezone.localdate() else None


def last() -> Folder | None:
    """How far the pointer had come when it was taken away."""
    return _linked(LAST)


def _linked(name: str) -> Folder | None:
    base = root()
    if base is None:
        return None
    try:
        return Folder.named(base, os.readlink(f"{settings.EDITIONS_ROOT}/{name}"))
    except OSError:
        return None


def ahead() -> Folder | None:
    """The folder that readers are in, or were taken out of, if its day is to come here."""
    folder = _linked(CURRENT) or last()
    return folder if folder and folder.moment.day > timezone.localdate() else None


def holds_still() -> bool:
    """Whether readers are in a day to come by another machine's clock: it is not ours to undo."""
    folder = ahead()
    return folder is not None and _holding.still(folder)


def keep_up(moment: Moment) -> Folder | None:
    """Make the folder of this moment current unless readers are further; return theirs.

    None: nobody is in a folder now. Raises `Stuck` if readers stay in an older one.
    """
    base = root()
    if base is None:
        return None
    folder = _linked(CURRENT)
    if folder and folder.moment >= moment:
        return folder
    try:
        return _move(base, moment)
    except OSError as error:
        logger.error("edition %s: the pointer does not move: %s", moment.edition, error.strerror)
        _take_away(base)
        return None


def _move(base: Path, moment: Moment) -> Folder | None:
    with _moving(base) as free:
        # Where `last` was lost, folders tell how far it had come.
        before = _come_so_far() or folders()
        if not free or (before and max(folder.moment for folder in before) >= moment):
            return _linked(CURRENT)
        return _set(base, moment)


def renew(lost: Folder) -> None:
    """Point at a new folder of the same moment where somebody deleted the one readers are in."""
    with _moving(lost.root) as free:
        if free and _linked(CURRENT) == lost and not lost.path.is_dir():
            _set(lost.root, lost.moment)


def left_folders() -> list[Folder]:
    """The folders that no reader is in nor will be.

    Under the lock: else one that is being made, or returned to, would look like one of them.
    """
    base = root()
    if base is None:
        return []
    with locked(base / MOVING):
        there = folders()
        furthest = max(there, key=lambda folder: folder.moment, default=None)
        kept = _linked(CURRENT) or last() or furthest
        return [folder for folder in there if folder != kept]


def folders() -> list[Folder]:
    """All folders that there are, the current one among them."""
    base = root()
    try:
        names = os.listdir(base) if base else []
    except FileNotFoundError:
        names = []
    return [folder for name in names if base and (folder := Folder.named(base, name))]


def _come_so_far() -> list[Folder]:
    return [folder for name in (CURRENT, LAST) if (folder := _linked(name))]


def _set(base: Path, moment: Moment) -> Folder:
    """Point at a new folder of this moment, whose stamp no earlier one had. Needs the lock."""
    earlier = [*folders(), *_come_so_far()]
    stamp = max([int(time.time()), *(folder.stamp + 1 for folder in earlier)])
    folder = Folder(base, moment, stamp)
    folder.make()
    clock.sign(folder)
    fresh = base / f"{CURRENT}.new"
    with suppress(FileNotFoundError):
        os.unlink(fresh)
    os.symlink(folder.name, fresh)
    os.replace(fresh, base / CURRENT)
    return folder


def put_back(moment: Moment) -> None:
    """Let readers return to the folder that was taken away, if the database stands there still.

    For a taking back that did not happen; for a clock that was set back, so that they are in a day
    to come, where nobody is sent anything; and where nothing tells any more how far it had come.
    The caller keeps the database from moving. Out of a day that another machine's clock says,
    nobody is led.
    """
    base = root()
    if base is None:
        return
    with _moving(base) as free:
        if holds_still():
            return
        folder = _linked(CURRENT)
        came_to = folder or last()
        if not free or (came_to and came_to.moment.edition != moment.edition):
            return
        if came_to is None or came_to.moment.day > moment.day:
            _set(base, moment)
        elif folder is None and came_to.moment == moment:
            os.replace(base / LAST, base / CURRENT)


@contextmanager
def taken_away() -> Iterator[None]:
    """Nobody is in a folder while something public is taken back: the application answers.

    Raises `Stuck`, before anything is done, if the pointer cannot be removed. Whoever took it
    away says afterwards where the database stands; if it is killed before, the scheduler does.
    """
    base = root()
    if base is None:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(base / HOLDING, fcntl.LOCK_SH))
            with locked(base / MOVING):
                _take_away(base)
        except Stuck:
            raise
        except OSError as error:
            # Without the lock somebody could lead readers back.
            raise Stuck(error.errno, error.strerror) from error
        yield


def drop_other_day() -> None:
    """Take away a pointer that midnight has overtaken; asks no database."""
    base, folder = root(), _linked(CURRENT)
    if base and folder and folder.moment.day < timezone.localdate():
        with locked(base / MOVING):
            if _linked(CURRENT) == folder:
                _take_away(base)


def forget() -> None:
    """Forget how far it had come: a restored database counts the same editions again."""
    base = root()
    if base is None:
        return
    with locked(base / MOVING):
        _take_away(base)
        with suppress(FileNotFoundError):
            os.unlink(base / LAST)


def boot() -> str:
    """Which run of the machine the folders were written in, as far as was noted."""
    try:
        return (Path(settings.EDITIONS_ROOT) / BOOT).read_text()
    except OSError:
        return ""


def note_boot(text: str) -> None:
    base = root()
    if base:
        base.mkdir(parents=True, exist_ok=True)
        (base / BOOT).write_text(text)


def _take_away(base: Path) -> None:
    """Rename the pointer, or delete it: neither needs room. Raises `Stuck`."""
    try:
        os.replace(base / CURRENT, base / LAST)
    except FileNotFoundError:
        return
    except OSError:
        try:
            os.unlink(base / CURRENT)
        except OSError as error:
            raise Stuck(error.errno, error.strerror) from error


@contextmanager
def _moving(base: Path) -> Iterator[bool]:
    """Lock the pointer; says whether it may be set: not while something is being taken back."""
    with locked(base / MOVING), ExitStack() as stack:
        try:
            stack.enter_context(locked(base / HOLDING, fcntl.LOCK_EX | fcntl.LOCK_NB))
            is_free = True
        except BlockingIOError:
            is_free = False
        yield is_free


@contextmanager
def locked(path: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Hold a lock that the kernel gives back when its holder dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        # Said, not left to closing: a child that was forked meanwhile has it open too.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)
