"""The files that a page can use: what is made of each, and what readers receive (P3, P7)."""

from typing import Any

from django.db.models import Model

from media import renditions
from media.models import (
    CaptionTrack,
    ChartDrawing,
    ChartPicture,
    FrozenFile,
    Recording,
    RecordingFile,
    Rendition,
    SiteDocument,
    SiteImage,
    Slice,
    SlicedPicture,
)

# What a block may name, and as what a release freezes it.
KINDS: dict[type[Model], FrozenFile.Kind] = {
    SiteImage: FrozenFile.Kind.IMAGE,
    SiteDocument: FrozenFile.Kind.DOCUMENT,
    ChartDrawing: FrozenFile.Kind.CHART,
    SlicedPicture: FrozenFile.Kind.SLICED,
    Recording: FrozenFile.Kind.RECORDING,
    CaptionTrack: FrozenFile.Kind.CAPTIONS,
}
FILES = tuple(KINDS)
# What is made of one of those once and for all: its rows, and which of their columns names it.
SOURCES: dict[type[Model], tuple[str, type[Model]]] = {
    ChartPicture: ("drawing", ChartDrawing),
    Slice: ("picture", SlicedPicture),
    RecordingFile: ("recording", Recording),
}
# The rows whose files are made of a stored file; sizes of a picture may be made again.
MADE: tuple[type[Model], ...] = (Rendition, *SOURCES)


def kind_of(instance: Any) -> str:
    """Return the kind under which a stored file is frozen."""
    return KINDS[type(instance)]


def made_of(instance: Any) -> list[Any]:
    """Return the rows of what was made of a stored file for readers, past any cache."""
    if isinstance(instance, SiteImage):
        return renditions.stored(instance)
    return [
        row
        for model, (column, source) in SOURCES.items()
        if isinstance(instance, source)
        for row in model._default_manager.filter(**{column: instance}).order_by("pk")
    ]


def made_from(row: Any) -> tuple[str, int]:
    """Return kind and number of the stored file that this was made of."""
    column, source = SOURCES[type(row)]
    return KINDS[source], getattr(row, f"{column}_id")


def delivered(instance: Any) -> list[str]:
    """Return the names in storage of what the public receives of a stored file.

    Of a picture never the picture itself, only its sizes.
    """
    names = [row.file.name for row in made_of(instance)]
    if isinstance(instance, (SiteImage, SlicedPicture)):
        return names
    return [instance.file.name, *names] if instance.file else names
