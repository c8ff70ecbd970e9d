"""The verb: cut a tall picture for readers, once; make room when its file is replaced.

Cut after a draft is saved and looked at again at submission; never while somebody reads.
"""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from media.models import SiteImage, Slice, SlicedPicture
from media.picturing import order as picturing


@dataclass(frozen=True)
class Shown:
    """What a page shows of one picture: pairs of a wide and a narrow slice from the top.

    `narrow` is None for a picture that is no wider than that itself.
    """

    pairs: list[tuple[Slice, Slice | None]]
    whole: Slice | None


def order(image: SiteImage) -> SlicedPicture:
    """Return the row that says: this picture is shown in slices."""
    existing = SlicedPicture.objects.filter(image=image).first()
    return existing or SlicedPicture.objects.get_or_create(image=image)[0]


def cut(sliced: SlicedPicture) -> list[Slice]:
    """Make the slices of a picture unless they exist, and return them.

    Raises `OSError` for a picture that cannot be decoded or was replaced meanwhile. Rows are
    written in one short transaction after all the work, so a picture is cut wholly or not at all.
    """
    sliced.refresh_from_db()
    if sliced.cut_at is None:
        _store(sliced, _made(sliced.image))
        sliced.refresh_from_db()
        if sliced.cut_at is None:
            raise OSError("the picture was replaced while it was cut")
    return stored(sliced)


def stored(sliced: SlicedPicture) -> list[Slice]:
    """Return the rows of what was cut."""
    return list(Slice.objects.filter(picture=sliced))


def shown(image: SiteImage) -> Shown:
    """Return what a page shows of a picture, read in one query; empty before it is cut."""
    rows = Slice.objects.filter(picture__image=image, picture__cut_at__isnull=False)
    slices = {(piece.shown, piece.position): piece for piece in rows}
    wide, narrow, whole = Slice.Width.WIDE, Slice.Width.NARROW, Slice.Width.WHOLE
    pairs = [
        (piece, slices.get((narrow, number)))
        for (kind, number), piece in sorted(slices.items())
        if kind == wide
    ]
    return Shown(pairs, slices.get((whole, 0)))


def forget(image: SiteImage) -> None:
    """The file of a picture is replaced: its slices show what is no longer there."""
    Slice.objects.filter(picture__image=image).delete()
    SlicedPicture.objects.filter(image=image, cut_at__isnull=False).update(cut_at=None)


def _made(image: SiteImage) -> list[Slice]:
    """Cut and write the files; the rows are not stored yet."""
    token = secrets.token_hex(8)
    slices: list[Slice] = []
    try:
        for part in picturing.slices(image.file):
            _keep(slices, token, part)
    except BaseException:
        _drop(slices)
        raise
    return slices


def _keep(slices: list[Slice], token: str, part: picturing.SliceFile) -> None:
    """Write one file under a name that no other cutting uses."""
    storage = Slice._meta.get_field("file").storage
    name = storage.save(f"slices/{token}-{part.content.name}", part.content)
    slices.append(
        Slice(
            shown=part.shown,
            position=part.position,
            width=part.width,
            height=part.height,
            file=name,
        )
    )


def _store(sliced: SlicedPicture, slices: list[Slice]) -> None:
    """Write the rows, unless somebody else has cut the picture or its file is another now."""
    unchanged = SlicedPicture.objects.filter(
        pk=sliced.pk, cut_at=None, image__sha256=sliced.image.sha256, image__file=sliced.image.file
    )
    with transaction.atomic():
        is_first = unchanged.update(cut_at=timezone.now())
        if is_first:
            for piece in slices:
                piece.picture = sliced
            Slice.objects.bulk_create(slices)
    if not is_first:
        _drop(slices)


def _drop(slices: list[Slice]) -> None:
    for piece in slices:
        assert piece.file.name is not None
        piece.file.storage.delete(piece.file.name)
