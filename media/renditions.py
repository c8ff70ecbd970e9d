"""The sizes in which the public receives a picture; made beforehand, never while reading.

A public response reads from a read-only snapshot, so the first reader cannot make them
(SNAPSHOT.md, trap 2): they are made at upload and looked at again at submission.
"""

from collections.abc import Iterable
from pathlib import Path

from django.core.files.images import ImageFile
from wagtail.images.models import Filter

from media.intake.door import Size
from media.models import Rendition, SiteImage

# WebP ends at 16,383 pixels: a very tall picture is made narrower instead of failing.
SPECS = {"small": "max-480x16000|format-webp", "large": "max-1080x16000|format-webp"}
# The desk's own views show these in their answer to an upload, inside its transaction.
DESK_SPECS = ("max-150x150", "max-165x165", "max-800x600")
MADE_AT_UPLOAD = (*DESK_SPECS, *SPECS.values())


def make(image: SiteImage) -> dict[str, Rendition]:
    """Make every delivered size of a picture that does not exist yet; return them by name."""
    made = image.get_renditions(*SPECS.values())
    return {name: made[spec] for name, spec in SPECS.items()}


def keep(image: SiteImage, sizes: Iterable[Size]) -> None:
    """Store the sizes that were made while the picture was examined; costs a few writes."""
    stem = Path(image.file.name).stem[:40]
    for size in sizes:
        Rendition.objects.create(
            image=image,
            filter_spec=size.spec,
            file=ImageFile(size.content, f"{stem}.{size.content.name}"),
        )


def existing(image: SiteImage) -> dict[str, Rendition]:
    """Return the delivered sizes that exist; writes nothing."""
    filters = {spec: Filter(spec=spec) for spec in SPECS.values()}
    found = image.find_existing_renditions(*filters.values())
    by_spec = {kind.spec: rendition for kind, rendition in found.items()}
    return {name: by_spec[spec] for name, spec in SPECS.items() if spec in by_spec}


def stored(image: SiteImage) -> list[Rendition]:
    """Return the rows of the delivered sizes, past any cache: what a release pins."""
    rows = Rendition.objects.filter(image=image, filter_spec__in=SPECS.values())
    return list(rows.order_by("filter_spec"))
