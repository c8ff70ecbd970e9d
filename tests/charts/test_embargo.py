"""The files of a chart: whoever writes its page, and the public once it is released (P3, P7)."""

import pytest
from django.db import transaction

from media import views
from media.charts.draw import draw, make_picture
from media.charts.figures import ChartOptions
from media.freeze import kind_of
from media.models import ChartDrawing, FrozenFile
from media.refusals import FileInUse
from media.serving import may_read
from tests.charts.tables import EMPLOYMENT, chart
from tests.factories import make_interpretation, make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing(world):
    make_interpretation(make_policy(world), world.drafter, body=[chart(EMPLOYMENT)])
    return ChartDrawing.objects.get()


def names(drawing):
    picture = make_picture(drawing)
    return [drawing.file.name, *([picture.file.name] if picture else [])]


def test_before_release_nobody_outside_fetches_a_file_of_a_chart(client, drawing):
    assert {client.get(f"/media/{name}").status_code for name in names(drawing)} == {404}


def test_its_writer_may_fetch_them_and_another_department_may_not(world, drawing):
    for name in names(drawing):
        assert may_read(name, world.drafter)
        assert not may_read(name, world.drafter2)


def test_files_are_sent_under_the_title(client, drawing, monkeypatch):
    monkeypatch.setattr(views, "may_read", lambda name, user: True)

    data, *picture = [client.get(f"/media/{name}") for name in names(drawing)]

    assert data["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in data["Content-Disposition"]
    assert "%E4%B9%9D" in data["Content-Disposition"]  # the title, in Chinese
    assert [response["Content-Type"] for response in picture] in ([], ["image/png"])


def freeze(drawing):
    return FrozenFile.objects.create(
        kind=kind_of(drawing), object_id=drawing.pk, page_id=1, release_id=1
    )


@pytest.mark.parametrize("field", ["wide_svg", "narrow_svg", "description", "title", "table"])
def test_a_frozen_drawing_is_not_changed(drawing, field):
    freeze(drawing)
    setattr(drawing, field, "other")

    with pytest.raises(FileInUse):
        drawing.save()
    FrozenFile.objects.all().delete()


def test_a_frozen_drawing_and_its_picture_are_not_deleted(drawing):
    picture = make_picture(drawing)
    freeze(drawing)

    for row in filter(None, (drawing, picture)):
        with pytest.raises(FileInUse), transaction.atomic():
            row.delete()
    FrozenFile.objects.all().delete()


def test_everything_that_a_reader_sees_is_a_trait(drawing):
    other = draw(EMPLOYMENT, ChartOptions(title="别的标题", source="市统计局", notes="初步数"))

    differing = {
        name
        for name, value in drawing.public_traits().items()
        if other.public_traits()[name] != value
    }
    assert differing >= {"key", "title", "source", "notes", "wide_svg", "narrow_svg", "file"}
