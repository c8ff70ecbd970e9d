"""A row that a block names by the hash of its content, never by what a form says."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.blocks import FieldBlock


class KeyedBlock(FieldBlock):
    """What was posted is ignored: the server knows what the content became."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def rows(self) -> QuerySet:
        """Return the rows that may be named, with what is read of them; each has a `key`."""
        raise NotImplementedError

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(required=False, widget=forms.HiddenInput)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> None:
        return None

    def value_for_form(self, value: Any) -> str:
        return value.key if value else ""

    def clean(self, value: Any) -> Any:
        return value

    def to_python(self, value: str | None) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Sequence[str | None]) -> list[Any]:
        """Read all rows of a body in one query."""
        keys = {value for value in values if value}
        rows_by_key = {row.key: row for row in self.rows().filter(key__in=keys)} if keys else {}
        return [copy.copy(rows_by_key.get(value)) if value else None for value in values]

    def get_prep_value(self, value: Any) -> str | None:
        return value.key if value else None

    def extract_references(self, value: Any) -> Iterator[tuple]:
        """Name the row, so that releases pin, freeze and deliver it (P3, P7)."""
        if value is not None:
            yield type(value), str(value.pk), "", ""

    class Meta:
        icon = "view"
        default = None
