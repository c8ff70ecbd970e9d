"""Which stored files the database names: those are what a backup of it needs."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from media.models import ReleasedFile
from media.storage import PrivateStorage

# Folder of a backup -> the setting with the folder of the site.
FOLDERS = {"media": "MEDIA_ROOT", "originals": "MEDIA_ORIGINALS_ROOT"}


def folder_of(name: str) -> Path:
    """Return where the site keeps the files of one folder of a backup."""
    return Path(getattr(settings, FOLDERS[name]))


def source_of(path: str) -> Path:
    """Return where the site keeps `media/…` or `originals/…`."""
    folder, _, name = path.partition("/")
    return folder_of(folder) / name


def named_files() -> set[str]:
    """Return `media/…` and `originals/…` of every file that a row names."""
    return {f"media/{name}" for name in _released()} | set(_of_fields())


def _released() -> Iterator[str]:
    yield from ReleasedFile.objects.values_list("name", flat=True)


def _of_fields() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                folder = "originals" if isinstance(field.storage, PrivateStorage) else "media"
                rows = model._base_manager.exclude(**{field.name: ""})
                for name in rows.values_list(field.name, flat=True):
                    if name:
                        yield f"{folder}/{name}"
