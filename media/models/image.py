"""Pictures of the site, with the text a reader needs who cannot see them."""

from pathlib import Path
from typing import ClassVar

from django.core.files import File
from django.core.files.images import get_image_dimensions
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    WagtailImageFieldFile,
)

from media.models.collected import Collected
from media.models.examined import ExaminedFile
from media.picturing import order

ORIGINAL = "original"  # Wagtail's name for the picture as it is


class MeasuredFile(WagtailImageFieldFile):
    """A picture that is measured by its head; Wagtail decodes the whole of it, several times."""

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        close = self.closed
        self.open()
        return get_image_dimensions(self, close=close)


class SiteImage(ExaminedFile, Collected, AbstractImage):
    """A picture; its alternative text, source and licence belong to what is reviewed."""

    # Wagtail's managers come without types.
    objects: ClassVar[models.Manager["SiteImage"]]
    _default_manager: ClassVar[models.Manager["SiteImage"]]

    credit = models.CharField(_("图片来源"), max_length=120, blank=True)
    rights = models.CharField(
        _("版权说明"), max_length=200, blank=True,
        help_text=_("别人的作品写明授权，例如「经作者许可使用」。"),
    )  # fmt: skip
    made_by_ai = models.BooleanField(
        _("人工智能生成"), default=False, help_text=_("勾选后，页面上会标明「AI 生成」。")
    )

    noticed = (
        *ExaminedFile.noticed, "description", "credit", "rights", "made_by_ai",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    admin_form_fields = (*Image.admin_form_fields, "credit", "rights", "made_by_ai")

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Let a child process make a size that Wagtail asks for; raises `OSError` for others."""
        name = f"{Path(self.file.name).stem[:40]}.{filter.spec.replace('|', '.')}"
        if filter.spec == ORIGINAL:
            return File(self.file.storage.open(self.file.name), name + Path(self.file.name).suffix)
        (size,) = order.sizes(self.file, [filter.spec])
        return File(size.content, name + Path(str(size.content.name)).suffix)

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        indexes = [models.Index(fields=["file"], name="image_file")]


class Rendition(AbstractRendition):
    """One size of a picture; what the public receives instead of the original."""

    # Wagtail's managers come without types.
    objects: ClassVar[models.Manager["Rendition"]]
    _default_manager: ClassVar[models.Manager["Rendition"]]

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("图片尺寸")
        verbose_name_plural = _("图片尺寸")
        indexes = [models.Index(fields=["file"], name="rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]


for model in (SiteImage, Rendition):
    field = model._meta.get_field("file")
    assert isinstance(field, models.FileField)
    field.attr_class = MeasuredFile
