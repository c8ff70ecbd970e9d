"""Which drafts name a stored file: told by what they refer to, not by its number alone (P7)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.guard.references import references_of, target_of
from interpretations.models.managed import ManagedPage
from media.models import CaptionTrack, ChartDrawing

# The fields of each kind of page that can name a file.
NAMING: dict[type[ManagedPage], tuple[str, ...]] = {
    InterpretationPage: ("body", "background", "goals", "key_points"),
    PolicyPage: ("body", "attachments"),
}


def drafts_naming(instance: Model, pages: Q) -> Iterator[ManagedPage]:
    """The pages among `pages` in whose newest draft this file stands.

    Charts and captions are named by a key that nothing else has. Numbers are common: the database
    looks for them, and what each draft found refers to decides.
    """
    if isinstance(instance, (ChartDrawing, CaptionTrack)):
        for model in NAMING:
            yield from model.objects.filter(
                pages, latest_revision__content__body__icontains=instance.key
            )
        return
    target = target_of(instance, instance.pk)
    for model, fields in NAMING.items():
        named = model.objects.filter(pages, _holding(fields, instance.pk))
        for page in named.select_related("latest_revision"):
            revision: Any = page.latest_revision
            if target in references_of(revision.as_object()):
                yield page


def _holding(fields: tuple[str, ...], number: int) -> Q:
    """Whether one of these fields of the draft holds the number behind a key or in quotes."""
    pattern = rf'(: ?|\\?"){number}(\\?"|[,}}])'
    holding = Q(pk__in=[])
    for field in fields:
        holding |= Q(**{f"latest_revision__content__{field}__regex": pattern})
    return holding
