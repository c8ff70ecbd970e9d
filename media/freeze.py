"""A file that a frozen or public set relies on is neither replaced nor deleted (P3)."""

from typing import Any

from django.utils.translation import gettext as _

from media.delivery import kind_of, made_from
from media.models import FrozenFile, ReleasedFile, Rendition


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
    if removal or stored.public_traits() != instance.public_traits():
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


def refuse_made_change(row: Any) -> None:
    """Raise if what this was made of is frozen: its bytes were made once."""
    kind, object_id = made_from(row)
    if FrozenFile.objects.filter(kind=kind, object_id=object_id).exists():
        raise FrozenFileError
