"""Upload forms that keep the old bytes until the new ones are committed.

Wagtail's forms delete the replaced file at once: a request that is refused or rolled back
afterwards would have lost it.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

# Sent with `instance` and `user` when somebody changed a stored picture or attachment.
file_changed = Signal()


class KeepingForm:
    """Hides the old file from Wagtail's save and deletes it after the commit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.changed_by = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def save(self, commit: bool = True) -> Any:
        known = bool(self.instance.pk) and self.has_changed()
        replaced = self.original_file if "file" in self.changed_data else None
        self.original_file = None
        instance = super().save(commit=commit)
        if commit and replaced:
            self.forget_renditions(instance)
            transaction.on_commit(partial(replaced.storage.delete, replaced.name))
        if commit and known:
            file_changed.send(type(instance), instance=instance, user=self.changed_by)
        return instance

    def forget_renditions(self, instance: Any) -> None:
        """A replaced picture gets new sizes; documents have none."""


class KeepingDocumentForm(KeepingForm, BaseDocumentForm):
    """An attachment's form."""


class KeepingImageForm(KeepingForm, BaseImageForm):
    """A picture's form."""

    def forget_renditions(self, instance: Any) -> None:
        instance.renditions.all().delete()
