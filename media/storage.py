"""Where originals lie, which nobody is ever served; how a file goes that no row names any more."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.db import transaction
from django.utils.functional import cached_property


class PrivateStorage(FileSystemStorage):
    """Files under `MEDIA_ORIGINALS_ROOT`; they have no address."""

    @cached_property
    def base_location(self) -> str:
        return str(settings.MEDIA_ORIGINALS_ROOT)

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("an original has no address")


def originals() -> Storage:
    """The storage of originals, for the fields that keep them."""
    return storages["originals"]


@contextmanager
def kept(paths: Mapping[str, Path], folder: str) -> Iterator[dict[str, str]]:
    """Store files of the work folder under new names; take them away where what follows fails.

    Gives the names in storage. The transaction that writes them down belongs inside.
    """
    token, names = secrets.token_hex(8), {}
    try:
        for name, path in paths.items():
            with open(path, "rb") as source:
                file_name = f"{folder}/{token}-{name}{path.suffix}"
                names[name] = default_storage.save(file_name, File(source))
        yield names
    except BaseException:
        for stored_name in names.values():
            default_storage.delete(stored_name)
        raise


def delete_after_commit(storage: Storage, name: str | None) -> None:
    """Delete a stored file when it is certain that its row is gone; empty names are nothing."""
    if name:
        transaction.on_commit(partial(storage.delete, name))
