"""Workbooks that are none, that grow, or that hold what only an attachment must not."""

import time

import pytest
from django.core.files.base import ContentFile
from openpyxl.comments import Comment

from media.charts.grid import decode
from media.examine import sheets
from media.examine.findings import RefusedError
from media.intake import TABLE, RefusedUploadError, accept
from tests.charts.test_workbook import workbook
from tests.media.hostile.tables import many_cells_of_one_text, many_short_texts


def refused_at_the_door(data):
    with pytest.raises(RefusedUploadError) as caught:
        accept(ContentFile(data, "a.xlsx"), TABLE)
    return caught.value


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"not a workbook" * 100])
def test_what_is_no_workbook_is_refused_with_a_sentence(data):
    assert str(refused_at_the_door(data)).endswith("。")


def test_a_workbook_cut_short_is_refused_with_a_sentence():
    whole = workbook(["项", "数"], ["甲", 1]).getvalue()

    assert refused_at_the_door(whole[: len(whole) // 2]).code == "broken"


def test_an_empty_workbook_is_refused_with_a_sentence():
    assert refused_at_the_door(workbook().getvalue()).code == "empty"


@pytest.mark.parametrize("make", [many_cells_of_one_text, many_short_texts])
def test_a_small_workbook_that_grows_is_refused_within_seconds(make, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    began = time.process_time()

    with pytest.raises(RefusedError, match="sheet_large"):
        sheets.examine(path, tmp_path / "cleaned")
    assert time.process_time() - began < 5


def test_a_small_workbook_that_grows_is_refused_at_the_door_with_a_sentence():
    assert "工作表太大" in str(refused_at_the_door(many_cells_of_one_text()))


def test_what_only_an_attachment_must_not_have_hinders_no_chart():
    def remark(sheet):
        sheet["A1"].comment = Comment("请核对", "李某")

    data = workbook(["项", "数"], ["甲", 1], change=remark).getvalue()
    with accept(ContentFile(data, "a.xlsx"), TABLE).content as content:
        assert decode(content.read()) == "项\t数\n甲\t1"
