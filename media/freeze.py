"""A file that a frozen or public set relies on is neither replaced nor deleted (P3)."""

from typing import Any

from django.utils.translation import gettext as _

from media.delivery import kind_of
from media.fingerprint import public_traits
from media.models import (
    ChartPicture,
    FrozenFile,
    RecordingFile,
    ReleasedFile,
    Rendition,
    Slice,
)


class FrozenFileError(Exception):
    """A change of a file that a frozen or public set uses; `str()` is the sentence to show."""

    code = "file_in_use"

    def __init__(self) -> None:
        super().__init__(
            _("这个文件正被审核中或已公开的内容使用，不能替换或删除。请上传一个新文件。")
        )


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


def refuse_made_change(made: ChartPicture | Slice | RecordingFile) -> None:
    """Raise if what this was made of is frozen: its bytes were made once."""
    kind, object_id = _made_from(made)
    if FrozenFile.objects.filter(kind=kind, object_id=object_id).exists():
        raise FrozenFileError


def _made_from(made: ChartPicture | Slice | RecordingFile) -> tuple[str, int]:
    if isinstance(made, ChartPicture):
        return FrozenFile.Kind.CHART, made.drawing_id
    if isinstance(made, Slice):
        return FrozenFile.Kind.SLICED, made.picture_id
    return FrozenFile.Kind.RECORDING, made.recording_id
