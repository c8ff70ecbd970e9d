"""What may be slow, in threads of its own: mail and files never keep the release loop waiting."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections

from editions import sweep as edition_folders
from editions.layer import EditionLayer
from editions.warming import Warmer
from interpretations.importing.drops import forget_old_drops
from interpretations.releases.execution.execute import Prepared
from interpretations.releases.records import outbox
from interpretations.releases.scheduling.schedule import read_files
from media.recordings.uploads import forget_old_uploads
from media.sandbox.runner import sweep
from media.tidy import forget_stray_files, forget_unused

logger = logging.getLogger(__name__)

DELIVER_EVERY = 1.0  # seconds
WARM_EVERY = 0.2  # seconds
SWEEP_EVERY = 30.0  # seconds
TIDY_EVERY = 6 * 3600.0  # seconds
SLOW = 0.3  # seconds; whoever reads longer is left to itself, and the next begins beside it
READERS = 8  # at most at a time; each may hold a database connection
REST = 1.0  # seconds before files that could not be read are tried again


class Beside:
    """Does one thing again and again in a thread of its own: what hangs there hangs alone."""

    def __init__(self, name: str, every: float, work: Callable[["Beside"], Any]) -> None:
        """`every` is the pause in seconds, before each time."""
        self.every, self.work = every, work
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float) -> None:
        """End after what is in hand; waits for that no longer than `patience` seconds."""
        self._stopped.set()
        self._thread.join(patience)

    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def _run(self) -> None:
        while not self._stopped.wait(self.every):
            try:
                self.work(self)
            except Exception as error:
                # The database is away, most likely; this thread must outlive whatever it is.
                logger.warning("%s: %s; trying again", self._thread.name, error)
            finally:
                connections.close_all()


def mail() -> Beside:
    """Delivers the outbox; a message that hangs goes back when its lease is over."""
    return Beside(
        "mail",
        DELIVER_EVERY,
        lambda beside: outbox.deliver_waiting(limit=10, stopped=beside.is_stopped),
    )


def tidying() -> Beside:
    """Forgets what typing in the editor and programs that were killed left behind."""
    return Beside(
        "tidying",
        TIDY_EVERY,
        lambda beside: (
            forget_unused(),
            forget_stray_files(),
            forget_old_uploads(),
            forget_old_drops(),
            sweep(),
        ),
    )


def sweeping() -> Beside:
    """Deletes the folders of editions that nobody is in."""
    return Beside("sweeping", SWEEP_EVERY, lambda beside: edition_folders.sweep(beside.is_stopped))


warmer = Warmer(lambda: EditionLayer(get_wsgi_application(), known=()))


def warming() -> Beside:
    """Makes the pages of a new edition before they are asked for."""
    return Beside("warming", WARM_EVERY, lambda beside: warmer.warm(beside.is_stopped))


class Files:
    """Reads the files of upcoming releases, in the order in which they go out.

    One reader at a time keeps that order after an outage, when nothing has been read yet.
    Only beside one that is slow does the next begin: a slow file delays its own release.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # around all that follows
        self._waiting: list[int] = []
        self._reading: dict[int, float] = {}  # release id -> since when
        self._rest_until: dict[int, float] = {}
        self._prepared: dict[int, Prepared] = {}

    def ask(self, soon: list[int]) -> dict[int, Prepared]:
        """Say what is due soon, first to last; return what has been read of it. Never waits."""
        now = time.monotonic()
        with self._lock:
            self._prepared = {pk: self._prepared[pk] for pk in soon if pk in self._prepared}
            pauses = {pk: self._rest_until[pk] for pk in soon if pk in self._rest_until}
            self._rest_until = {pk: until for pk, until in pauses.items() if until > now}
            busy = {*self._prepared, *self._reading, *self._rest_until}
            self._waiting = [pk for pk in soon if pk not in busy]
            if (pk := self._next()) is not None:
                threading.Thread(target=self._run, args=(pk,), name="files", daemon=True).start()
            return dict(self._prepared)

    def is_reading(self) -> bool:
        with self._lock:
            return bool(self._reading)

    def _next(self) -> int | None:
        """Take the next release, unless another reader has only just begun. Needs the lock."""
        now = time.monotonic()
        if not self._waiting or len(self._reading) >= READERS:
            return None
        if any(now - since < SLOW for since in self._reading.values()):
            return None
        if self._reading:
            logger.warning("files of releases %s are slow; going on beside", [*self._reading])
        pk = self._waiting.pop(0)
        self._reading[pk] = now
        return pk

    def _run(self, first: int) -> None:
        """Read one release after the other until none waits."""
        pk: int | None = first
        try:
            while pk is not None:
                prepared = read_files(pk)
                with self._lock:
                    del self._reading[pk]
                    if prepared:
                        self._prepared[pk] = prepared
                    else:
                        self._rest_until[pk] = time.monotonic() + REST
                    pk = self._next()
        finally:
            connections.close_all()
