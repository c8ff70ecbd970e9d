"""What Word, WPS and web pages put on the clipboard: the same words, no looks, no scripts."""

import pytest

from drafting import markup, pasted
from drafting.flow import Kind
from tests.drafting.reads import codes, texts

WORD = """Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000000999\r\n
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {margin:0}</style>
<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=ZH-CN>
<!--StartFragment--><p class=MsoTitle>关于印发办法的通知<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>一、<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><![endif]><b>总体
要求</b></p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>第一条<span>&nbsp;&nbsp;</span></span>为了
公开</p>
<p class=MsoListParagraph><span style='font-family:Wingdings;mso-list:Ignore'>l<span>&nbsp;
</span></span>要点</p><!--EndFragment--></body></html>"""


def test_numbers_that_word_hides_from_others_stay():
    assert texts(pasted.read(WORD)) == [
        "关于印发办法的通知",
        "一、总体要求",
        "第一条　为了公开",
        "• 要点",
    ]


def test_the_kinds_of_word_are_known():
    kinds = [paragraph.kind for paragraph in pasted.read(WORD).paragraphs]

    assert kinds == [Kind.TITLE, Kind.LIST, Kind.LIST, Kind.LIST]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=4><li>甲<li value=9>乙<li>丙</ol>", ["4.甲", "9.乙", "10.丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ("<ol type=A><li>甲<ol type=i><li>乙</ol></ol>", ["A.甲", "i.乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲</ol>", ["一、甲"]),
        ("<ol style='list-style:none'><li>一、甲</ol>", ["一、甲"]),
        ("<ul><li>甲</ul>", ["• 甲"]),
    ],
)
def test_the_numbers_of_lists_become_text_as_shown(html, expected):
    assert texts(markup.read(html)) == expected


@pytest.mark.parametrize(
    ("html", "words", "told"),
    [
        ("<p>甲<del>乙</del></p>", ["甲"], ["struck"]),
        ("<p>甲<span style='text-decoration: line-through'>乙</span></p>", ["甲"], ["struck"]),
        ("<p>甲<span style='display:none'>乙</span></p>", ["甲"], ["hidden"]),
        ("<p>甲<span style='mso-hide:all'>乙</span></p>", ["甲"], ["hidden"]),
        ("<p>甲</p><div style='mso-element:comment'>乙</div>", ["甲"], ["remark_dropped"]),
        ("<p>10m<sup>2</sup>H<sub>2</sub>O</p>", ["10m²H₂O"], []),
        ("<p>甲<sup>注</sup></p>", ["甲注"], ["signs"]),
        ("<p>甲<img src='http://x/y.png'></p>", ["甲"], ["picture_missing"]),
        ("<script>alert(1)</script><p onclick='x()'>甲</p><style>p{}</style>", ["甲"], []),
        ("<p>甲<br>乙</p>", ["甲", "乙"], []),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"], []),
        ("<pre>甲\n乙</pre>", ["甲", "乙"], []),
        ("<p>政务\n公开 and\nlaw</p>", ["政务公开 and law"], []),
        ("<nav>首页</nav><article><h1>甲</h1></article><footer>乙</footer>", ["甲"], []),
    ],
)
def test_what_stays_and_what_is_told(html, words, told):
    flow = markup.read(html)

    assert (texts(flow), codes(flow)) == (words, told)


@pytest.mark.parametrize(
    ("style", "words", "told"),
    [
        ("position:relative;top:-4.0pt;mso-text-raise:4.0pt", "10⁴元", []),
        ("position:relative;top:3.0pt;mso-text-raise:-3.0pt", "10₄元", []),
        ("mso-text-raise:4pt", "10⁴元", []),
        ("position:relative;bottom:.4em", "10⁴元", []),
        ("vertical-align:4pt", "10⁴元", []),
        ("vertical-align: 30%; font-size: 8pt", "10⁴元", []),
        ("vertical-align:text-top;font-size:smaller", "10⁴元", []),
        ("font-variant-position:super", "10⁴元", []),
        ("position:relative;top:-1px;font-size:8px", "10⁴元", []),
        # One that tunes the line, one that is not moved at all, and what stands in a cell.
        ("position:relative;top:-1px", "104元", []),
        ("top:-4pt", "104元", []),
        ("vertical-align:top", "104元", []),
    ],
)
def test_words_that_were_moved_up_or_down_are_kept_as_signs(style, words, told):
    flow = markup.read(f"<p>10<span style='{style}'>4</span>元</p>")

    assert (texts(flow), codes(flow)) == ([words], told)


