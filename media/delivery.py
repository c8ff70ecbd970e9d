"""The files that a page can use: what is made of each, and what readers receive (P3, P7)."""

from collections.abc import Iterable
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
    return made_of_all([instance])[_key(instance)]


def made_of_all(instances: Iterable[Any]) -> dict[tuple[type[Model], int], list[Any]]:
    """The same of many files, by kind and number, with one query for each table."""
    made: dict[tuple[type[Model], int], list[Any]] = {_key(one): [] for one in instances}
    numbers: dict[type[Model], list[int]] = {}
    for kind, number in made:
        numbers.setdefault(kind, []).append(number)
    if images := numbers.get(SiteImage):
        for size in renditions.stored_of(images):
            made[SiteImage, size.image_id].append(size)
    for model, (column, source) in SOURCES.items():
        if of_source := numbers.get(source):
            for row in model._default_manager.filter(**{f"{column}__in": of_source}).order_by("pk"):
                made[source, getattr(row, f"{column}_id")].append(row)
    return made


def _key(instance: Any) -> tuple[type[Model], int]:
    return type(instance), instance.pk


def made_from(row: Any) -> tuple[str, int]:
    """Return kind and number of the stored file that this was made of."""
    column, source = SOURCES[type(row)]
    return KINDS[source], getattr(row, f"{column}_id")


def delivered(instance: Any) -> list[str]:
    """Return the names in storage of what the public receives of a stored file.

    Of a picture never the picture itself, only its sizes.
    """
    return delivered_of([instance])[_key(instance)]


def delivered_of(instances: Iterable[Any]) -> dict[tuple[type[Model], int], list[str]]:
    """The same of many files, by kind and number."""
    instances = list(instances)
    made = made_of_all(instances)
    names = {}
    for one in instances:
        own = [] if isinstance(one, (SiteImage, SlicedPicture)) or not one.file else [one.file.name]
        names[_key(one)] = [*own, *(row.file.name for row in made[_key(one)])]
    return names
