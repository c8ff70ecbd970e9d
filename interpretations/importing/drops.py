"""What was dropped on the desk waits for its uploader alone, one day (decision 0092).

A drop has a folder under the work folder, which has no address. Each file has one in it, with its
bytes under a name of ours, and its text as the child that reads files left it.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from drafting.__main__ import FLOW
from drafting.flow import Flow
from drafting.serial import dumped, loaded
from interpretations.importing.files import SPOKEN_OF, TEXT_ENDINGS
from interpretations.importing.kept import write_whole
from interpretations.importing.opening import opened
from interpretations.models import Drop, DroppedFile
from interpretations.models.dropped import LONGEST_NAME
from interpretations.models.refusals import Refusal
from media.examine.types import ATTACHMENT, ending_of, endings_for
from media.intake.acceptance import limits

KEPT_HOURS = 24
MOST_FILES, MOST_WAITING = 20, 20
MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE  # of one drop
ORIGINAL = "original"


def receive(user: Any, uploads: Sequence[UploadedFile], replaces: Page | None = None) -> Drop:
    """Keep what somebody dropped, and read it; raises `Refusal` before anything is kept."""
    if not uploads:
        raise Refusal(_("还没有选文件。请选择文件，再按「看看认出了什么」。"))
    _refuse_too_much(uploads)
    # No list shows replacements, so nobody could clear them: they make room by themselves.
    if own(user).filter(became=None, replaces=None).count() >= MOST_WAITING:
        raise Refusal(
            _("您已经有 %d 组文件没有确认。请先确认，或者按「不要了」清掉几组。") % MOST_WAITING
        )
    drop = Drop(user=user, replaces=replaces)
    with _taken_in(drop, uploads) as rows, transaction.atomic():
        drop.save()
        DroppedFile.objects.bulk_create(rows)
        if replaces is not None:
            _make_room(drop)
    return drop


def add(drop: Drop, uploads: Sequence[UploadedFile]) -> None:
    """Put further files to a drop that waits; the same file again changes nothing.

    Raises `Refusal` where it is too much, or where the drop is gone or became drafts.
    """
    if not uploads:
        raise Refusal(_("还没有选文件。请选择文件，再按「再放进来」。"))
    new = [upload for upload in uploads if not _is_there(drop, upload)]
    if not new:
        return
    _refuse_too_much(new, drop.files.all())
    with _taken_in(drop, new) as rows, transaction.atomic():
        _hold_open(drop)
        _refuse_too_much(new, drop.files.all())  # another tab may have added some meanwhile
        DroppedFile.objects.bulk_create(rows)


def take_out(drop: Drop, number: int) -> None:
    """Forget one file of a drop that waits; one that is gone already stays gone."""
    with transaction.atomic():
        _hold_open(drop)
        files = list(drop.files.filter(pk=number).select_related("drop"))
        for file in files:
            file.delete()
    for file in files:
        shutil.rmtree(room_of(file), ignore_errors=True)


def own(user: Any) -> QuerySet[Drop]:
    """The drops of this person that still wait; nobody sees another's, administrators neither."""
    return Drop.objects.filter(user=user.pk, dropped_at__gte=_oldest())


def flow_of(file: DroppedFile) -> Flow | None:
    """The text of a file; None where it has none, or where its folder is gone."""
    try:
        return _flow(file)
    # An earlier program wrote it otherwise, or the disk was full.
    except (ValueError, TypeError, KeyError):
        (room_of(file) / FLOW).unlink(missing_ok=True)
        _read([file])
        return _flow(file)


def original(file: DroppedFile) -> UploadedFile:
    """The bytes of a file as they came, under its own name; raises `Refusal` where it is gone."""
    try:
        source = open(path_of(file), "rb")  # noqa: SIM115 - lives as long as the upload
    except FileNotFoundError as error:
        raise Refusal(_("「%s」已经清除。请重新选择文件。") % file.name) from error
    return UploadedFile(source, file.name, size=file.size)


def room_of(file: DroppedFile) -> Path:
    """The folder of a file: its bytes, its text, and what was recognized in it."""
    return _folder(file.drop) / str(file.place)


def path_of(file: DroppedFile) -> Path:
    """Where the bytes of a file lie; the ending tells texts apart (`drafting.reading`)."""
    ending = Path(file.name).suffix.casefold()
    return room_of(file) / (ORIGINAL + (ending if is_text(file) else ""))


def is_text(file: DroppedFile) -> bool:
    """Whether a file of this name is read, or spoken of by the reading."""
    return Path(file.name).suffix.casefold() in TEXT_ENDINGS | SPOKEN_OF


def may_be_attached(file: DroppedFile) -> bool:
    """Whether a file of this name may be tried at the door for attachments."""
    return ending_of(file.name) in endings_for(ATTACHMENT)


def held(drop: Drop) -> Drop:
    """The row of a drop, locked until the transaction ends; raises `Refusal` where it is gone."""
    # Another tab may have discarded it since this request began.
    row = Drop.objects.select_for_update().filter(pk=drop.pk).first()
    if row is None:
        raise Refusal(_("这组文件已经清除，请重新选择文件。"))
    return row


