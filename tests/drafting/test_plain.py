"""Plain text, Markdown and saved pages, in the encodings that Chinese offices write."""

import pytest

from drafting.flow import Kind
from drafting.plain import decoded
from drafting.web import characters
from tests.drafting.reads import codes, flow_of, texts
from tests.drafting.texts import NAMES, SEED, entry, needs_texts

WORDS = "九江市人民政府关于做好政务公开工作的通知\r\n第一条　为了公开，制定本办法。\r\n"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_reads_an_encoding(encoding):
    flow = flow_of(WORDS.encode(encoding), "文件.txt")

    assert texts(flow) == [
        "九江市人民政府关于做好政务公开工作的通知",
        "第一条　为了公开，制定本办法。",
    ]


@needs_texts
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_reads_a_line_of_a_real_text_in_an_encoding(encoding):
    wrong = [
        line
        for name in NAMES
        for line in entry(name)["body"].split("\n")
        if decoded(line.encode(encoding)).removeprefix("\ufeff") != line
    ]

    assert wrong == []


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "utf-8", "nonsense"])
def test_a_page_is_read_whatever_it_declares(declared):
    page = f'<html><head><meta charset="{declared}"></head><body><p>政务公开</p></body></html>'

    assert "政务公开" in characters(page.encode("gb18030"))
    assert "政务公开" in characters(page.encode("utf-8"))


def test_lines_that_a_program_broke_are_joined():
    sentence = (
        "各县（市、区）人民政府要高度重视政务公开工作，加强组织领导，落实工作责任，确保各项任务落到实处。"
        * 3
    )
    paragraphs = [f"　　{sentence}", f"　　（一）{sentence}", "　　二、附则"]
    broken = "\n".join(
        text[start : start + 36] for text in paragraphs for start in range(0, len(text), 36)
    )
    flow = flow_of(broken.encode(), "文件.txt")

    assert (texts(flow), codes(flow)) == ([text.strip("　") for text in paragraphs], ["unwrapped"])


@needs_texts
@pytest.mark.parametrize("name", NAMES)
def test_lines_of_a_text_that_are_paragraphs_stay_apart(name):
    flow = flow_of(entry(name)["body"].encode(), "文件.txt")

    assert codes(flow) == []


@needs_texts
def test_the_damaged_copy_is_read_as_it_is():
    text = SEED.read_text(encoding="utf-8")
    flow = flow_of(SEED.read_bytes(), "文件.txt")

    assert "".join(texts(flow)) == "".join(line.strip() for line in text.split("\n"))


def test_markdown_keeps_its_numbers_as_typed():
    text = (
        "# 通知\n\n1. 甲\n3. 乙\n- 丙\n\n**第一条** 为了\n\n| 年 | 数 |\n|---|---|\n| 2025 | 3 |\n"
    )
    flow = flow_of(text.encode(), "文件.markdown")

    assert texts(flow) == ["通知", "1. 甲", "3. 乙", "• 丙", "第一条 为了"]
    assert flow.paragraphs[0].kind is Kind.HEADING
    assert flow.paragraphs[4].runs[0].bold
    assert [cell.text for cell in flow.tables[0].rows[1]] == ["2025", "3"]
