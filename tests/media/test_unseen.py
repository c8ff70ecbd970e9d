"""Words and values that stand in an office file and are not seen are told, with their place."""

import pytest
from django.core.files.base import ContentFile
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, NamedStyle, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from media.intake import accept
from media.intake.sentences import told
from tests.media.hostile import valid
from tests.media.hostile.word_looks import (
    HIDDEN_IN_WORD,
    SEEN_IN_WORD,
    WHITE,
    WORDS,
    docx,
    paragraph,
    run,
)

pytestmark = pytest.mark.usefixtures("examined_here")


def findings(name, content):
    return dict(accept(ContentFile(content, name), "attachment").examination["told"])


@pytest.mark.parametrize("look", HIDDEN_IN_WORD)
def test_words_of_a_text_that_nobody_sees_are_told_with_their_place(look):
    told_of = findings("a.docx", HIDDEN_IN_WORD[look])

    assert told_of == {"hidden_text": {"count": 1, "places": f"“{WORDS}”"}}


@pytest.mark.parametrize("look", SEEN_IN_WORD)
def test_words_of_a_text_that_are_seen_are_not_told(look):
    assert findings("a.docx", SEEN_IN_WORD[look]) == {}


def test_each_place_is_told_until_a_sentence_is_full():
    words = [paragraph(run(WHITE, f"第{number}处")) for number in range(9)]

    (sentence,) = told(list(findings("a.docx", docx("".join(words))).items()))

    assert "有 9 处" in sentence and "“第0处”、“第1处”" in sentence and "等）" in sentence


def sheet(value, change):
    """A table whose cell C3 has this value and whatever `change(cell, sheet)` makes of it."""

    def fill(book):
        book.active.title = "补贴"
        cell = book.active["C3"]
        cell.value = value
        change(cell, book.active)

    return valid.xlsx(fill)


def formatted(code, value=88):
    def change(cell, _sheet):
        cell.number_format = code

    return sheet(value, change)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (";;;", 88),
        (";;;", -88),
        (";;;", "秘密"),
        (";;;", 0),
        (";;", 88),
        (";;", -8.5),
        ('"";"";""', 88),
        ('"";"";"";""', "秘密"),
        ('"保密"', 88),
        ('"保密";"保密";"保密";"保密"', "秘密"),
        (r"\保\密", 88),
        ("[Red];;", 88),
        ('0;"";0', -88),
        ("_ ;_ ;_ ", 88),
        ("[>1000]0;", 88),
    ],
)
def test_a_value_that_its_format_hides_is_told_with_its_cell(code, value):
    told_of = findings("a.xlsx", formatted(code, value))

    assert told_of == {"hidden_values": {"count": 1, "places": "补贴!C3"}}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("0.00", 88),
        (";;", "文字"),
        ("0;-0;;@", 0),
        ('#,##0;-#,##0;"-"', 0),
        ("0;-0;;@", "文字"),
        ('0.0,"万"', 88),
        ("[h]:mm", 2.5),
        ('yyyy"年"m"月"', 46000),
        ('"第"0"号"', 88),
        ("@", "文字"),
        ("General;;", 88),
        ('"有";"无"', "文字"),
    ],
)
def test_a_value_that_its_format_shows_is_not_told(code, value):
    assert findings("a.xlsx", formatted(code, value)) == {}


def with_font(**looks):
    return lambda cell, _sheet: setattr(cell, "font", Font(**looks))


def white_by_style(cell, sheet):
    sheet.parent.add_named_style(NamedStyle("暗", font=Font(color="FFFFFFFF")))
    cell.style = "暗"


def filled(colour, words="FFFFFFFF"):
    def change(cell, _sheet):
        cell.font, cell.fill = Font(color=words), PatternFill("solid", fgColor=colour)

    return change


def ruled(**looks):
    def change(cell, sheet):
        rule = FormulaRule(formula=["TRUE"])
        rule.dxf = DifferentialStyle(**looks)
        sheet.conditional_formatting.add("C3", rule)

    return change


HIDDEN_IN_TABLES = {
    "white": with_font(color="FFFFFFFF"),
    "nearly white": with_font(color="FFF8F8F8"),
    "white of the theme": with_font(color=Color(theme=0)),
    "tiny": with_font(sz=1),
    "white by a style": white_by_style,
    "white on white": filled("FFFFFFFF"),
    "red on red": filled("FFFF0000", "FFFF0000"),
    "white by its format": lambda cell, _sheet: setattr(cell, "number_format", "[White]0"),
    "white by a rule": ruled(font=Font(color="FFFFFFFF")),
}


@pytest.mark.parametrize("look", HIDDEN_IN_TABLES)
def test_a_cell_that_nobody_can_read_is_told_with_its_place(look):
    told_of = findings("a.xlsx", sheet(88, HIDDEN_IN_TABLES[look]))

    assert told_of == {"hidden_text": {"count": 1, "places": "补贴!C3"}}


def test_a_rule_that_hides_values_is_told():
    hides = ruled(numFmt=NumberFormat(numFmtId=190, formatCode=";;;"))

    assert "hidden_values" in findings("a.xlsx", sheet(88, hides))


@pytest.mark.parametrize(
    "change",
    [
        with_font(color="FF000000"),
        filled("FF1F4E79"),
        with_font(sz=8),
        ruled(font=Font(color="FFFFFFFF"), fill=PatternFill(bgColor="FFFF0000")),
        lambda cell, _sheet: setattr(cell, "fill", PatternFill("lightGrid")),
    ],
)
def test_a_cell_that_is_read_is_not_told(change):
    assert findings("a.xlsx", sheet(88, change)) == {}


def test_an_empty_cell_hides_nothing():
    assert findings("a.xlsx", sheet(None, with_font(color="FFFFFFFF"))) == {}


def test_words_of_a_slide_that_are_a_dot_are_told():
    words = (
        f'<p:sld xmlns:p="{valid.P}" xmlns:a="{valid.A}"><p:cSld><a:p>'
        f'<a:r><a:rPr sz="100"/><a:t>{WORDS}</a:t></a:r>'
        '<a:r><a:rPr sz="1800"/><a:t>标题</a:t></a:r></a:p></p:cSld></p:sld>'
    )

    told_of = findings("a.pptx", valid.pptx({"ppt/slides/slide1.xml": words}))

    assert told_of == {"hidden_text": {"count": 1, "places": f"“{WORDS}”"}}
