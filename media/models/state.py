"""Which file is frozen for a release, and which is released for a page.

Written by releases alone, inside their transactions; read by saving, deleting and serving.
Pages and releases are numbers here: media knows no model above it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 255  # of a stored file, with its folder


class FrozenFile(models.Model):
    """A file of any `Kind` that a set under review or a public page relies on (P3)."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("图片")
        DOCUMENT = "document", _("附件")
        CHART = "chart", _("图表")
        SLICED = "sliced", _("长图")
        RECORDING = "recording", _("影音")
        CAPTIONS = "captions", _("字幕")

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.BigIntegerField()
    page_id = models.BigIntegerField()
    release_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("被冻结的文件")
        verbose_name_plural = _("被冻结的文件")
        indexes = [models.Index(fields=["kind", "object_id"], name="frozen_file_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "page_id", "release_id"], name="frozen_file_once"
            )
        ]


class ReleasedFile(models.Model):
    """A stored file that the public may fetch because a released page uses it (P7)."""

    name = models.CharField(max_length=NAME_LENGTH, db_index=True)
    page_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("已发布的文件")
        verbose_name_plural = _("已发布的文件")
        constraints = [
            models.UniqueConstraint(fields=["name", "page_id"], name="released_file_once")
        ]
