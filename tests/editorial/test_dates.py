"""Dates as people type them: understood, or kept as typed with a sentence."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from interpretations.editorial.dates import DateField, DateTimeField, read_day, read_moment
from interpretations.editorial.forms import SubmissionForm, TimeForm
from interpretations.models import InterpretationPage, PolicyPage, Release
from tests.doors.forms import policy_form
from tests.doors.tries import AUTOSAVE
from tests.editorial.desk import as_user
from tests.factories import make_policy

DAY = datetime.date(2026, 11, 20)
MOMENT = datetime.datetime(2026, 11, 20, 15, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20",
        "2026/11/20",
        "2026.11.20",
        "2026。11。20",
        "20261120",
        "2026年11月20日",
        "2026年11月20号",
        " 2026 年 11 月 20 日 ",
        "２０２６年１１月２０日",
        "２０２６－１１－２０",
        "二〇二六年十一月二十日",
        "二○二六年十一月20日",
        "2026年11⽉20⽇",
        "2026–11–20",
        "\ufeff2026-11-20\u200b",
    ],
)
def test_a_day_is_understood(text):
    assert read_day(text) == DAY


def today(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda: day)


@pytest.mark.parametrize("now", [(2026, 8, 21), (2026, 11, 20), (2026, 12, 31)])
def test_a_day_without_a_year_that_is_near_is_of_this_year(monkeypatch, now):
    today(monkeypatch, datetime.date(*now))

    assert read_day("11月20日") == DAY


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("1月5日", (2026, 11, 28)),
        ("12月30日", (2027, 1, 3)),
        ("7月1日", (2026, 11, 28)),
        ("2月28日", (2026, 11, 28)),
    ],
)
def test_a_day_whose_year_is_not_clear_is_asked_for_it(monkeypatch, text, now):
    today(monkeypatch, datetime.date(*now))

    with pytest.raises(ValidationError, match="请写明是哪一年"):
        read_moment(f"{text} 09:00", asks_hour=True)


@pytest.mark.parametrize("text", ["八月十五", "2026年八月十五", "五月五", "八月十五 上午9点"])
def test_a_day_that_the_lunar_calendar_says_so_is_asked_about(text):
    with pytest.raises(ValidationError, match="公历"):
        read_moment(text, asks_hour=True)


@pytest.mark.parametrize(
    "text",
    ["11月209:30", "2026年11月209:30", "2026-11-209:30", "2026年十一月二三点", "2026年11月2十点",
     "202611209:30"],
)  # fmt: skip
def test_a_day_whose_end_cannot_be_seen_is_not_guessed(text):
    with pytest.raises(ValidationError, match="看不懂这个时间"):
        read_moment(text, asks_hour=True)


@pytest.mark.parametrize("text", ["2026年11月20 9:30", "2026-11-20 9:30", "2026年11月20日9:30"])
def test_a_day_whose_end_is_seen_needs_no_word_for_day(text):
    assert read_moment(text, asks_hour=True) == datetime.datetime(2026, 11, 20, 9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 15:30",
        "2026-11-20T15:30:00",
        "20261120 15:30",
        "2026年11月20日15时30分",
        "2026年11月20日下午3点半",
        "２０２６年１１月２０日　１５：３０",
        "二〇二六年十一月二十日下午三点三十分",
    ],
)
def test_a_moment_is_understood(text):
    assert read_moment(text, asks_hour=True) == MOMENT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-31", "没有这一天"),
        ("2026年2月29日", "没有这一天"),
        ("0001-01-01", "年份要在"),
        ("9999-12-31", "年份要在"),
        ("下个月", "看不懂"),
        ("26-11-20", "看不懂"),
        ("2026-11/20", "看不懂"),
        ("2026-11-201", "看不懂"),
        ("2026-11-20 上午", "看不懂"),
        ("2026年十二三月20日", "看不懂"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-20", "请写明几点几分，例如 2026-11-20 09:30。"),
        ("2026-11-20 25:00", "没有这个时刻"),
        ("2026-11-20 早上", "看不懂这个时间.*2026-11-20 09:30"),
        ("下周一", "看不懂这个时间.*2026-11-20 09:30"),
        ("2026-11-20 上午15:30", "没有这个时刻"),
        ("2026-11-20 下午0点", "没有这个时刻"),
        ("2026-11-20 晚上12点", "没有这个时刻"),
        ("9999-12-31 09:00", "年份要在"),
    ],
)
def test_what_is_no_moment_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_moment(text, asks_hour=True)


@pytest.mark.parametrize(
    ("said", "hour"),
    [("凌晨1点", 1), ("早上9点", 9), ("上午12点", 12), ("中午12点", 12), ("中午1点", 13),
     ("下午12点", 12), ("下午15点", 15), ("晚上8点", 20), ("晚上20:00", 20)],
)  # fmt: skip
def test_the_part_of_the_day_is_understood(said, hour):
    assert read_moment(f"2026年11月20日{said}", asks_hour=True).hour == hour


def test_a_day_alone_is_its_beginning_where_no_hour_is_asked_for():
    assert DateTimeField().clean("2019-05-01").hour == 0


@pytest.mark.parametrize("field", [DateField(), DateTimeField()])
def test_the_calendar_leaves_alone_what_was_typed(field):
    assert field.widget.get_config()["validateOnBlur"] is False


@pytest.mark.parametrize("page", [PolicyPage, InterpretationPage])
def test_every_date_of_a_page_and_its_lists_is_read_so(page):
    form = page.get_edit_handler().get_form_class()
    lists = [inline.form for inline in form.formsets.values()]
    fields = [field for model_form in (form, *lists) for field in model_form.base_fields.values()]
    dates = [field for field in fields if "Date" in type(field).__name__]

    assert dates
    assert all(isinstance(field, DateField | DateTimeField) for field in dates)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["date_written", "formerly_published_at"])
@pytest.mark.parametrize("typed", ["0001-01-01", "2026-11-31", "明年春天"])
@pytest.mark.parametrize("headers", [None, AUTOSAVE])
def test_the_editor_keeps_what_it_does_not_understand_and_stores_nothing(
    world, name, typed, headers
):
    policy = make_policy(world)
    url = reverse("wagtailadmin_pages:edit", args=[policy.pk])

    response = as_user(world.drafter).post(url, policy_form(**{name: typed}), headers=headers)

    assert response.status_code in (200, 400)
    assert policy.get_latest_revision_as_object().title == policy.title


@pytest.mark.django_db
def test_the_editor_shows_what_was_typed_with_the_sentence(world):
    url = reverse("wagtailadmin_pages:edit", args=[make_policy(world).pk])

    response = as_user(world.drafter).post(url, policy_form(date_expires="2026-11-31"))

    assert 'value="2026-11-31"' in response.text
    assert "没有这一天，请核对。" in response.text


def test_a_schedule_asks_for_the_hour():
    form = SubmissionForm({"when": "later", "scheduled_for": "2031-05-06"})

    assert "请写明几点几分" in str(form.errors["scheduled_for"])


@pytest.mark.parametrize("typed", ["2031-05-06 09:30", "2031-05-06", "下个月"])
def test_a_time_typed_beside_another_choice_is_a_contradiction(typed):
    form = SubmissionForm({"when": "now", "scheduled_for": typed})

    assert ["没有选「定时」" in error for error in form.errors["scheduled_for"]] == [True]


def test_a_time_that_the_form_itself_filled_in_contradicts_nothing():
    release = Release(scheduled_for=datetime.datetime(2031, 5, 6, 9, 30, 15, tzinfo=datetime.UTC))
    offered = TimeForm(release=release)["scheduled_for"]

    text = offered.field.widget.format_value(offered.value())
    kept = TimeForm({"when": "now", "scheduled_for": text}, release=release)
    other = TimeForm({"when": "now", "scheduled_for": "2031-05-07 09:30"}, release=release)

    assert kept.is_valid() and kept.moment is None
    assert "scheduled_for" in other.errors