def forget(drop: Drop) -> None:
    """Forget a drop and its files."""
    folder = _folder(drop)
    drop.delete()
    shutil.rmtree(folder, ignore_errors=True)


def empty(drop: Drop) -> None:
    """Delete the files of a drop that became drafts; its row says what became of it."""
    shutil.rmtree(_folder(drop), ignore_errors=True)


def forget_old_drops() -> int:
    """Forget what nobody confirmed for a day, and folders without a row; returns how many."""
    old = list(Drop.objects.filter(dropped_at__lt=_oldest()))
    for drop in old:
        forget(drop)
    known = {pk.hex for pk in Drop.objects.values_list("pk", flat=True)}
    forgotten = len(old)
    for folder in _root().glob("*"):
        with suppress(FileNotFoundError):  # forgotten by its owner meanwhile
            is_old = folder.stat().st_mtime < _oldest().timestamp()
            if is_old and folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)
                forgotten += 1
    return forgotten


def _oldest() -> datetime:
    return timezone.now() - timedelta(hours=KEPT_HOURS)


def _root() -> Path:
    return Path(settings.MEDIA_WORK_ROOT) / "drops"


def _folder(drop: Drop) -> Path:
    return _root() / drop.pk.hex


def _name(upload: File) -> str:
    name = "".join(sign for sign in (upload.name or "").replace("\\", "/") if sign.isprintable())
    return Path(name).name[-LONGEST_NAME:] or _("没有名称的文件")


@contextmanager
def _taken_in(drop: Drop, uploads: Sequence[UploadedFile]) -> Iterator[list[DroppedFile]]:
    """Rows of files that were stored and read; where writing the rows fails, nothing is left."""
    rows: list[DroppedFile] = []
    try:
        for upload in uploads:
            row = DroppedFile(drop=drop, name=_name(upload), size=upload.size or 0)
            _take_place(row)
            rows.append(row)
            with open(path_of(row), "wb") as target:
                target.writelines(upload.chunks())
        _read(rows)
        yield rows
    except BaseException:
        for row in rows:
            shutil.rmtree(room_of(row), ignore_errors=True)
        with suppress(OSError):  # files of others are in it, or it never came to be
            _folder(drop).rmdir()
        raise


def _take_place(row: DroppedFile) -> None:
    """Make the first free folder of the drop this file's; two tabs never get the same."""
    _folder(row.drop).mkdir(parents=True, exist_ok=True, mode=0o700)
    for place in count():
        row.place = place
        with suppress(FileExistsError):
            room_of(row).mkdir(mode=0o700)
            return


def _is_there(drop: Drop, upload: UploadedFile) -> bool:
    """Whether a file of this name with these bytes is in the drop: a page that was sent twice."""
    same = drop.files.filter(name=_name(upload), size=upload.size or 0).select_related("drop")
    for file in same:
        with suppress(FileNotFoundError), path_of(file).open("rb") as stored:
            if _digest(File(stored)) == _digest(upload):
                return True
    return False


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _hold_open(drop: Drop) -> None:
    """Lock a drop that waits; raises `Refusal` where drafts were made of it."""
    if held(drop).became_id:
        raise Refusal(_("这组文件已经起草，不能再改。"))


def _read(rows: Iterable[DroppedFile]) -> None:
    """Read the texts among the files, each into its room; what is not read says why."""
    by_path = {path_of(row): row for row in rows if is_text(row)}
    for one in opened(by_path):
        row = by_path[one.path]
        row.refusal, row.facts = one.code, one.facts
        if one.flow is not None:
            room = room_of(row)
            write_whole(room / FLOW, dumped(one.flow, room))


def _flow(file: DroppedFile) -> Flow | None:
    room = room_of(file)
    try:
        return loaded((room / FLOW).read_text(encoding="utf-8"), room)
    except FileNotFoundError:
        return None


def _make_room(drop: Drop) -> None:
    """Forget earlier replacements of this person: of the same page, and the oldest of too many."""
    earlier = Drop.objects.select_for_update().filter(
        user=drop.user_id, became=None, replaces__isnull=False, dropped_at__lt=drop.dropped_at
    )
    for order, one in enumerate(earlier.order_by("-dropped_at"), start=1):
        if one.replaces_id == drop.replaces_id or order >= MOST_WAITING:
            forget(one)


def _refuse_too_much(uploads: Sequence[UploadedFile], before: Iterable[DroppedFile] = ()) -> None:
    sizes = [file.size for file in before] + [upload.size or 0 for upload in uploads]
    if len(sizes) > MOST_FILES:
        raise Refusal(_("一组最多放 %d 个文件。请分成几组。") % MOST_FILES)
    largest = limits().attachment_bytes
    for upload in uploads:
        if (upload.size or 0) > largest:
            told = _("「%(name)s」超过 %(megabytes)d MB，没有收下。请分成几个文件。")
            raise Refusal(told % {"name": _name(upload), "megabytes": largest // MEGABYTE})
    if sum(sizes) > MOST_BYTES:
        told = _("一组文件一共超过 %d MB，没有收下。请分成几组。")
        raise Refusal(told % (MOST_BYTES // MEGABYTE))
