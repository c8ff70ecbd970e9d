"""Wagtail's lists as files that office programs here open rightly: local time, a mark, no formulas.

One old text that a spreadsheet cannot hold must not stop them.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from media.examine.characters import harmless, storable_all

MARK = b"\xef\xbb\xbf"  # without it these programs take UTF-8 for GBK
CSV, XLSX = SpreadsheetExportMixin.FORMAT_CSV, SpreadsheetExportMixin.FORMAT_XLSX


def connect() -> None:
    """Put our writers in the place of Wagtail's, for the exports of all its lists at once."""
    SpreadsheetExportMixin.custom_value_preprocess[datetime] = {CSV: _local_text, XLSX: _local}
    SpreadsheetExportMixin.preprocess_field_value = _safe(
        SpreadsheetExportMixin.preprocess_field_value
    )
    SpreadsheetExportMixin.stream_csv = _marked(SpreadsheetExportMixin.stream_csv)


def _safe(write: Callable[..., Any]) -> Callable[..., Any]:
    """In CSV every text could be a formula; in XLSX Wagtail types it as text."""

    def write_safely(view: Any, field: str, value: Any, export_format: str) -> Any:
        written = storable_all(write(view, field, value, export_format))
        text = isinstance(written, str) and export_format == CSV
        return harmless(written) if text else written

    return write_safely


def _local(value: datetime) -> datetime:
    """The time on the clock here; a spreadsheet knows no zones."""
    return value if timezone.is_naive(value) else timezone.make_naive(value)


def _local_text(value: datetime) -> str:
    return f"{_local(value):%Y-%m-%d %H:%M:%S}"


def _marked(stream: Callable[..., Iterator[bytes]]) -> Callable[..., Iterator[bytes]]:
    def stream_with_mark(*args: Any) -> Iterator[bytes]:
        yield MARK
        yield from stream(*args)

    return stream_with_mark
