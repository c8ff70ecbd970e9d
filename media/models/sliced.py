"""Tall pictures (一图读懂) as they are delivered: cut across, in two widths, and whole to keep."""

from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from media.models.image import SiteImage


class SlicedPicture(models.Model):
    """A picture that some body shows as an infographic; its slices are made after that.

    `cut_at` is empty until every slice is stored; a picture with new bytes is cut again.
    """

    image = models.OneToOneField(SiteImage, on_delete=models.CASCADE, related_name="sliced")
    cut_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("长图")
        verbose_name_plural = _("长图")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.image.title

    @property
    def file(self) -> FieldFile:
        """The picture that is cut: its bytes decide what the slices show."""
        return self.image.file

    def public_traits(self) -> dict[str, Any]:
        """What a reader could notice besides the slices, which are pinned by their bytes (P3)."""
        return {"image": self.image_id, "sha256": self.image.sha256}


class Slice(models.Model):
    """A stored piece of a tall picture, or the whole of it for whoever wants to keep it."""

    class Width(models.TextChoices):
        WIDE = "wide", _("宽")
        NARROW = "narrow", _("窄")
        WHOLE = "whole", _("整张")

    picture = models.ForeignKey(SlicedPicture, on_delete=models.CASCADE, related_name="slices")
    shown = models.CharField(max_length=10, choices=Width)
    position = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField(help_text=_("像素"))
    height = models.PositiveIntegerField(help_text=_("像素"))
    file = models.FileField(_("文件"), upload_to="slices")

    class Meta:
        verbose_name = _("长图的切片")
        verbose_name_plural = _("长图的切片")
        ordering = ["picture", "shown", "position"]
        indexes = [models.Index(fields=["file"], name="slice_file")]
        constraints = [
            models.UniqueConstraint(fields=["picture", "shown", "position"], name="slice_once")
        ]

    def __str__(self) -> str:
        return str(self.file)
