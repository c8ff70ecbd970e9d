"""A file that a frozen or public set relies on is neither replaced nor deleted (P3)."""

from typing import Any

from media.delivery import kind_of, made_from
from media.models import FrozenFile, ReleasedFile, Rendition
from media.refusals import FileInUse


def is_frozen(instance: Any) -> bool:
    return FrozenFile.objects.filter(kind=kind_of(instance), object_id=instance.pk).exists()


def refuse_change(instance: Any, removal: bool = False) -> None:
    """Raise if what readers see of a frozen file would change."""
    if not is_frozen(instance):
        return
    stored = type(instance).objects.get(pk=instance.pk)
    if removal or stored.public_traits() != instance.public_traits():
        raise FileInUse


def refuse_rendition_removal(rendition: Rendition) -> None:
    """Raise if the public is using this size of a picture, or will when its set is released."""
    if (
        ReleasedFile.objects.filter(name=rendition.file.name).exists()
        or FrozenFile.objects.filter(
            kind=FrozenFile.Kind.IMAGE, object_id=rendition.image_id
        ).exists()
    ):
        raise FileInUse


def refuse_made_change(row: Any) -> None:
    """Raise if what this was made of is frozen: its bytes were made once."""
    kind, object_id = made_from(row)
    if FrozenFile.objects.filter(kind=kind, object_id=object_id).exists():
        raise FileInUse
