"""What follows a saved picture, and what a frozen or public file refuses (P3)."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete, pre_save

from media import renditions
from media.freeze import refuse_change, refuse_rendition_removal
from media.models import Rendition, SiteDocument, SiteImage


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    for model in (SiteImage, SiteDocument):
        pre_save.connect(_before_save, sender=model)
        pre_delete.connect(_before_delete, sender=model)
    post_save.connect(_make_renditions, sender=SiteImage)
    pre_delete.connect(_before_rendition_delete, sender=Rendition)


def _before_save(instance: Any, **kwargs: Any) -> None:
    if instance.pk:
        refuse_change(instance)


def _before_delete(instance: Any, **kwargs: Any) -> None:
    refuse_change(instance, removal=True)


def _before_rendition_delete(instance: Rendition, **kwargs: Any) -> None:
    refuse_rendition_removal(instance)


def _make_renditions(instance: SiteImage, **kwargs: Any) -> None:
    transaction.on_commit(lambda: renditions.make(instance), robust=True)
