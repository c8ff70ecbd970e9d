"""A chart is pinned, released and withdrawn with its page (P3, P7)."""

from copy import deepcopy

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Changed
from interpretations.releases.execution.execute import execute
from interpretations.releases.pins import pin
from interpretations.releases.submission.submit import NotReady
from media.charts.render_client import DrawingError
from media.models import ChartDrawing
from tests.charts.tables import EMPLOYMENT, chart
from tests.factories import (
    approve,
    make_set_showing,
    release_kind,
    submit_set,
)
from tests.support.behind import behind_the_guard
from tests.support.public_files import statuses

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_world):
    return make_set_showing(shared_world, chart(EMPLOYMENT))


@pytest.fixture
def policy(world, built):
    return deepcopy(built)


def drawing():
    return ChartDrawing.objects.get()


def test_its_files_become_public_with_the_page(world, policy):
    release = approve(world, submit_set(world, policy))
    assert statuses(drawing()) == {404}

    execute(release.pk)

    assert statuses(drawing()) == {200}
    page = policy.get_children().get()
    assert 'data-block="chart"' in Client().get(page.url).content.decode()


def test_its_files_are_closed_by_a_withdrawal(world, policy):
    execute(approve(world, submit_set(world, policy)).pk)

    release_kind(world, policy, ReleaseKind.WITHDRAWAL)

    assert statuses(drawing()) == {404}


@pytest.mark.violates
def test_a_changed_file_stops_the_release(world, policy):
    release = approve(world, submit_set(world, policy))
    stored = drawing().file
    with stored.storage.open(stored.name, "wb") as file:
        file.write(b"9,9")

    with pytest.raises(Changed):
        execute(release.pk)


@pytest.mark.violates
def test_a_changed_drawing_stops_the_release(world, policy):
    release = approve(world, submit_set(world, policy))
    with behind_the_guard():
        ChartDrawing.objects.update(wide_svg="<svg/>")

    with pytest.raises(Changed):
        execute(release.pk)


def test_a_chart_that_was_never_drawn_is_not_submitted(world):
    policy = make_set_showing(world, chart("只有一格"))

    with pytest.raises(NotReady, match="还没有画成"):
        submit_set(world, policy)


def test_a_picture_that_cannot_be_made_is_told(world, policy, monkeypatch):
    def fail(drawing):
        raise DrawingError

    monkeypatch.setattr(pin, "make_picture", fail)

    with pytest.raises(NotReady, match="图片没有做成"):
        submit_set(world, policy)


@pytest.mark.parametrize("write", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"), [("media_chartdrawing", "wide_svg"), ("media_chartpicture", "file")]
)
def test_no_statement_changes_what_a_frozen_chart_shows(world, policy, write, table, column):
    submit_set(world, policy)

    with pytest.raises(DatabaseError, match="file_in_use"), transaction.atomic():
        connection.cursor().execute(write.format(table, column))
