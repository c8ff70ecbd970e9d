"""Dates and times as people type them: one reading for every field of the editor and of forms.

What is not understood stays in the field as it was typed, with a sentence; nothing is guessed.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from chinese.folding import fold
from drafting.recognize.days import count_of

_SMALL = r"\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_NUMBER = rf"(?:{_SMALL})"
_YEAR = r"(?:\d{4}|[一二][〇○零一二三四五六七八九]{3})"
# 11月209:30 may be the 2nd or the 20th: where the day ends has to be seen.
_ENDS = r"(?![\d一二三四五六七八九十])"
# A text is folded first: full width, radicals out of PDF files and marks that nobody sees.
DAY_FORMS = (
    re.compile(
        rf"(?:(?P<year>{_YEAR})\s*年\s*)?(?P<month>{_NUMBER})\s*月\s*"
        rf"(?P<day>{_NUMBER})(?:\s*(?P<called>[日号])|{_ENDS})\s*"
    ),
    re.compile(
        r"(?P<year>\d{4})\s*(?P<sign>[-/.。‐–—])\s*(?P<month>\d{1,2})\s*(?P=sign)"
        rf"\s*(?P<day>\d{{1,2}}){_ENDS}"
    ),
    re.compile(rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}}){_ENDS}"),
)
# 八月十五 is the mid-autumn of the lunar calendar; 八月十五日 and 8月15 are days of this one.
LUNAR = re.compile(r"[一二三四五六七八九十]+")
TIME_FORM = re.compile(
    rf"(?P<half>上午|早上|凌晨|中午|下午|晚上)?\s*(?P<hour>{_NUMBER})\s*"
    r"(?::\s*(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    rf"|[点时](?:\s*(?P<minute_of_hour>{_NUMBER})\s*分?|(?P<half_past>半)|整)?)"
)
# The hours that people say with each word, as they type them; those under 12 behind the noon are
# later by 12. Another hour is no moment: 晚上12点 may be either end of the night.
HALVES = {
    "凌晨": range(7),
    "早上": range(4, 11),
    "上午": range(13),
    "中午": (11, 12, 13, 14, 1, 2),
    "下午": range(1, 20),
    "晚上": (*range(5, 12), *range(17, 24)),
}
BEHIND_NOON = {"中午": 3, "下午": 12, "晚上": 12}  # word -> first hour that is not later by 12
FIRST_YEAR, LAST_YEAR = 1900, 2099
NEAR = timedelta(days=92)  # a day without its year that lies further away may be of another


def read_day(text: str) -> date:
    """The day of `2026年11月20日`, `2026-11-20`, `20261120` and the like.

    `11月20日` is understood within a quarter of today, and asked for its year else.
    Raises ValidationError with the sentence for the field.
    """
    day, rest = _day_and_rest(text, _no_day())
    if rest:
        raise ValidationError(_no_day(), code="invalid")
    return day


def read_moment(text: str, *, asks_hour: bool) -> datetime:
    """A day and a time behind it, without a zone: `2026-11-20 09:30`, `11月20日下午3点半`.

    A day alone is its beginning, unless the hour is asked for. Raises ValidationError.
    """
    day, rest = _day_and_rest(text, _no_moment() if asks_hour else _no_day())
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


def _day_and_rest(text: str, not_understood: str) -> tuple[date, str]:
    """The day that a text begins with, and what follows it."""
    text = fold(text).strip()
    match = next(filter(None, (form.match(text) for form in DAY_FORMS)), None)
    if match is None:
        raise ValidationError(not_understood, code="invalid")
    _refuse_lunar(match.groupdict())
    year = count_of(match["year"]) if match["year"] else timezone.localdate().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        facts = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("年份要在 %(first)d 和 %(last)d 之间。") % facts, code="year")
    try:
        day = date(year, count_of(match["month"]), count_of(match["day"]))
    except ValueError as error:
        raise ValidationError(_("没有这一天，请核对。"), code="no_such_day") from error
    if not match["year"] and abs(day - timezone.localdate()) > NEAR:
        raise ValidationError(_("请写明是哪一年，例如 %s。") % day, code="no_year")
    return day, text[match.end() :].strip()


def _refuse_lunar(parts: dict[str, str | None]) -> None:
    numbers = parts["month"] or "", parts["day"] or ""
    if not parts.get("called") and all(LUNAR.fullmatch(number) for number in numbers):
        month, day = (count_of(number) for number in numbers)
        sentence = _("请写明是公历哪一天：是公历的，请写成 %(month)d月%(day)d日。")
        raise ValidationError(sentence % {"month": month, "day": day}, code="which_calendar")


def _time(text: str) -> time:
    match = TIME_FORM.fullmatch(text.removeprefix("t"))
    if match is None:
        raise ValidationError(_no_moment(), code="invalid")
    minute = match["minute"] or match["minute_of_hour"] or "0"
    try:
        return time(
            _hour(match["half"], count_of(match["hour"])),
            30 if match["half_past"] else count_of(minute),
            int(match["second"] or 0),
        )
    except ValueError as error:
        raise ValidationError(_("没有这个时刻，请核对。"), code="no_such_time") from error


def _hour(half: str | None, hour: int) -> int:
    """The hour of the day; raises ValueError for one that nobody says with this word."""
    if half and hour not in HALVES[half]:
        raise ValueError(half)
    return hour + 12 if hour < BEHIND_NOON.get(half or "", 0) else hour


def _no_day() -> str:
    return _("看不懂这个日期，没有改动您写的。请写成 2026-11-20 或 2026年11月20日。")


def _no_moment() -> str:
    return _("看不懂这个时间，没有改动您写的。请写成 2026-11-20 09:30 或 2026年11月20日下午3点。")
