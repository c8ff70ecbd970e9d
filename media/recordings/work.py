"""The worker's verbs: take the next recording, work on it, store what was made or give it back.

The row is the order. Whoever has its lease works on it; a worker that was killed leaves a lease
that passes, and the next worker begins again from the original (decision 0033). A killed worker
says nothing against its film: it waits twice as long each time, behind all others, for days.
"""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from media import disk
from media.models import Recording, RecordingFile
from media.recordings.probe import Probed, UnfitError, probe
from media.recordings.transcode import Made, poster, transcode
from media.sandbox import runner
from media.storage import kept

LEASE = 30.0  # seconds; ffmpeg gives a sign of life twice a second
SILENT = 180.0  # seconds; probing and the poster give none
LONGEST_LEASE = 3600.0  # seconds; it doubles with every attempt
ATTEMPTS = 150  # begun, none brought to an end: about six days
TOLD_EVERY = 1.0  # seconds between two notes of progress

State = Recording.State
logger = logging.getLogger(__name__)


class LostError(Exception):
    """The lease passed and somebody else has the recording now."""


class StoppedError(Exception):
    """The worker is told to end."""


def waiting(now: datetime) -> QuerySet[Recording]:
    """Return what may be taken, least often begun first, then oldest."""
    available = Q(state=State.WAITING) | Q(state=State.WORKING, lease_until__lt=now)
    return Recording.objects.filter(available).order_by("attempts", "created_at", "pk")


def claim() -> Recording | None:
    """Take the next recording; None where nothing waits. No two workers get the same one."""
    while (recording := waiting(timezone.now()).first()) is not None:
        now = timezone.now()
        claimable = waiting(now).filter(pk=recording.pk).order_by()
        if recording.attempts >= ATTEMPTS:
            claimable.update(state=State.FAILED, problem="gave_up", lease_until=None, worker="")
            logger.warning(
                "recording %s: gave up after %s attempts", recording.pk, recording.attempts
            )
            continue
        if recording.attempts:
            logger.warning("recording %s: attempt %s", recording.pk, recording.attempts + 1)
        token = secrets.token_hex(16)
        if claimable.update(
            state=State.WORKING, worker=token, lease_until=now + lease(recording, SILENT),
            attempts=F("attempts") + 1, started_at=now, progress=0, problem="",
        ):  # fmt: skip
            recording.refresh_from_db()
            return recording
    return None


def lease(recording: Recording, minimum: float = LEASE) -> timedelta:
    """How long a recording is left alone after a sign of life: longer with every attempt.

    A worker that was killed from outside costs a film half a minute, three minutes where nothing
    had reported yet. One that a film takes down with the machine comes back to it once an hour,
    and to every other film first.
    """
    doubled_lease = LEASE * 2 ** min(max(recording.attempts - 1, 0), 10)
    return timedelta(seconds=max(minimum, min(doubled_lease, LONGEST_LEASE)))


def work(recording: Recording, is_stopped: Callable[[], bool] = lambda: False) -> None:
    """Do all of one recording that `claim` returned; its row says afterwards how it ended."""
    try:
        with runner.workspace() as folder:
            source = Path(recording.original.path)
            probed = probe(source, folder)
            files = _made(recording, source, probed, folder, is_stopped)
            store(recording, probed, files)
    except UnfitError as error:
        _fail(recording, error.code)
    except runner.NoRoomError as error:
        logger.warning("recording %s: %s", recording.pk, error)
        _wait(recording, "no_room")
    except runner.KilledError as error:
        # The machine took the program, as it might have taken this process.
        logger.warning("recording %s: %s", recording.pk, error)
        _wait(recording)
    except runner.FailedError as error:
        logger.warning("recording %s: %s: %s", recording.pk, error, error.complaint)
        _fail(recording, "not_made")
    except runner.TimedOutError:
        _fail(recording, "took_too_long")
    except (StoppedError, runner.NotInstalledError):
        _give_back(recording)
        raise
    except LostError:
        logger.warning("recording %s: somebody else took it over", recording.pk)
    except OSError as error:
        # The disk is full, or the original cannot be had now: said at once, and tried again.
        logger.warning("recording %s: %s", recording.pk, error)
        _wait(recording, "no_room" if disk.is_full(error) else "out_of_reach")


def retry(recording: Recording) -> None:
    """Let a recording that failed be tried again."""
    Recording.objects.filter(pk=recording.pk, state=State.FAILED).update(
        state=State.WAITING, attempts=0, problem="", progress=0
    )


def _made(
    recording: Recording,
    source: Path,
    probed: Probed,
    folder: Path,
    is_stopped: Callable[[], bool],
) -> dict[str, Made]:
    notes = _Notes(recording, is_stopped)
    files = transcode(source, probed, folder, notes.write)
    if probed.kind == Recording.Kind.FILM:
        _extend(recording, SILENT)
        path = poster(files["large"].path, probed.duration, recording.poster_at, folder)
        files["poster"] = Made(path, files["large"].width, files["large"].height)
    return files


class _Notes:
    """Writes progress down as a sign of life, not more often than anybody looks."""

    def __init__(self, recording: Recording, is_stopped: Callable[[], bool]) -> None:
        self.recording, self.is_stopped = recording, is_stopped
        self._next = 0.0

    def write(self, per_cent: int) -> None:
        if self.is_stopped():
            raise StoppedError
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + TOLD_EVERY
            _extend(self.recording, LEASE, progress=per_cent)


def store(recording: Recording, probed: Probed, files: dict[str, Made]) -> None:
    """Put the files in storage and say that they are ready, wholly or not at all.

    Raises `LostError` where the lease was somebody else's meanwhile; nothing stays then.
    """
    paths = {name: file.path for name, file in files.items()}
    with kept(paths, "recordings") as names, transaction.atomic():
        large = files["large"]
        ready = _mine(recording).update(
            state=State.READY, file=names["large"], kind=probed.kind, duration=probed.duration,
            width=large.width, height=large.height, progress=100, problem="",
            lease_until=None, worker="",
        )  # fmt: skip
        if not ready:
            raise LostError
        recording.files.all().delete()  # of an earlier time, so that storing again succeeds
        RecordingFile.objects.bulk_create(
            RecordingFile(
                recording=recording, role=name, file=names[name],
                width=file.width, height=file.height,
            )
            for name, file in files.items()
            if name != "large"
        )  # fmt: skip


def _mine(recording: Recording) -> QuerySet[Recording]:
    return Recording.objects.filter(pk=recording.pk, state=State.WORKING, worker=recording.worker)


def _extend(recording: Recording, seconds: float, **fields: int) -> None:
    """Say that somebody is working; raises `LostError` where that is not so any more."""
    until = timezone.now() + lease(recording, seconds)
    if not _mine(recording).update(lease_until=until, **fields):
        raise LostError


def _fail(recording: Recording, code: str) -> None:
    _mine(recording).update(state=State.FAILED, problem=code, lease_until=None, worker="")


def _wait(recording: Recording, code: str = "") -> None:
    """Leave it for another try, by whom it may be, as if this worker had been killed."""
    until = timezone.now() + lease(recording)
    _mine(recording).update(lease_until=until, problem=code, progress=0)


def _give_back(recording: Recording) -> None:
    """What was not finished through nobody's fault does not count as an attempt."""
    _mine(recording).update(
        state=State.WAITING, attempts=F("attempts") - 1, lease_until=None, worker="", progress=0
    )
