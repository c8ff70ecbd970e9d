"""Texts of Word whose words are seen or not, by every way that Word has."""

from tests.media.hostile import valid

WORDS = "内部意见"
WHITE = '<w:color w:val="FFFFFF"/>'


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


# Every file has one more paragraph, which is seen whatever its styles say.
PLAIN = "一般规定"
SEEN = paragraph(run('<w:vanish w:val="0"/><w:color w:val="000000"/><w:sz w:val="32"/>', PLAIN))


def docx(body, *written, ordinary=""):
    parts = {
        "word/styles.xml": styles(*written, ordinary=ordinary),
        "word/_rels/document.xml.rels": valid.relations(("styles", "styles.xml")),
    }
    return valid.docx(body + SEEN, parts)


def on_page(colour, body, setting=""):
    """A document on a page of a colour, which shows where the settings say so."""
    written = valid.docx_parts(body + SEEN)["word/document.xml"]
    page = f'<w:background w:color="{colour}"/><w:body>'
    return valid.docx(
        body,
        {
            "word/document.xml": written.replace("<w:body>", page),
            "word/settings.xml": f'<w:settings xmlns:w="{valid.W}">{setting}</w:settings>',
        },
        related=[("settings", "settings.xml")],
    )


SHOWN = "<w:displayBackgroundShape/>"


def edged(effect):
    return docx(
        paragraph(
            run(
                f'{WHITE}<w14:{effect} xmlns:w14="urn:w14" xmlns:a="urn:a">'
                f"{SOLID.format('000000')}</w14:{effect}>"
            )
        )
    )


SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
SHADE = '<w:shd w:val="clear" w:fill="{}"/>'
WHITE_CHANGED = '<a:solidFill><a:schemeClr val="bg1"><a:{}/></a:schemeClr></a:solidFill>'
GRADUAL = (
    '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs></a:gsLst></a:gradFill>'
)
BLUE = SOLID.format("1F4E79")
LINE = f"<a:noFill/><a:ln>{SOLID.format('FF0000')}</a:ln>"
OLD_BEHIND = '<w:r><w:pict><v:rect xmlns:v="urn:v" style="z-index:-251" {}/></w:pict></w:r>'
PAGE_BREAK = paragraph('<w:r><w:br w:type="page"/></w:r>')


def drawn(fill, behind="1"):
    """A shape without words, which the text flows over or not."""
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="urn:wp" behindDoc="{behind}">'
        f'<wps:wsp xmlns:wps="urn:wps" xmlns:a="urn:a"><wps:spPr>{fill}</wps:spPr></wps:wsp>'
        "</wp:anchor></w:drawing></w:r>"
    )


def row(content, more):
    return f"<w:tbl><w:tr>{more}<w:tc>{content}</w:tc></w:tr></w:tbl>"


def of_style(kind, name):
    reference = f'<w:{kind}Style w:val="{name}"/>'
    return paragraph(run(reference)) if kind == "r" else paragraph(run(), properties=reference)


def filled(filling):
    """Letters with a filling of their own, as Word 2010 and WPS write it beside the colour."""
    return f'{WHITE}<w14:textFill xmlns:w14="urn:w14" xmlns:a="urn:a">{filling}</w14:textFill>'


HIDDEN_IN_WORD = {
    "hidden": docx(paragraph(run("<w:vanish/>"))),
    "white": docx(paragraph(run(WHITE))),
    "nearly white": docx(paragraph(run('<w:color w:val="F7F9FA"/>'))),
    "white by the theme": docx(paragraph(run('<w:color w:themeColor="background1"/>'))),
    "filled white": docx(
        paragraph(run(filled(SOLID.format("FFFFFF"))))
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
    "white with an outline of nothing": docx(
        paragraph(run(WHITE + '<w14:textOutline xmlns:w14="urn:w14"><w14:noFill/>'
                              "</w14:textOutline>"))
    ),
    "white with a shadow switched off": docx(paragraph(run(WHITE + '<w:shadow w:val="0"/>'))),
    "white on a blue page that is not shown": on_page("1F4E79", paragraph(run(WHITE))),
    "blue on a blue page": on_page(
        "1F4E79", paragraph(run('<w:color w:val="1F4E79"/>')), SHOWN
    ),
    "white in a cell": docx(cell(paragraph(run(WHITE)))),
    "white in a white cell": docx(cell(paragraph(run(WHITE)), fill="FFFFFF")),
    "white beside a blue shape": docx(paragraph(drawn(BLUE, behind="0"), run(WHITE))),
    "white over a line": docx(paragraph(drawn(LINE), run(WHITE))),
    "white over an old shape without a filling": docx(
        paragraph(OLD_BEHIND.format('filled="f"'), run(WHITE))
    ),
    "white on the page after a blue shape": docx(
        paragraph(drawn(BLUE)) + PAGE_BREAK + paragraph(run(WHITE))
    ),
    "white in a box without a filling": docx(box(paragraph(run(WHITE)), "<a:noFill/>")),
}  # fmt: skip
SEEN_IN_WORD = {
    "plain": docx(paragraph(run())),
    "grey": docx(paragraph(run('<w:color w:val="808080"/>'))),
    "grey as WPS writes it": docx(
        paragraph(run(filled(WHITE_CHANGED.format('lumMod val="50000"'))))
    ),
    "filled clear": docx(paragraph(run(filled(WHITE_CHANGED.format('alpha val="0"'))))),
    "filled with a gradient": docx(paragraph(run(filled(GRADUAL)))),
    "yellow": docx(paragraph(run('<w:color w:val="FFFF00"/>'))),
    "red on grey": docx(paragraph(run('<w:color w:val="FF0000"/>' + SHADE.format("808080")))),
    "white in a clear blue box": docx(
        box(
            paragraph(run(WHITE)),
            '<a:solidFill><a:srgbClr val="FFFFFF"><a:alpha val="0"/></a:srgbClr></a:solidFill>',
        )
    ),
    "white with an outline": docx(paragraph(run(WHITE + "<w:outline/>"))),
    "white with a shadow": docx(paragraph(run(WHITE + "<w:shadow/>"))),
    "white with an outline of Word 2010": edged("textOutline"),
    "white on a pattern": docx(
        paragraph(run(WHITE + '<w:shd w:val="pct75" w:color="000000" w:fill="FFFFFF"/>'))
    ),
    "white in a blue row": docx(
        row(paragraph(run(WHITE)), f"<w:tblPrEx>{SHADE.format('1F4E79')}</w:tblPrEx>")
    ),
    "white on a blue page": on_page("1F4E79", paragraph(run(WHITE)), SHOWN),
    "blue on a blue page that is not shown": on_page(
        "1F4E79", paragraph(run('<w:color w:val="1F4E79"/>'))
    ),
    "white in a box without a filling beside a blue shape": docx(
        paragraph(drawn(BLUE, behind="0")) + box(paragraph(run(WHITE)), "<a:noFill/>")
    ),
    "white in a box without a filling in a blue cell": docx(
        cell(box(paragraph(run(WHITE)), "<a:noFill/>"), fill="1F4E79")
    ),
    "white over a blue shape": docx(paragraph(drawn(BLUE), run(WHITE))),
    "white over an old shape": docx(paragraph(OLD_BEHIND.format(""), run(WHITE))),
    "white on the page of a blue shape": docx(
        PAGE_BREAK + paragraph(drawn(BLUE)) + paragraph(run(WHITE)) + PAGE_BREAK
    ),
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
