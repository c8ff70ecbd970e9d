"""What the editor asks while somebody types: only for writers, and nothing is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.models import ChartDrawing
from tests.charts.tables import EMPLOYMENT
from tests.charts.test_workbook import workbook
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client, world):
    """Ask as the drafter: `asked(name, data)` gives the response."""
    client.force_login(world.drafter)
    return lambda name, data: client.post(reverse(f"media_desk:chart_{name}"), data)


def test_a_preview_is_drawn_and_nothing_is_written(asked):
    answer = asked("preview", {"chart-data": EMPLOYMENT, "chart-title": "新增就业"})

    assert "<svg" in answer.json()["html"] and "建议：柱形图" in answer.json()["html"]
    assert not ChartDrawing.objects.exists()


def test_a_bad_cell_is_named_and_marked(asked):
    data = {"chart-data": EMPLOYMENT.replace("7.9", "12O")}

    html = asked("preview", data).json()["html"]

    assert "第3行“新增就业”的“12O”不是数字。" in html
    assert 'data-chart-refused="3"' in html


def test_an_empty_field_is_no_problem(asked):
    assert asked("preview", {}).status_code == 200


def test_the_title_above_the_table_is_suggested(asked):
    answer = asked("preview", {"chart-data": f"就业情况\n{EMPLOYMENT}\n来源：市统计局"})

    assert (answer.json()["title"], answer.json()["source"]) == ("就业情况", "市统计局")


@pytest.mark.parametrize("field", ["kind", "scale", "decimals"])
def test_a_choice_that_does_not_exist_is_no_error_of_the_server(asked, field):
    answer = asked("preview", {"chart-data": EMPLOYMENT, f"chart-{field}": "nonsense"})

    assert answer.status_code == 200


def test_a_workbook_becomes_text_with_its_remarks(asked):
    data = workbook(["项", "数"], ["甲", 1], ["乙", 2]).getvalue()

    answer = asked("file", {"file": SimpleUploadedFile("表.xlsx", data)})

    assert answer.json() == {"text": "项\t数\n甲\t1\n乙\t2", "remarks": []}


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("表.xlsx", b"MZ\x90\x00 a program"),
        SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n"),
        SimpleUploadedFile("表.csv", b"\x00\x01\x02\x03" * 50),
        SimpleUploadedFile("大.csv", b"a,1\n" * 1_400_000),
    ],
    ids=["program", "picture", "noise", "large"],
)
def test_a_file_that_is_no_table_is_refused_with_one_sentence(asked, upload):
    upload.seek(0)
    answer = asked("file", {"file": upload})

    assert answer.status_code == 400
    assert answer.json()["problem"].endswith("。")


def test_no_file_is_refused(asked):
    assert asked("file", {}).status_code == 400


@pytest.mark.parametrize("name", ["preview", "file"])
def test_people_who_write_no_page_are_refused(client, world, name):
    client.force_login(UserFactory())

    assert client.post(reverse(f"media_desk:chart_{name}"), {}).status_code in (302, 403)


@pytest.mark.parametrize("name", ["preview", "file"])
def test_nothing_is_answered_to_a_get(client, world, name):
    client.force_login(world.drafter)

    assert client.get(reverse(f"media_desk:chart_{name}")).status_code == 405
