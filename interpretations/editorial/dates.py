"""Dates and times as people type them: one reading for every field of the editor and of forms.

What is not understood stays in the field as it was typed, with a sentence; nothing is guessed.
"""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

DAY_FORMS = (
    re.compile(r"(?:(?P<year>\d{4})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?"),
    re.compile(r"(?P<year>\d{4})\s*(?P<sign>[-/.。])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)  # fmt: skip
TIME_FORM = re.compile(
    r"(?P<half>上午|下午)?\s*(?P<hour>\d{1,2})\s*"
    r"(?::\s*(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"|[点时](?:\s*(?P<minute_of_hour>\d{1,2})\s*分?|(?P<half_past>半)|整)?)"
)
FIRST_YEAR, LAST_YEAR = 1900, 2099


def read_day(text: str) -> date:
    """The day of `2026年11月20日`, `11月20日` of this year, `2026-11-20`, `20261120` and the like.

    Raises ValidationError with the sentence for the field.
    """
    day, rest = _day_and_rest(text)
    if rest:
        raise ValidationError(_not_understood(), code="invalid")
    return day


def read_moment(text: str, *, asks_hour: bool) -> datetime:
    """A day and a time behind it, without a zone: `2026-11-20 09:30`, `11月20日下午3点半`.

    A day alone is its beginning, unless the hour is asked for. Raises ValidationError.
    """
    day, rest = _day_and_rest(text)
    if rest or not asks_hour:
        return datetime.combine(day, _time(rest) if rest else time())
    raise ValidationError(_("请写明几点几分，例如 %s 09:30。") % day, code="no_hour")


class DateInput(AdminDateInput):
    """Wagtail's calendar, which leaves alone what was typed."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class DateTimeInput(AdminDateTimeInput):
    """Wagtail's calendar with a clock, which leaves alone what was typed."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class DateField(forms.DateField):
    """A day as people type it."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            return read_day(value) if value.strip() else None
        return super().to_python(value)


class DateTimeField(forms.DateTimeField):
    """A moment as people type it; `asks_hour` where midnight must not be meant by silence."""

    widget = DateTimeInput

    def __init__(self, *, asks_hour: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asks_hour = asks_hour

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            if not value.strip():
                return None
            return from_current_timezone(read_moment(value, asks_hour=self.asks_hour))
        return super().to_python(value)


def connect() -> None:
    """Let every form that Wagtail makes of a model use these fields."""
    for column, field in ((models.DateField, DateField), (models.DateTimeField, DateTimeField)):
        override = {"form_class": field, "widget": field.widget}
        register_form_field_override(column, override=override)


def _day_and_rest(text: str) -> tuple[date, str]:
    """The day that a text begins with, and what follows it."""
    text = unicodedata.normalize("NFKC", text).strip()
    match = next(filter(None, (form.match(text) for form in DAY_FORMS)), None)
    if match is None:
        raise ValidationError(_not_understood(), code="invalid")
    year = int(match["year"] or timezone.localdate().year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        facts = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("年份要在 %(first)d 和 %(last)d 之间。") % facts, code="year")
    try:
        day = date(year, int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise ValidationError(_("没有这一天，请核对。"), code="no_such_day") from error
    return day, text[match.end() :].strip()


def _time(text: str) -> time:
    match = TIME_FORM.fullmatch(text.removeprefix("T"))
    if match is None:
        raise ValidationError(_not_understood(), code="invalid")
    hour = int(match["hour"])
    if match["half"] == "下午" and hour < 12:
        hour += 12
    minute = 30 if match["half_past"] else int(match["minute"] or match["minute_of_hour"] or 0)
    try:
        return time(hour, minute, int(match["second"] or 0))
    except ValueError as error:
        raise ValidationError(_("没有这个时刻，请核对。"), code="no_such_time") from error


def _not_understood() -> str:
    return _("看不懂这个日期，没有改动您写的。请写成 2026-11-20 或 2026年11月20日。")
