"""Large uploads that can be resumed: the verbs behind the tus protocol (decision 0033).

What has come lies in a part under the work folder, and its length is how much has come; the row
says whose it is. Nothing of a part is ever served. Row and part stay until the recording has its
own row: whatever breaks before that, the next try goes on.
"""

import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from io import BufferedRandom
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection

from media.examine.types import FILM, ending_of, endings_for
from media.intake.acceptance import (
    NO_ROOM,
    RefusedUploadError,
    UnfinishedError,
    accept,
    limits,
)
from media.models import Recording, Upload
from media.permissions import permission_policy
from media.recordings.probe import Probed, UnfitError, probe
from media.recordings.sentences import PROBLEMS
from media.sandbox import runner
from media.storage import originals

PIECE = 256 * 1024  # bytes held in memory at a time
KEPT_HOURS = 48
ROOM = 3  # times the upload: itself, what is made of it, and what lies in the work folder
ORIGINALS = "recordings"  # their folder in the storage of originals
SOUNDS = (
    "m4a", "m4b", "mp3", "aac", "wav", "flac", "ogg", "oga", "opus", "amr", "wma", "mka", "weba",
)  # fmt: skip


class UploadError(Exception):
    """An upload that is not taken or cannot go on; `str()` is the sentence to show."""


class BusyError(Exception):
    """The machine could not look at an upload now; all is kept, `str()` is the sentence to show."""


class OffsetError(Exception):
    """The client and the part disagree on how much has come, or somebody else has the part."""


class PartFile(File):
    """A part that has come whole; storage moves it instead of copying."""

    def temporary_file_path(self) -> str:
        assert self.file is not None
        return self.file.name


