"""The drawing that a chart's block names: by the hash of its content, never by what a form says."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.blocks import FieldBlock

from media.models import ChartDrawing


class DrawingBlock(FieldBlock):
    """A drawing; what was posted is ignored, the server knows what the table became."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(required=False, widget=forms.HiddenInput)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> None:
        return None

    def value_for_form(self, value: ChartDrawing | None) -> str:
        return value.key if value else ""

    def clean(self, value: Any) -> Any:
        return value

    def to_python(self, value: str | None) -> ChartDrawing | None:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Sequence[str | None]) -> list[ChartDrawing | None]:
        """Read all drawings of a body, with their pictures, in one query."""
        keys = {value for value in values if value}
        found = (
            {
                one.key: one
                for one in ChartDrawing.objects.filter(key__in=keys).select_related("picture")
            }
            if keys
            else {}
        )
        return [copy.copy(found.get(value)) if value else None for value in values]

    def get_prep_value(self, value: ChartDrawing | None) -> str | None:
        return value.key if value else None

    def extract_references(self, value: ChartDrawing | None) -> Iterator[tuple]:
        """Name the drawing, so that releases pin, freeze and deliver it (P3, P7)."""
        if value is not None:
            yield ChartDrawing, str(value.pk), "", ""

    class Meta:
        icon = "view"
        default = None
