"""Bringing readers to the folder of the state that the database is in (docs/editions.md)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.utils import timezone

from editions import pointer
from editions.clock import this_run
from editions.folder import Moment
from editions.program import fingerprint
from interpretations.models.publication import Edition

logger = logging.getLogger(__name__)


def present() -> Moment:
    """Which state the database is in, on this local day."""
    return Moment(Edition.current(), timezone.localdate())


def settle() -> None:
    """Bring readers to where the database is, from wherever somebody left the pointer.

    Whoever took the pointer away may have been killed before anything was taken back. Then the
    database has not moved, and keeps still while readers are let back in. So it does while they
    are led out of a day that has not come, where this machine's clock was set back, and where
    nothing tells how far they had come. A folder somebody deleted under them is made anew.
    """
    folder = pointer.current()
    if folder and not folder.path.is_dir():
        pointer.renew(folder)
    moment = present()
    if pointer.root() is None or (folder and folder.moment >= moment):
        return
    reached = pointer.keep_up(moment)
    is_left = reached is None or reached.moment.day > moment.day
    if is_left and not pointer.holds_still():
        with transaction.atomic():
            list(Edition.objects.select_for_update())
            pointer.put_back(present())


@contextmanager
def taking_back() -> Iterator[None]:
    """Around what takes something from the public: no reader is in a folder meanwhile.

    Raises `pointer.Stuck` before anything is done if readers cannot be taken out of it.
    """
    try:
        with pointer.taken_away():
            yield
    finally:
        try:
            settle()
        except (DatabaseError, OSError):
            # What was done is done; the scheduler and the next reader settle it.
            logger.exception("readers are in no folder for now")


def begin() -> None:
    """Begin another edition if this program, or this run of the machine, is not the one before.

    After a power cut the files of a folder may be cut short.
    """
    if pointer.root() is None:
        return
    boot = this_run()
    with transaction.atomic():
        list(Edition.objects.select_for_update())
        if Edition.begun()[1] != fingerprint() or pointer.boot() != boot:
            Edition.raise_number()
            Edition.objects.filter(pk=Edition.THE_ONE).update(program=fingerprint())
    try:
        pointer.note_boot(boot)
        settle()
    except OSError:
        # Begun it is. Who tried again would begin one after the other.
        logger.exception("readers are not in the edition that this program begins")
