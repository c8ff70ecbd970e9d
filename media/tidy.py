"""Deletes what nothing names: rows that typing in the editor leaves, files of killed processes."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from json import dumps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from media.delivery import KINDS, made_of
from media.models import (
    CaptionTrack,
    ChartDrawing,
    FrozenFile,
    Recording,
    RecordingFile,
    ReleasedFile,
    Slice,
)
from media.refusals import FileInUse
from media.storage import delete_after_commit

UNUSED_DAYS = 7
STRAY_DAYS = 2  # much longer than anything takes between a file and its row
# Rows that everybody shares who says the same, and when each was made.
SHARED: dict[type[Model], str] = {ChartDrawing: "drawn_at", CaptionTrack: "made_at"}
# The name of one in a revision: JSON inside JSON.
NAMED = re.compile(r'"(?:drawing|track)\\?": ?\\?"([0-9a-f]{64})')
# Folders of files that are made, under a new name each time, before the rows that name them.
# No original is among them: what is made can be made again.
MADE_IN: dict[str, tuple[type[Model], ...]] = {
    "slices": (Slice,),
    "recordings": (Recording, RecordingFile),
    "captions": (CaptionTrack,),
}


def forget_unused(days: int = UNUSED_DAYS) -> int:
    """Delete charts and captions older than some days that nothing names; returns how many."""
    rows = [row for model in SHARED for row in _unreached(model, days)]
    keys_in_use = _named_in_revisions() if rows else set()
    return sum(_forget(row) for row in rows if row.key not in keys_in_use)


def _unreached(model: type[Model], days: int) -> QuerySet[Any]:
    """Rows that no page as it is saved and no frozen set reaches."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model)
    )
    used_pks = {int(pk) for pk in references.values_list("to_object_id", flat=True)}
    used_pks |= set(
        FrozenFile.objects.filter(kind=KINDS[model]).values_list("object_id", flat=True)
    )
    age_filter = {f"{SHARED[model]}__lt": timezone.now() - timedelta(days=days)}
    return model._default_manager.filter(**age_filter).exclude(pk__in=used_pks)


def _named_in_revisions() -> set[str]:
    keys: set[str] = set()
    for content in Revision.objects.values_list("content__body", flat=True).iterator():
        # SQLite hands over the list that the text stands for, PostgreSQL the text.
        keys.update(NAMED.findall(content if isinstance(content, str) else dumps(content)))
    return keys


def _forget(instance: Any) -> bool:
    """Delete a row, what was made of it, and then the files; False where it was frozen since."""
    with suppress(FileInUse), transaction.atomic():
        for row in (instance, *made_of(instance)):
            delete_after_commit(row.file.storage, row.file.name)
        instance.delete()
        return True
    return False


def forget_stray_files(days: int = STRAY_DAYS) -> int:
    """Delete files older than some days that were stored for rows never written; how many."""
    strays = [name for folder in MADE_IN for name in _strays(folder, days)]
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def _strays(folder: str, days: int) -> Iterator[str]:
    cutoff = timezone.now() - timedelta(days=days)
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:  # nothing was ever made
        return
    # Asked after listing: whatever comes between is young.
    used_names = set(ReleasedFile.objects.values_list("name", flat=True))
    for model in MADE_IN[folder]:
        used_names.update(model._default_manager.values_list("file", flat=True))
    for name in (f"{folder}/{entry}" for entry in names):
        if name not in used_names and default_storage.get_modified_time(name) < cutoff:
            yield name
