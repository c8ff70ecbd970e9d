"""The captions that a film's block names: by the hash of their text, never by what a form says."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.blocks import FieldBlock

from media.models import CaptionTrack


class CaptionTrackBlock(FieldBlock):
    """A track; what was posted is ignored, the server knows what the text became."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(required=False, widget=forms.HiddenInput)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> None:
        return None

    def value_for_form(self, value: CaptionTrack | None) -> str:
        return value.key if value else ""

    def clean(self, value: Any) -> Any:
        return value

    def to_python(self, value: str | None) -> CaptionTrack | None:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Sequence[str | None]) -> list[CaptionTrack | None]:
        """Read all tracks of a body in one query."""
        keys = {value for value in values if value}
        found = {one.key: one for one in CaptionTrack.objects.filter(key__in=keys)} if keys else {}
        return [copy.copy(found.get(value)) if value else None for value in values]

    def get_prep_value(self, value: CaptionTrack | None) -> str | None:
        return value.key if value else None

    def extract_references(self, value: CaptionTrack | None) -> Iterator[tuple]:
        """Name the track, so that releases pin, freeze and deliver it (P3, P7)."""
        if value is not None:
            yield CaptionTrack, str(value.pk), "", ""

    class Meta:
        icon = "view"
        default = None
