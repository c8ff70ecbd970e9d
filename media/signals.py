"""What follows a saved picture, and what a frozen or public file refuses (P3)."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import FileField
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import UploadedFile

from media import renditions, slices
from media.delivery import FILES, SOURCES
from media.examine.types import ATTACHMENT, PICTURE
from media.freeze import (
    refuse_change,
    refuse_made_change,
    refuse_rendition_removal,
)
from media.intake.fields import examined
from media.models import (
    Recording,
    RecordingFile,
    Rendition,
    SiteDocument,
    SiteImage,
    Slice,
    SlicedPicture,
)
from media.storage import delete_after_commit


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    for model in FILES:
        pre_save.connect(_before_save, sender=model)
        pre_delete.connect(_before_delete, sender=model)
    for model in (SiteImage, SiteDocument):
        post_delete.connect(_forget_original, sender=model)
    for model in (Recording, RecordingFile, Slice):
        post_delete.connect(_forget_files, sender=model)
    for model in SOURCES:
        for signal in (pre_save, pre_delete):
            signal.connect(_before_made_change, sender=model)
    pre_save.connect(_examine_waiting, sender=UploadedFile)
    post_save.connect(_make_renditions, sender=SiteImage)
    post_save.connect(_cut_again, sender=SiteImage)
    post_save.connect(_cut, sender=SlicedPicture)
    pre_delete.connect(_before_rendition_delete, sender=Rendition)


def _before_save(instance: Any, **kwargs: Any) -> None:
    if instance.pk:
        refuse_change(instance)


def _before_delete(instance: Any, **kwargs: Any) -> None:
    refuse_change(instance, removal=True)


def _before_rendition_delete(instance: Rendition, **kwargs: Any) -> None:
    refuse_rendition_removal(instance)


def _before_made_change(instance: Any, **kwargs: Any) -> None:
    if instance.pk:
        refuse_made_change(instance)


def _forget_original(instance: Any, **kwargs: Any) -> None:
    delete_after_commit(instance.uploaded_file.storage, instance.uploaded_file.name)


def _forget_files(instance: Any, **kwargs: Any) -> None:
    """Wagtail does this for pictures and documents."""
    for field in instance._meta.fields:
        if isinstance(field, FileField):
            file = getattr(instance, field.name)
            delete_after_commit(file.storage, file.name)


def _examine_waiting(instance: UploadedFile, **kwargs: Any) -> None:
    """What Wagtail puts aside until a title is mended is the cleaned file, never the upload."""
    model = instance.for_content_type and instance.for_content_type.model_class()
    kind = {SiteImage: PICTURE, SiteDocument: ATTACHMENT}.get(model)
    if kind and instance.file and not instance.file._committed:
        instance.file = examined(instance.file.file, kind).content


def _make_renditions(instance: SiteImage, **kwargs: Any) -> None:
    renditions.keep(instance, instance.__dict__.pop("made_sizes", ()))
    transaction.on_commit(lambda: renditions.make(instance), robust=True)


def _cut_again(instance: SiteImage, **kwargs: Any) -> None:
    for sliced in SlicedPicture.objects.filter(image=instance, cut_at=None):
        _cut(sliced)


def _cut(instance: SlicedPicture, **kwargs: Any) -> None:
    """After a draft began to show this picture in slices, or after its file was replaced."""
    if instance.cut_at is None:
        transaction.on_commit(partial(slices.cut, instance), robust=True)
