"""The desk on a full disk: nothing is half saved, and the sentence says what to do."""

import errno

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import Page, Revision

from tests.doors.forms import page_form
from tests.doors.objects import XHR
from tests.doors.tries import AUTOSAVE

pytestmark = pytest.mark.django_db
NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def drafter(town, clients):
    clients["drafter"].raise_request_exception = False
    return clients["drafter"]


@pytest.fixture
def full(monkeypatch):
    """The disk is full as soon as a revision is written: real on SQLite, raised elsewhere."""
    save = Revision.save

    def refuse(revision, *args, **kwargs):
        if connection.vendor != "sqlite":
            raise NO_ROOM
        with connection.cursor() as cursor:
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        revision.content["padding"] = "x" * 400_000
        save(revision, *args, **kwargs)

    monkeypatch.setattr(Revision, "save", refuse)
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000")


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_saving_a_draft_says_so_and_saves_nothing(town, drafter, full):
    page = town.page("draft")
    before = Page.objects.get(pk=page.pk).latest_revision_id

    response = drafter.post(edit_url(page), page_form(page))

    assert response.status_code == 507
    assert "服务器磁盘已满" in response.text
    assert "后退" in response.text
    assert Page.objects.get(pk=page.pk).latest_revision_id == before


def test_the_autosave_of_a_draft_says_so_where_it_is_written(town, drafter, full):
    page = town.page("draft")

    response = drafter.post(edit_url(page), page_form(page), headers=AUTOSAVE)

    assert response.json()["error_code"] == "locked"
    assert "服务器磁盘已满" in response.json()["error_message"]


def test_a_body_that_does_not_fit_is_no_error_of_the_program(drafter, monkeypatch):
    def refuse(*args):
        raise NO_ROOM

    monkeypatch.setattr("media.intake.ahead._examine", refuse)
    response = drafter.post(reverse("wagtailimages:add"), {"title": "图"}, headers=XHR)

    assert "服务器磁盘已满" in response.json()["error_message"]
