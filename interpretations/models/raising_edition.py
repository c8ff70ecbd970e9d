"""Any save of what readers see beside releases raises the edition: departments, topics, the site.

Saving or deleting one begins another edition, so that no cached answer shows the old name
beside the new (docs/shown.md).
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from interpretations.models.guard.rules import DRAFT_COLUMNS, LOCK_COLUMNS
from interpretations.models.managed import ManagedPage
from interpretations.models.publication import Edition
from interpretations.models.shown import FIRST_IN_DRAFTS, Keeper, models_kept_by

UNSEEN_COLUMNS = DRAFT_COLUMNS | LOCK_COLUMNS


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    post_save.connect(_after_any_save)
    post_delete.connect(_after_any_delete)


def _after_any_save(
    instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if raw or not _is_shown(instance):
        return
    if created and instance._meta.label in FIRST_IN_DRAFTS:
        return
    only_bookkeeping = update_fields is not None and set(update_fields) <= UNSEEN_COLUMNS
    if not (isinstance(instance, Page) and only_bookkeeping):
        Edition.raise_number()


def _after_any_delete(instance: Any, **kwargs: Any) -> None:
    if _is_shown(instance):
        Edition.raise_number()


def _is_shown(instance: Any) -> bool:
    """Public by itself; a document handled as a plain page is the release's."""
    if isinstance(instance, Page):
        return not issubclass(instance.specific_class or Page, ManagedPage)
    return isinstance(instance, models_kept_by(Keeper.EDITION))
