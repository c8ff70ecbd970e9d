"""What a reader takes along: data and picture, and what tidying leaves alone."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from PIL import Image

from media.charts import draw as drawing_of
from media.charts.draw import draw, make_picture
from media.charts.figures import ChartOptions
from media.delivery import delivered
from media.models import ChartDrawing
from media.tidy import forget_unused
from tests.charts.tables import EMPLOYMENT, OF_KIND, chart
from tests.factories import make_interpretation, make_policy

pytestmark = pytest.mark.django_db


def drawn(text=EMPLOYMENT, **options):
    return draw(text, ChartOptions(title="新增就业", **options))


def rows_of(drawing):
    with drawing.file.open() as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))


def test_the_data_can_be_read_by_a_program():
    assert rows_of(drawn())[:2] == [["年份", "新增就业（万人）"], ["2021年", "8.12"]]


def test_a_drawing_speaks_the_language_of_readers_not_of_its_editor():
    with translation.override("en"):
        drawing = drawn()

    assert drawing.description.startswith("柱形图")
    assert "单位：万人" in drawing.wide_svg


def test_numbers_for_a_program_carry_no_signs_of_print():
    drawing = drawn("项\t增速\n甲\t(6.4%)\n乙\t—\n丙\t3%", kind="column")

    assert rows_of(drawing)[1:] == [["甲", "-6.4"], ["乙", ""], ["丙", "3.0"]]


def test_a_name_that_a_spreadsheet_would_calculate_is_harmless():
    drawing = drawn('项\t数\n=HYPERLINK("x")\t1\n@乙\t2\n-1+1\t3')

    assert [row[0] for row in rows_of(drawing)[1:]] == ['\'=HYPERLINK("x")', "'@乙", "'-1+1"]


@pytest.mark.parametrize("kind", OF_KIND)
def test_every_kind_has_a_picture(kind):
    drawing = drawn(OF_KIND[kind], kind=kind, source="市统计局", notes="初步数")

    picture = make_picture(drawing)

    if picture is None:
        pytest.skip("no Chinese font on this machine")
    with picture.file.open() as file, Image.open(file) as image:
        assert image.format == "PNG" and image.width == 1392
    assert delivered(drawing) == [drawing.file.name, picture.file.name]


def test_without_a_chinese_font_there_is_no_picture(monkeypatch):
    monkeypatch.setattr(drawing_of, "writes_chinese", lambda: False)
    drawing = drawn()

    assert make_picture(drawing) is None
    assert delivered(drawing) == [drawing.file.name]


def test_a_file_that_was_cut_short_is_written_again():
    drawing = drawn()
    storage, name = drawing.file.storage, drawing.file.name
    with open(storage.path(name), "wb") as file:
        file.write(b"half")
    drawing.delete()

    assert rows_of(drawn())[0] == ["年份", "新增就业（万人）"]


def grow_old():
    old = timezone.now() - timedelta(days=30)
    ChartDrawing.objects.update(drawn_at=old)


def test_what_typing_left_behind_is_forgotten(world, django_capture_on_commit_callbacks):
    leftover = drawn()
    grow_old()

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unused() == 1
    assert not leftover.file.storage.exists(leftover.file.name)


def test_what_a_draft_names_is_kept(world):
    make_interpretation(make_policy(world), world.drafter, body=[chart(EMPLOYMENT)])
    grow_old()

    assert forget_unused() == 0


def test_what_only_an_older_revision_names_is_kept(world):
    page = make_interpretation(make_policy(world), world.drafter, body=[chart(EMPLOYMENT)])
    page.body = []
    page.save()
    page.save_revision(user=world.drafter)
    grow_old()

    assert forget_unused() == 0
