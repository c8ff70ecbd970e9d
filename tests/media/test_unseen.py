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

pytestmark = pytest.mark.usefixtures("examined_here")

WORDS = "内部意见"
WHITE = '<w:color w:val="FFFFFF"/>'


def findings(name, content):
    return dict(accept(ContentFile(content, name), "attachment").examination["told"])


def styles(*written, ordinary=""):
    return (
        f'<w:styles xmlns:w="{valid.W}"><w:docDefaults><w:rPrDefault><w:rPr>{ordinary}</w:rPr>'
        f"</w:rPrDefault></w:docDefaults>{''.join(written)}</w:styles>"
    )


def style(name, looks="", on="", kind="paragraph", more="", default=""):
    based = f'<w:basedOn w:val="{on}"/>' if on else ""
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{mark}>{based}{more}'
        f"<w:rPr>{looks}</w:rPr></w:style>"
    )


def run(looks="", words=WORDS):
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(content, fill="", table=""):
    shade = f'<w:shd w:val="clear" w:fill="{fill}"/>' if fill else ""
    return (
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr><w:tc><w:tcPr>{shade}</w:tcPr>{content}</w:tc>"
        "</w:tr></w:tbl>"
    )


def box(content, fill):
    return (
        '<w:p><w:r><wps:wsp xmlns:wps="urn:wps" xmlns:a="urn:a">'
        f"<wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        "</wps:wsp></w:r></w:p>"
    )


def docx(body, *written, ordinary=""):
    parts = {
        "word/styles.xml": styles(*written, ordinary=ordinary),
        "word/_rels/document.xml.rels": valid.relations(("styles", "styles.xml")),
    }
    return valid.docx(body, parts)


def of_style(kind, name):
    reference = f'<w:{kind}Style w:val="{name}"/>'
    return paragraph(run(reference)) if kind == "r" else paragraph(run(), properties=reference)


SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
SHADE = '<w:shd w:val="clear" w:fill="{}"/>'
HIDDEN_IN_WORD = {
    "hidden": docx(paragraph(run("<w:vanish/>"))),
    "white": docx(paragraph(run(WHITE))),
    "nearly white": docx(paragraph(run('<w:color w:val="F7F9FA"/>'))),
    "white by the theme": docx(paragraph(run('<w:color w:themeColor="background1"/>'))),
    "filled white": docx(
        paragraph(run('<w14:textFill xmlns:w14="urn:w14" xmlns:a="urn:a">'
                      f"{SOLID.format('FFFFFF')}</w14:textFill>"))
    ),
    "white on white": docx(paragraph(run(WHITE + SHADE.format("FFFFFF")))),
    "black on black": docx(paragraph(run('<w:color w:val="000000"/>' + SHADE.format("000000")))),
    "white by a style of characters": docx(of_style("r", "a"), style("a", WHITE, kind="character")),
    "white by a style of paragraphs": docx(of_style("p", "a"), style("a", WHITE)),
    "white by a style below": docx(of_style("p", "b"), style("a", WHITE), style("b", on="a")),
    "white by the ordinary style": docx(paragraph(run()), style("a", WHITE, default="1")),
    "white by the document": docx(paragraph(run()), ordinary=WHITE),
    "half a point": docx(paragraph(run('<w:sz w:val="1"/>'))),
    "one point": docx(paragraph(run('<w:sz w:val="2"/>'))),
    "tiny by a style": docx(of_style("p", "a"), style("a", '<w:sz w:val="1"/>')),
    "hidden by a style below": docx(of_style("p", "b"), style("a", "<w:vanish/>"),
                                    style("b", on="a")),
    "hidden by the ordinary style": docx(paragraph(run()), style("a", "<w:vanish/>", default="1")),
    "white in a cell": docx(cell(paragraph(run(WHITE)))),
    "white in a white cell": docx(cell(paragraph(run(WHITE)), fill="FFFFFF")),
    "white in a box without a filling": docx(box(paragraph(run(WHITE)), "<a:noFill/>")),
}  # fmt: skip
SEEN_IN_WORD = {
    "plain": docx(paragraph(run())),
    "grey": docx(paragraph(run('<w:color w:val="808080"/>'))),
    "of the program's choice": docx(paragraph(run('<w:color w:val="auto"/>'))),
    "white on blue": docx(paragraph(run(WHITE + SHADE.format("1F4E79")))),
    "white on a marker": docx(paragraph(run(WHITE + '<w:highlight w:val="blue"/>'))),
    "white in a blue paragraph": docx(paragraph(run(WHITE), properties=SHADE.format("1F4E79"))),
    "white in a blue cell": docx(cell(paragraph(run(WHITE)), fill="1F4E79")),
    "white in a table with shades": docx(
        cell(paragraph(run(WHITE)), table='<w:tblStyle w:val="t"/>'),
        style("t", kind="table", more=f"<w:tcPr>{SHADE.format('1F4E79')}</w:tcPr>"),
    ),
    "white in a blue box": docx(box(paragraph(run(WHITE)), SOLID.format("1F4E79"))),
    "white switched off by the run": docx(
        paragraph(run('<w:color w:val="000000"/>'), properties='<w:pStyle w:val="a"/>'),
        style("a", WHITE),
    ),
    "hidden switched off by the run": docx(
        paragraph(run('<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="a"/>'),
        style("a", "<w:vanish/>"),
    ),
    "hidden twice, which is not at all": docx(
        paragraph(run('<w:rStyle w:val="b"/>'), properties='<w:pStyle w:val="a"/>'),
        style("a", "<w:vanish/>"),
        style("b", "<w:vanish/>", kind="character"),
    ),
    "white blanks": docx(paragraph(run(WHITE, "　"))),
    "one and a half points": docx(paragraph(run('<w:sz w:val="3"/>'))),
}


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
