"""The sizes in which the public receives a picture; made beforehand, never while reading.

A public response reads from a read-only snapshot, so the first reader cannot make them
(SNAPSHOT.md, trap 2): they are made at upload and looked at again at submission.
"""

from wagtail.images.models import Filter

from media.models import Rendition, SiteImage

# WebP ends at 16,383 pixels: a very tall picture is made narrower instead of failing.
SPECS = {"small": "max-480x16000|format-webp", "large": "max-1080x16000|format-webp"}


def make(image: SiteImage) -> dict[str, Rendition]:
    """Make every delivered size of a picture that does not exist yet; return them by name."""
    made = image.get_renditions(*SPECS.values())
    return {name: made[spec] for name, spec in SPECS.items()}


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
