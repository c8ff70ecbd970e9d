"""What stays in a file and is told to the drafter, and that the examination stands alone."""

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile

from media.intake import accept
from media.intake.sentences import CLEANED, TOLD, told
from tests.media.hostile import documents, office, papers, printed, valid

pytestmark = pytest.mark.usefixtures("examined_here")

HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r></w:p>"
NOT_HIDDEN = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>公开</w:t></w:r></w:p>'
NOTES = f'<p:notes xmlns:p="{valid.P}" xmlns:a="{valid.A}"><a:t>只对领导说</a:t></p:notes>'


def with_notes():
    return valid.pptx(
        {"ppt/notesSlides/notesSlide1.xml": NOTES},
        related=[("notesSlide", "../notesSlides/notesSlide1.xml")],
    )


def hidden_value(book):
    book.active["B2"].number_format = ";;;"


KINDS_OF_FINDING = {
    "hidden_text": ("a.docx", lambda: valid.docx(HIDDEN)),
    "hidden_sheets": ("a.xlsx", lambda: valid.xlsx(office.hidden)),
    "hidden_rows": ("a.xlsx", lambda: valid.xlsx(office.hidden)),
    "hidden_values": ("a.xlsx", lambda: valid.xlsx(hidden_value)),
    "hidden_shapes": ("a.docx", lambda: valid.docx(HIDDEN_SHAPE)),
    "hidden_slides": ("a.pptx", lambda: valid.pptx(show="0")),
    "notes": ("a.pptx", with_notes),
    "embedded_books": ("a.docx", documents.named_chart),
    "pivot_cache": (
        "a.docx",
        lambda: office.with_part("pivotCacheDefinition", "p.xml", "<a/>"),
    ),
    "external_books": ("a.docx", lambda: office.with_part("externalLink", "e.xml", "<a/>")),
    "old_office": ("a.doc", valid.doc),
    "signed": ("a.docx", documents.signed_docx),
    "pdf_marks": ("a.pdf", lambda: valid.pdf(printed.stamp)),
    "pdf_restricted": ("a.pdf", lambda: papers.locked("")),
    "csv_formula": ("a.csv", lambda: b"a,b\n1,=cmd|'/c calc'!A0\n"),
    "ofd_twin": ("a.ofd", valid.ofd),
    "animated": ("a.gif", lambda: valid.frames("GIF", 3)),
}


HIDDEN_SHAPE = '<w:p><w:r><wp:docPr xmlns:wp="urn:wp" id="1" name="1" hidden="1"/></w:r></w:p>'
STYLED = '<w:p><w:r><w:rPr><w:rStyle w:val="%s"/></w:rPr><w:t>内部</w:t></w:r></w:p>'
STYLES = (
    f'<w:styles xmlns:w="{valid.W}">'
    '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    '<w:style w:styleId="c"><w:basedOn w:val="a"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:styleId="d"><w:basedOn w:val="d"/></w:style></w:styles>'
)


def bring(name, content):
    kind = "picture" if name.endswith(".gif") else "attachment"
    return accept(ContentFile(content, name), kind)


@pytest.mark.parametrize("code", KINDS_OF_FINDING)
def test_what_a_reader_could_uncover_is_told_to_the_drafter(code):
    name, make = KINDS_OF_FINDING[code]

    findings = bring(name, make()).examination["told"]

    assert code in [each for each, _facts in findings]
    assert all(sentence.endswith("。") and "%" not in sentence for sentence in told(findings))


def test_every_finding_that_has_a_sentence_is_tried():
    assert set(KINDS_OF_FINDING) == set(TOLD)


def test_text_that_is_not_hidden_is_not_told():
    assert bring("a.docx", valid.docx(NOT_HIDDEN)).examination["told"] == []


def test_a_refusal_names_who_wrote_the_changes():
    with pytest.raises(Exception, match="1 处修订和 1 条批注（王某、李某）"):
        bring("a.docx", office.REFUSED["both.docx"][2]())


SEALED = {
    "a.pdf": lambda: valid.pdf(papers.sealed),
    "a.ofd": lambda: valid.ofd(body="<ofd:Signatures/>"),
    "a.docx": documents.signed_docx,
}


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_file_is_delivered_byte_for_byte_and_it_is_said(name):
    sealed = SEALED[name]()

    accepted = bring(name, sealed)

    assert accepted.content.read() == sealed
    assert ["signed", {}] in accepted.examination["told"]
    assert accepted.examination["cleaned"] == []