def begin(user: Any, collection: Collection | None, name: str, size: int) -> Upload:
    """Open an upload; raises `UploadError` before a single byte has to be sent.

    A folder of others is answered like one that never was (None): neither is named.
    """
    collections = permission_policy.collections_user_has_permission_for(user, "add")
    if collection is None or not collections.filter(pk=collection.pk).exists():
        raise UploadError(_("您不能往这个文件夹上传。请选择自己部门的文件夹。"))
    # PostgreSQL stores no NUL, and nobody can read the others.
    name = "".join(c for c in name.replace("\\", "/") if c.isprintable())
    name = Path(name).name[-200:]
    if ending_of(name) not in endings_for(FILM):
        raise UploadError(_("这里只收视频和音频，例如 MP4、MOV、M4A、MP3。"))
    largest = limits().film_bytes
    if not 0 < size <= largest:
        message = _("文件是空的，或者超过 %d MB。请压缩或剪短后再上传。")
        raise UploadError(message % (largest // runner.MEGABYTE))
    folder().mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder()).free < size * ROOM + settings.RECORDING_DISK_RESERVE:
        raise UploadError(_("服务器空间不足，暂时不能上传。请联系管理员。"))
    upload = Upload.objects.create(user=user, collection=collection, name=name, size=size)
    part_of(upload).touch(mode=0o600)
    return upload


def folder() -> Path:
    return Path(settings.MEDIA_WORK_ROOT) / "uploads"


def part_of(upload: Upload) -> Path:
    return folder() / f"{upload.pk.hex}.part"


def received(upload: Upload) -> int:
    """Return how many bytes have come; raises `UploadError` where the part is gone."""
    try:
        return part_of(upload).stat().st_size
    except FileNotFoundError as error:
        raise _expired() from error


def append(upload: Upload, offset: int, read: Callable[[int], bytes]) -> int:
    """Add what `read(size)` gives; returns how much has come then.

    Raises `OffsetError` where the part ends elsewhere or somebody else is writing to it.
    A connection that breaks leaves what came before it.
    """
    with _alone(upload) as part:
        if part.seek(0, os.SEEK_END) != offset:
            raise OffsetError
        # Before the part is anybody's again: what goes on is not old.
        Upload.objects.filter(pk=upload.pk).update(touched_at=timezone.now())
        remaining = upload.size - offset
        while remaining > 0 and (data := read(min(PIECE, remaining))):
            part.write(data)
            remaining -= len(data)
    return upload.size - remaining


def finish(upload: Upload) -> Recording:
    """Turn an upload that has come whole into a recording that waits for the worker.

    Raises `UploadError` where `accept` refuses it; nothing is left of it then. Raises
    `OffsetError` where somebody else is finishing it, and `BusyError` where nothing could be
    found out. After that, any other error, and the end of this process, row and part are still
    there and it can be finished again.
    """
    with _alone(upload) as part:
        if not Upload.objects.filter(pk=upload.pk).exists():  # finished before we had the part
            raise _expired()
        try:
            probed = _examined(upload, part)
        except UploadError:
            _forget(upload)
            raise
        recording = _stored(upload, probed, hashlib.file_digest(part, "sha256").hexdigest())
        part_of(upload).unlink()
    return recording


def finished(pk: uuid.UUID, user: Any) -> Recording | None:
    """Return what became of this person's upload, for whoever missed the answer.

    None where its original is lost: it has to come again.
    """
    own_recordings = Recording.objects.filter(uploaded_by_user=user)
    recording = own_recordings.filter(original__startswith=f"{ORIGINALS}/{pk.hex}.").first()
    if recording is None:
        return None
    original = recording.original
    return recording if original.name and original.storage.exists(original.name) else None


@contextmanager
def _alone(upload: Upload) -> Iterator[BufferedRandom]:
    """Open the part for nobody else; raises `UploadError` where it is gone, and `OffsetError`."""
    try:
        part = open(part_of(upload), "r+b")  # noqa: SIM115 - closed below
    except FileNotFoundError as error:
        raise _expired() from error
    with part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OffsetError from error
        yield part


def _expired() -> UploadError:
    return UploadError(_("这次上传已经过期。请重新上传。"))


def _busy() -> BusyError:
    return BusyError(_("服务器太忙，文件没有检查完。已上传的不会丢，请过一会儿再选同一个文件。"))


def no_room() -> BusyError:
    return BusyError(
        _("服务器磁盘已满。已上传的不会丢，请联系管理员腾出空间，再选同一个文件接着传。")
    )


def _examined(upload: Upload, part: IO[bytes]) -> Probed:
    """Examine it by `accept` and ffprobe; raises `UploadError` and `BusyError`."""
    try:
        accept(PartFile(part, name=upload.name), FILM)
    except UnfinishedError as error:
        raise (no_room() if error.code == NO_ROOM else _busy()) from error
    except RefusedUploadError as refusal:
        raise UploadError(refusal.sentence()) from refusal
    probed = _probed(part_of(upload), upload.name)
    part.seek(0)
    return probed


def _stored(upload: Upload, probed: Probed, sha256: str) -> Recording:
    """Store the original, then change the upload's row for the recording's, both or neither.

    The original has the upload's own name: a try that broke after storing it, or whose commit
    nobody heard of, leaves nothing that the next one does not find.
    """
    storage, name, twin = originals(), _name_of(upload), _twin_of(upload)
    storage.delete(name)
    twin.unlink(missing_ok=True)
    try:
        os.link(part_of(upload), twin)
    except OSError:  # not every file system gives a file two names
        shutil.copyfile(part_of(upload), twin)
    with open(twin, "rb") as content:
        storage.save(name, PartFile(content))
    with transaction.atomic():
        recording = Recording.objects.create(
            kind=probed.kind,
            title=Path(upload.name).stem,
            original=name,
            original_name=upload.name,
            sha256=sha256,
            duration=probed.duration,
            collection=upload.collection,
            uploaded_by_user=upload.user,
        )
        Upload.objects.filter(pk=upload.pk).delete()
    return recording


def _name_of(upload: Upload) -> str:
    return f"{ORIGINALS}/{upload.pk.hex}.{ending_of(upload.name)}"


def _twin_of(upload: Upload) -> Path:
    """A second name of the part, for storage to move away."""
    return part_of(upload).with_suffix(".twin")


def _probed(path: Path, name: str) -> Probed:
    try:
        with runner.workspace() as work:
            return probe(path, work)
    except UnfitError as error:
        raise UploadError(str(PROBLEMS[error.code])) from error
    except runner.NoRoomError as error:
        raise no_room() from error
    except (runner.TimedOutError, runner.KilledError) as error:
        raise _busy() from error
    except runner.NotInstalledError:
        # The worker looks again, on a machine that can.
        kind = Recording.Kind.SOUND if ending_of(name) in SOUNDS else Recording.Kind.FILM
        return Probed(kind, 0)


def abandon(upload: Upload, untouched_since: datetime | None = None) -> bool:
    """Forget an upload and what has come of it; False where somebody went on with it since then.

    Raises `OffsetError` while somebody has it.
    """
    rows = Upload.objects.filter(pk=upload.pk)
    with suppress(UploadError), _alone(upload):
        if untouched_since and rows.filter(touched_at__gte=untouched_since).exists():
            return False
        _forget(upload)
        return True
    _forget(upload)  # the part is gone already
    return True


def _forget(upload: Upload) -> None:
    deleted, _rows = Upload.objects.filter(pk=upload.pk).delete()
    for path in (part_of(upload), _twin_of(upload)):
        path.unlink(missing_ok=True)
    if deleted:  # otherwise it is finished, and the original a recording's
        originals().delete(_name_of(upload))


def forget_old_uploads() -> int:
    """Forget uploads that nobody went on with, and parts without a row; returns how many."""
    cutoff = timezone.now() - timedelta(hours=KEPT_HOURS)
    forgotten = 0
    for upload in Upload.objects.filter(touched_at__lt=cutoff):
        with suppress(OffsetError):
            forgotten += abandon(upload, untouched_since=cutoff)
    known_stems = {pk.hex for pk in Upload.objects.values_list("pk", flat=True)}
    for part in folder().glob("*.*"):
        with suppress(FileNotFoundError):  # finished or given up meanwhile
            if part.stat().st_mtime < cutoff.timestamp() and part.stem not in known_stems:
                part.unlink()
                forgotten += 1
    return forgotten
