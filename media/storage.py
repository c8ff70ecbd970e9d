"""Where originals lie, which nobody is ever served; how a file goes that no row names any more."""

from functools import partial
from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.utils.functional import cached_property


class PrivateStorage(FileSystemStorage):
    """Files under `MEDIA_ORIGINALS_ROOT`; they have no address."""

    @cached_property
    def base_location(self) -> str:
        return self._value_or_setting(self._location, settings.MEDIA_ORIGINALS_ROOT)

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("an original has no address")


def originals() -> Storage:
    """The storage of originals, for the fields that keep them."""
    return storages["originals"]


def delete_after_commit(storage: Storage, name: str | None) -> None:
    """Delete a stored file when it is certain that its row is gone; empty names are nothing."""
    if name:
        transaction.on_commit(partial(storage.delete, name))
