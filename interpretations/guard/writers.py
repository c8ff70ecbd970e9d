"""Whoever changes the words of a row that pages reach has written part of them (P4).

Asked of every model that a release pins: a new one, or a new field of one, is recorded as well.
"""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from wagtail.log_actions import get_active_log_context

from interpretations.models import RowContribution
from interpretations.models.digest import digest
from interpretations.models.guard.rules import PINNED_MODELS
from media.models import CaptionTrack, ChartDrawing, SlicedPicture

# Made from what a page says, and never changed: who wrote it is who wrote that piece of the page.
MADE_OF_TEXT: tuple[type[Model], ...] = (CaptionTrack, ChartDrawing, SlicedPicture)
# Where a file lies is nothing that readers meet.
NO_WORDS = frozenset({"collection_id"})
# Where an instance keeps what its row said until it is saved.
BEFORE = "_words_before"


def connect() -> None:
    """Listen to every model whose words stand in no page; called once when the app is ready."""
    for label in PINNED_MODELS:
        model = apps.get_model(label)
        if model not in MADE_OF_TEXT:
            pre_save.connect(_before_save, sender=model)
            post_save.connect(_after_save, sender=model)


def words_of(row: Model) -> str:
    """Return the digest of everything that people can edit of a row."""
    return digest(
        {
            field.attname: field.value_to_string(row)
            for field in row._meta.concrete_fields
            if field.editable and not field.primary_key and field.attname not in NO_WORDS
        }
    )


def _stored_words(row: Model) -> str:
    stored = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    return words_of(stored) if stored else ""


def _before_save(instance: Any, **kwargs: Any) -> None:
    if get_active_log_context().user:
        instance.__dict__[BEFORE] = _stored_words(instance)


def _after_save(instance: Any, **kwargs: Any) -> None:
    """Write down who is at work in the admin; code that works by itself is nobody."""
    before, person = instance.__dict__.pop(BEFORE, None), get_active_log_context().user
    if person is None or before is None:
        return
    after = _stored_words(instance)
    if before != after:
        RowContribution.objects.create(
            content_type=ContentType.objects.get_for_model(instance),
            object_id=str(instance.pk),
            user=person,
            user_name=person.get_full_name(),
            before=before,
            after=after,
        )
