"""Attachments: the files that a policy document or an interpretation carries."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from media.models.collected import Collected
from media.models.examined import ExaminedFile


class SiteDocument(ExaminedFile, Collected, AbstractDocument):
    """An attachment, kept under its Chinese name for whoever downloads it."""

    # Wagtail's managers come without types.
    objects: ClassVar[models.Manager["SiteDocument"]]
    _default_manager: ClassVar[models.Manager["SiteDocument"]]

    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)

    # The name is that under which a reader keeps the file.
    noticed = (*ExaminedFile.noticed, "original_name")

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        indexes = [models.Index(fields=["file"], name="document_file")]

    def clean(self) -> None:
        """Wagtail looks for an ending even in a form that has no file, and breaks on it."""
        if self.file:
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Remember the name the file came with; storage may have to change it."""
        if self.file and not self.file._committed:
            self.original_name = self.file.name.rsplit("/", 1)[-1]
        super().save(*args, **kwargs)
