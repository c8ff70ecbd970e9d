"""A file that a frozen or public set relies on is neither replaced nor deleted (P3)."""

from typing import Any

from django.utils.translation import gettext as _

from media.fingerprint import public_traits
from media.models import (
    ChartDrawing,
    ChartPicture,
    FrozenFile,
    ReleasedFile,
    Rendition,
    SiteImage,
)


class FrozenFileError(Exception):
    """A change of a file that a frozen or public set uses; `str()` is the sentence to show."""

    code = "file_in_use"

    def __init__(self) -> None:
        super().__init__(
            _("这个文件正被审核中或已公开的内容使用，不能替换或删除。请上传一个新文件。")
        )


def kind_of(instance: Any) -> str:
    """Return the kind under which a picture, document or chart is frozen."""
    if isinstance(instance, ChartDrawing):
        return FrozenFile.Kind.CHART
    image = isinstance(instance, SiteImage)
    return FrozenFile.Kind.IMAGE if image else FrozenFile.Kind.DOCUMENT


def is_frozen(instance: Any) -> bool:
    return FrozenFile.objects.filter(kind=kind_of(instance), object_id=instance.pk).exists()


def refuse_change(instance: Any, removal: bool = False) -> None:
    """Raise if what readers see of a frozen file would change."""
    if not is_frozen(instance):
        return
    stored = type(instance).objects.get(pk=instance.pk)
    if removal or public_traits(stored) != public_traits(instance):
        raise FrozenFileError


def refuse_rendition_removal(rendition: Rendition) -> None:
    """Raise if the public is using this size of a picture, or will when its set is released."""
    if (
        ReleasedFile.objects.filter(name=rendition.file.name).exists()
        or FrozenFile.objects.filter(
            kind=FrozenFile.Kind.IMAGE, object_id=rendition.image_id
        ).exists()
    ):
        raise FrozenFileError


def refuse_chart_picture_change(picture: ChartPicture) -> None:
    """Raise if the drawing of this picture is frozen: its bytes were made from it once."""
    if FrozenFile.objects.filter(kind=FrozenFile.Kind.CHART, object_id=picture.drawing_id).exists():
        raise FrozenFileError
