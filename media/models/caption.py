"""Captions as they are delivered: one row for one text, shared by whoever says the same."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaptionTrack(models.Model):
    """A checked WebVTT text and its file; never changed: other words are another row.

    `key` is the SHA-256 of `text`. The words belong to the page's revision, so a changed
    caption of a public film is a correction like every other change of the page.
    """

    key = models.CharField(max_length=64, unique=True)
    text = models.TextField(_("字幕"))
    file = models.FileField(_("字幕文件"), upload_to="captions")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("字幕")
        verbose_name_plural = _("字幕")
        indexes = [models.Index(fields=["file"], name="caption_file")]

    def __str__(self) -> str:
        return str(self.file)

    def public_traits(self) -> dict[str, Any]:
        """Everything that a reader could notice, by name (P3)."""
        return {"key": self.key, "text": self.text, "file": self.file.name}
