"""The desk's lists as files: local time, readable in office programs, nothing calculated."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Page, PageLogEntry

from media.examine.characters import harmless
from tests.editorial.desk import as_user
from tests.factories import make_policy

LOCKED = "wagtailadmin_reports:locked_pages"
AT = datetime(2026, 11, 27, 20, 15, tzinfo=UTC)


def exported(world, name, export):
    response = as_user(world.admin).get(reverse(name), {"export": export})
    return b"".join(response)


def locked(world, title):
    Page.objects.filter(pk=make_policy(world, title=title).pk).update(locked=True, locked_at=AT)


@pytest.mark.parametrize("name", [LOCKED, "wagtailadmin_reports:site_history"])
def test_every_csv_begins_with_the_mark_of_utf_8(world, name):
    assert exported(world, name, "csv").startswith(b"\xef\xbb\xbf")


def test_times_are_those_of_the_clock_here(world):
    locked(world, "关于供热的通知")

    sheet = load_workbook(io.BytesIO(exported(world, LOCKED, "xlsx"))).active

    assert "2026-11-28 04:15:00" in exported(world, LOCKED, "csv").decode()
    assert datetime(2026, 11, 28, 4, 15) in [cell for row in sheet.values for cell in row]


@pytest.mark.parametrize("title", ["=1+1", "+86", "-1+1", "@SUM(A1)", "＝1＋1", " =1+1"])
def test_no_title_is_calculated(world, title):
    policy = make_policy(world, title=title)
    PageLogEntry.objects.log_action(policy, "wagtail.lock", user=world.drafter)
    Page.objects.filter(pk=policy.pk).update(locked=True, title=title)

    for name in (LOCKED, "wagtailadmin_reports:site_history"):
        rows = csv.reader(io.StringIO(exported(world, name, "csv").decode("utf-8-sig")))
        cells = {cell for row in rows for cell in row}
        assert harmless(title) in cells and title not in cells - {harmless(title)}


@pytest.mark.parametrize("text", ["=1", "+a", "-1-1", "@a", "\t=1", "\r1", "\n1", "－甲", "  @a"])
def test_a_formula_is_shown_instead(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甲=乙", "-5", "+3.2", "-12%", "2026-11-28", "（-）"])
def test_what_is_no_formula_stays(text):
    assert harmless(text) == text


def test_an_old_title_that_a_spreadsheet_cannot_hold_stops_no_export(world):
    locked(world, "关于\v印发的通知")

    sheet = load_workbook(io.BytesIO(exported(world, LOCKED, "xlsx"))).active

    assert "关于\n印发的通知" in [cell for row in sheet.values for cell in row]