def test_a_line_that_was_moved_as_a_whole_has_no_exponents():
    moved = "position:relative;top:-4pt;mso-text-raise:4pt"

    flow = markup.read(f"<p><b style='{moved}'>2026</b><span style='{moved}'>年</span></p>")

    assert (texts(flow), codes(flow)) == (["2026年"], [])


def test_what_is_told_of_a_paragraph_has_its_place():
    flow = markup.read("<p>甲</p><p><s>删</s>乙<sup>注</sup></p><p>丙</p>")

    assert [finding.place.paragraph for finding in flow.findings] == [2, 2]


@pytest.mark.parametrize(
    ("html", "words", "told"),
    [
        (
            "<math><msup><mn>10</mn><mn>4</mn></msup><annotation>10^4</annotation></math>元",
            ["104元"],
            [("formula", "104")],
        ),
        (
            "<svg><title>图</title><text>图里<tspan>字</tspan></text></svg>见",
            ["见"],
            [("drawn_words", "图里字")],
        ),
        ("<svg><path d='M0 0'/></svg>见", ["见"], []),
        ("<select><option>甲<option selected>乙</select>见", ["见"], [("form_field", "乙")]),
        ("<select><option>甲<option>乙</select>见", ["见"], [("form_field", "甲")]),
        ("<textarea>填入</textarea>见", ["见"], [("form_field", "填入")]),
        ("<input value=填入><input type=hidden value=t>见", ["见"], [("form_field", "填入")]),
        ("<input type=submit value=提交>见", ["见"], []),
        ("<p><input type=checkbox checked>是<input type=checkbox>否</p>", ["☑是☐否"], []),
        ("<p><input type=radio checked>是<input type=radio>否</p>", ["●是○否"], []),
        ("<object>替代</object>见", ["见"], [("media", "")]),
        ("<video src=x>视频</video>见", ["见"], [("media", "")]),
        ("<iframe src=x></iframe>见", ["见"], [("media", "")]),
        ("<iframe style='display:none'></iframe>见", ["见"], []),
        ("<p>称<q>甲<q>乙</q></q>者</p>", ["称“甲‘乙’”者"], []),
        # Programs for web sites put whole pages into a form.
        ("<form><p>第一条</p><p>第二条</p></form>", ["第一条", "第二条"], []),
        ("<ul><li hidden>藏</li><li>见</li></ul>", ["• 见"], [("hidden", "藏")]),
    ],
)
def test_no_words_of_a_page_vanish_untold(html, words, told):
    flow = markup.read(html)

    assert texts(flow) == words
    assert [(finding.code, finding.facts["words"]) for finding in flow.findings] == told


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.gov.cn/a", True),
        ("mailto:a@gov.cn", True),
        ("javascript:x", False),
        ("#a", False),
    ],
)
def test_links_of_the_web_and_of_mail_stay(address, kept):
    (paragraph,) = markup.read(f'<p><a href="{address}">链</a></p>').paragraphs

    assert bool(paragraph.runs[0].link) is kept


def test_cells_keep_the_room_they_take():
    flow = markup.read("<table><tr><th colspan=2>甲<tr><td rowspan=3>乙<td>丙</table>")

    assert [
        [(c.text, c.colspan, c.rowspan, c.is_header) for c in row] for row in flow.tables[0].rows
    ] == [
        [("甲", 2, 1, True)],
        [("乙", 1, 3, False), ("丙", 1, 1, False)],
    ]


def test_a_picture_in_the_text_itself_is_taken():
    flow = markup.read('<p><img alt="图" src="data:image/png;base64,iVBORw0KGgo="></p>')

    assert [(p.name, p.data[:4], p.alt) for p in flow.pictures] == [
        ("picture1.png", b"\x89PNG", "图")
    ]


def test_footnotes_of_word_are_notes():
    flow = pasted.read(
        "<p>甲<a href='#_ftn1' style='mso-footnote-id:ftn1'><sup>[1]</sup></a></p>"
        "<div style='mso-element:footnote-list'><div style='mso-element:footnote'>"
        "<p><a href='#_ftnref1'>[1]</a> 见附件</p></div></div>"
    )

    assert (texts(flow), [(n.mark, n.text) for n in flow.notes]) == (["甲[1]"], [("[1]", "见附件")])


@pytest.mark.parametrize(
    "html", ["", "<", "<!--", "<p" * 3000, "<div>" * 5000 + "甲", "<table><tr><td>"]
)
def test_broken_marks_are_no_fault(html):
    markup.read(html)