def test_a_table_behind_a_chart_is_named_by_the_title_of_the_chart():
    findings = bring("a.docx", documents.named_chart()).examination["told"]

    assert ["embedded_books", {"part": "一季度户数"}] in findings


def test_a_cleaned_table_calculates_as_before():
    def fill(book):
        book.active["C1"] = "=SUM(B2:B2)"
        book.active["D1"].hyperlink = "https://www.jiujiang.gov.cn/"

    cleaned = openpyxl.load_workbook(bring("a.xlsx", valid.xlsx(fill)).content)

    assert cleaned.active["C1"].value == "=SUM(B2:B2)"
    assert cleaned.active["D1"].hyperlink.target == "https://www.jiujiang.gov.cn/"


def test_chinese_names_that_windows_wrote_in_an_archive_are_kept():
    data = valid.zipped({"abcdef.docx": valid.docx()})
    data = data.replace(b"abcdef.docx", "申请表.docx".encode("gb18030"))

    with zipfile.ZipFile(io.BytesIO(bring("a.zip", data).content.read())) as opened:
        assert opened.namelist() == ["申请表.docx"]


def test_the_sentences_of_what_was_cleaned_are_all_used():
    sources = Path(valid.__file__).parents[3] / "media" / "examine"
    written = "".join(path.read_text(encoding="utf-8") for path in sources.glob("*.py"))

    assert [code for code in CLEANED if f'"{code}"' not in written] == []


def test_the_examination_needs_neither_django_nor_a_database():
    root = Path(valid.__file__).parents[3]
    source = "import sys, media.examine.one; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", source], cwd=root).returncode == 0


@pytest.mark.parametrize(("style", "count"), [("a", 1), ("b", 1), ("c", 0), ("d", 0), ("", 0)])
def test_text_that_its_style_hides_is_told(style, count):
    parts = {
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": valid.relations(("styles", "styles.xml")),
    }
    told_of = dict(bring("a.docx", valid.docx(STYLED % style, parts)).examination["told"])

    assert told_of.get("hidden_text", {"count": 0})["count"] == count


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        ('<row r="2"', '<row ht="0" customHeight="1" r="2"'),
        ("<sheetData>", '<cols><col min="2" max="2" width="0"/></cols><sheetData>'),
        ('<row r="2"', '<row ht="0.3" customHeight="1" r="2"'),
        ("<sheetData>", '<cols><col min="2" max="2" width="0.05"/></cols><sheetData>'),
        ('defaultRowHeight="15"', 'defaultRowHeight="0.3"'),
        ("<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '),
    ],
)
def test_lines_that_are_too_small_to_be_seen_are_told(shown, hidden):
    with zipfile.ZipFile(io.BytesIO(valid.xlsx())) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(shown, hidden, 1)
    assert shown in sheet

    content = valid.zipped(parts)

    assert "hidden_rows" in dict(bring("a.xlsx", content).examination["told"])


@pytest.mark.parametrize(
    ("number", "body", "count"),
    [
        (0x0208, struct.pack("<HHHHHHHH", 1, 0, 2, 6, 0, 0, 0, 0), 1),
        (0x0208, struct.pack("<HHHHHHHH", 1, 0, 2, 0x80FF, 0, 0, 0, 0), 0),
        (0x007D, struct.pack("<HHHHH", 1, 1, 12, 0, 0), 1),
        (0x007D, struct.pack("<HHHHH", 1, 1, 2304, 0, 0), 0),
    ],
)
def test_lines_of_an_old_sheet_that_are_too_small_are_told(number, body, count):
    content = valid.xls(struct.pack("<HH", number, len(body)) + body)

    told_of = dict(bring("a.xls", content).examination["told"])

    assert told_of.get("hidden_rows", {"count": 0})["count"] == count


@pytest.mark.parametrize(("mark", "count"), [("<w:hidden/>", 1), ('<w:hidden w:val="0"/>', 0)])
def test_rows_of_a_text_that_are_not_shown_are_told(mark, count):
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
    content = valid.docx(f"<w:tbl>{row.format('')}{row.format(mark)}</w:tbl>")

    told_of = dict(bring("a.docx", content).examination["told"])

    assert told_of.get("hidden_rows", {"count": 0})["count"] == count
