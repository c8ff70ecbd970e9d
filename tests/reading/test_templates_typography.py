"""How titles, file numbers, tables and the red head are set."""

from types import SimpleNamespace

import pytest
from django.utils.safestring import mark_safe

from interpretations.templatetags.reading_tags import (
    document_title,
    file_number,
    keep_file_numbers,
    numeric_columns,
    red_head,
)


def pieces(title: str) -> list[str]:
    return document_title(title).split("<wbr>")


def test_a_title_may_break_round_about_and_issue_but_not_inside_the_issuer():
    parts = pieces("九江市人民政府办公室关于印发九江市既有住宅加装电梯实施办法的通知")

    assert parts[:2] == ["九江市人民政府办公室", "关于印发"]
    assert parts[-1].endswith("办法的通知")


def test_no_line_of_a_title_begins_with_a_particle_or_a_comma():
    parts = pieces("国务院关于进一步做好为农民工服务工作的意见（试行）、附件的通知")

    assert not [piece for piece in parts if piece[0] in "的，、）"]


def test_a_title_keeps_its_words_and_is_escaped():
    title = "关于<b>小区</b>的意见"

    html = document_title(title)

    assert "<b>" not in html
    assert html.replace("<wbr>", "") == "关于&lt;b&gt;小区&lt;/b&gt;的意见"


def test_a_piece_too_long_for_a_phone_may_break_anywhere():
    html = document_title("关于八里湖新区芳兰湖片区污水管网提升改造项目用地的批复")

    assert 'class="loose"' in html


def test_joint_issuers_each_stay_whole():
    parts = pieces("九江市住房和城乡建设局 九江市财政局关于做好失业保障工作的通知")

    assert [piece.strip() for piece in parts[:2]] == ["九江市住房和城乡建设局", "九江市财政局"]


@pytest.mark.parametrize(
    "number",
    ["九府办发〔2026〕31号", "国办发[2018]15号", "赣府发（2013）2057号", "九建发〔2021〕第6号"],
)
def test_a_file_number_in_running_text_stays_on_one_line(number):
    assert f'<span class="keep">{number}</span>' in keep_file_numbers(f"根据{number}，补助照旧。")


def test_what_leads_to_a_file_number_may_part_from_it():
    assert (
        keep_file_numbers("详见九府发〔2026〕1号")
        == '详见<span class="keep">九府发〔2026〕1号</span>'
    )


def test_file_numbers_in_attributes_stay_as_they_are():
    html = mark_safe('<a title="九府发〔2026〕1号">原文</a>')

    assert keep_file_numbers(html) == html


def test_plain_text_is_escaped_before_its_file_numbers_are_kept():
    assert keep_file_numbers("<b>九府发〔2026〕1号") == (
        '&lt;b&gt;<span class="keep">九府发〔2026〕1号</span>'
    )


def test_no_file_number_gives_nothing():
    assert file_number("") == ""


def test_only_columns_of_figures_stand_at_the_right():
    rows = [["7层", "22万元", "62.5%", "含坡道"], ["8层", "25万元", "", ""]]

    assert numeric_columns(rows) == {1, 2}


@pytest.mark.parametrize(
    ("genre", "suffix"), [("通知", "文件"), ("令", "令"), ("函", ""), (None, "文件")]
)
def test_the_red_head_ends_as_its_genre_asks(genre, suffix):
    head = red_head(SimpleNamespace(issuer_list=["九江市人民政府"], genre=genre))

    assert head.suffix == suffix


def test_the_red_head_is_sized_by_its_longest_line():
    joint = SimpleNamespace(issuer_list=["九江市财政局", "国家税务总局九江市税务局"], genre="通知")

    assert red_head(joint).length == 14


def test_a_document_without_issuer_has_no_red_head():
    assert red_head(SimpleNamespace(issuer_list=[], genre=None)).names == []
