"""Wagtail's lists as files: one old text that a spreadsheet cannot hold must not stop them."""

from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from media.examine.characters import storable_all


def connect() -> None:
    """Let every export write whatever Wagtail has no writer of its own for; it asks in order."""
    writers = dict.fromkeys(SpreadsheetExportMixin.FORMATS, _storable)
    SpreadsheetExportMixin.custom_value_preprocess[object] = writers


def _storable(value: Any) -> Any:
    return storable_all(force_str(value, strings_only=True))
