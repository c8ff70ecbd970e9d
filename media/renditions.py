"""The sizes in which the public receives a picture; made beforehand, never while reading.

A public response reads from a read-only snapshot, so the first reader cannot make them
(docs/snapshot.md, trap 2): they are made at upload and looked at again at submission.
"""

from collections.abc import Iterable
from pathlib import Path

from django.core.files.images import ImageFile
from django.db.models import QuerySet

from media.models import Rendition, SiteImage
from media.picturing import order
from media.picturing.order import Size

# WebP ends at 16,383 pixels: a very tall picture is made narrower instead of failing.
SPECS = {"small": "max-480x16000|format-webp", "large": "max-1080x16000|format-webp"}
# The desk's own views show these in their answer to an upload, inside its transaction.
DESK_SPECS = ("max-150x150", "max-165x165", "max-800x600")
MADE_AT_UPLOAD = (*DESK_SPECS, *SPECS.values())


def make(image: SiteImage) -> dict[str, Rendition]:
    """Make every delivered size of a picture that does not exist yet; return them by name.

    Raises `OSError` for a picture that cannot be decoded.
    """
    missing = set(SPECS.values()) - {row.filter_spec for row in stored_of([image.pk])}
    if missing:
        for size in order.sizes(image.file, sorted(missing)):
            image.renditions.get_or_create(
                filter_spec=size.spec, focal_point_key="", defaults={"file": _file(image, size)}
            )
    return existing(image)


def keep(image: SiteImage, sizes: Iterable[Size]) -> None:
    """Store the sizes that were made while the picture was examined; costs a few writes.

    The picture knows them as `stored_sizes`: a rollback leaves their files (`media.intake.fields`).
    """
    image.__dict__["stored_sizes"] = [
        Rendition.objects.create(image=image, filter_spec=size.spec, file=_file(image, size))
        for size in sizes
    ]


def _file(image: SiteImage, size: Size) -> ImageFile:
    return ImageFile(size.content, f"{Path(image.file.name).stem[:40]}.{size.content.name}")


def existing(image: SiteImage) -> dict[str, Rendition]:
    """Return the delivered sizes that exist, by name; writes nothing."""
    return existing_of([image.pk]).get(image.pk, {})


def existing_of(image_ids: Iterable[int]) -> dict[int, dict[str, Rendition]]:
    """Return the delivered sizes of many pictures, by number and name, in one query."""
    names = {spec: name for name, spec in SPECS.items()}
    sizes: dict[int, dict[str, Rendition]] = {}
    for row in _delivered().filter(image__in=image_ids):
        sizes.setdefault(row.image_id, {})[names[row.filter_spec]] = row
    return sizes


def stored_of(image_ids: Iterable[int]) -> list[Rendition]:
    """Return the rows of the delivered sizes of many pictures, which a release pins.

    Here and above never from Wagtail's cache: a transaction that was undone leaves its sizes
    there, and SQLite gives the number of its picture to the next one.
    """
    return list(_delivered().filter(image__in=image_ids).order_by("image", "filter_spec"))


def _delivered() -> QuerySet[Rendition]:
    return Rendition.objects.filter(filter_spec__in=SPECS.values())
