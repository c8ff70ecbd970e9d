"""Words that nobody sees in a page are left out or told, by the rule of attachments."""

import pytest
from lxml import html

from drafting import markup, markup_page, markup_sheets, pasted
from tests.drafting.reads import codes, hidden_of, rows_of, texts

HIDING = (
    "display:/**/none", "d\\69splay:none", "display:block;display:none",
    "display:none!important;display:block", "visibility:collapse", "content-visibility:hidden",
    "mso-hide:all",
)  # fmt: skip
FADING = (
    "color:white", "color:#fff", "color:#FEFEFE", "color:rgb(255, 255, 255)",
    "color:rgb(100% 100% 100%)", "color:hsl(0, 0%, 100%)", "color:rgba(0,0,0,.01)",
    "color:transparent", "-webkit-text-fill-color:transparent",
    "color:black;background:black", "color:#1F4E79;background-color:#1F4E79",
    "font-size:0", "font-size:1.0pt", "font-size:.05em", "font:0/0 a", "font:bold 1px/2 serif",
    "opacity:0", "opacity:1%", "filter:opacity(0)",
    "position:absolute;left:-9999px", "position:absolute;clip:rect(0,0,0,0)",
    "text-indent:-9999px", "height:0;overflow:hidden", "max-height:.0px;overflow:hidden",
    "transform:scale(0)", "filter:alpha(opacity=0)",
)  # fmt: skip
SHOWING = (
    "color:#808080", "color:windowtext", "color:white;background:#1F4E79",
    "color:#fff;background:url(a.png)", "color:#fff;background:linear-gradient(red,blue)",
    "color:#fff;text-shadow:1px 1px #000", "color:black;background:rgba(0,0,0,.1)",
    "font-size:1.5pt", "font-size:.1rem", "font:7.0pt 'Times New Roman'", "opacity:.5",
    "width:auto;overflow:hidden", "max-height:none;overflow:hidden", "filter:opacity()",
    "transform:scale(0.9)", "height:0.5em;overflow:hidden",
    "display:none;display:block", "left:-9999px", "text-indent:-2em", "height:0", "color:red",
)  # fmt: skip


@pytest.mark.parametrize("style", HIDING)
@pytest.mark.parametrize(
    "way", ["<b style='{}'>藏</b>", "<style>.x{{{}}}</style><b class=x>藏</b>"]
)
def test_words_of_a_page_that_are_marked_as_hidden_are_left_out_and_told(way, style):
    flow = markup.read(f"<p>甲{way.format(style)}乙</p>")

    assert (texts(flow), codes(flow)) == (["甲乙"], ["hidden"])
    assert hidden_of(flow) == [("藏", "第 1 段")]


@pytest.mark.parametrize("style", FADING)
@pytest.mark.parametrize(
    "way", ["<b style='{}'>藏</b>", "<style>.x{{{}}}</style><b class=x>藏</b>"]
)
def test_words_of_a_page_that_only_look_unseen_stay_and_are_told(way, style):
    flow = markup.read(f"<p>甲{way.format(style)}乙</p>")

    assert (texts(flow), codes(flow)) == (["甲藏乙"], ["unseen"])
    assert hidden_of(flow) == [("藏", "第 1 段")]


@pytest.mark.parametrize("style", SHOWING)
@pytest.mark.parametrize(
    "way", ['<b style="{}">见</b>', "<style>.x{{{}}}</style><b class=x>见</b>"]
)
def test_words_of_a_page_that_are_seen_stay(way, style):
    flow = markup.read(f"<p>甲{way.format(style)}乙</p>")

    assert (texts(flow), codes(flow)) == (["甲见乙"], [])


@pytest.mark.parametrize(
    ("html", "words", "told"),
    [
        ("<p>甲<font color=#FFFFFF>藏</font></p>", ["甲藏"], ["藏"]),
        ("<ol style='color:#fff'><li>藏</li></ol><p>甲</p>", ["1.藏", "甲"], ["藏"]),
        ("<p><i style='mso-list:Ignore;color:white'>一、</i>甲</p>", ["一、甲"], ["一、"]),
        ("<p style='color:white'>藏<a href='http://a.cn/'>甲</a></p>", ["藏甲"], ["藏"]),
        ("<p><mark style='color:#ff0'>藏</mark><mark>甲</mark></p>", ["藏甲"], ["藏"]),
        ("<p style='font-size:0'>藏<b style='font-size:9pt'>甲</b></p>", ["藏甲"], ["藏"]),
        ("<div style='opacity:0'><p>藏<b>了</b></p></div><p>甲</p>", ["藏了", "甲"], ["藏了"]),
        ("<body bgcolor=black text=white><p>甲</p></body>", ["甲"], []),
        ("<body style='background:#000;color:#fff'><article>甲</article></body>", ["甲"], []),
        ("<div style='display:none'><article>藏</article></div><p>甲</p>", ["甲"], ["藏"]),
        ("<p>甲<i style='color:white'>　</i>乙</p>", ["甲　乙"], []),
        ("<dialog>藏</dialog><p>甲</p>", ["甲"], ["藏"]),
        ("<p style=visibility:hidden>藏<b style=visibility:visible>甲</b></p>", ["甲"], ["藏"]),
        ("<p hidden>藏<b style=visibility:visible>了</b></p><p>甲</p>", ["甲"], ["藏了"]),
        ("<div>" * 130 + "<b hidden>藏</b>甲<script>x</script>", ["甲"], ["藏"]),
    ],
)
def test_what_lies_around_words_of_a_page_decides_whether_they_are_seen(html, words, told):
    flow = markup.read(html)

    assert (texts(flow), [f.facts["words"] for f in flow.findings]) == (words, told)


def test_a_hidden_picture_of_a_page_is_told():
    assert codes(markup.read("<p>甲<img src=a hidden></p>")) == ["hidden_picture"]


@pytest.mark.parametrize(
    ("table", "shown", "told"),
    [
        ("<tr><td>甲<td style='color:#fff'>藏<tr><td>乙<td>丙", [["甲", "藏"], ["乙", "丙"]], [1]),
        ("<tr style='opacity:0'><td>藏<td><tr><td>乙<td>丙", [["藏", ""], ["乙", "丙"]], [1]),
        ("<tr><td>甲<td>乙<tr style='display:none'><td>藏<td>", [["甲", "乙"]], [2]),
        ("<tr><td>甲<td>乙<tr hidden><td>藏<td>", [["甲", "乙"]], [2]),
        ("<tr><td>甲<td style='display:none'>藏<td>乙", [["甲", "乙"]], [1]),
        ("<tr><td>甲<td>乙<tbody style='display:none'><tr><td>藏<td>", [["甲", "乙"]], [2]),
        ("<tr hidden><td>藏<td>", [], [1]),
        ("<tr><td bgcolor=navy style='color:#fff'>甲<td>乙", [["甲", "乙"]], []),
        ("<tr bgcolor=navy><td><font color=white>甲</font><td>乙", [["甲", "乙"]], []),
    ],
)
def test_rows_and_cells_of_a_page_that_are_hidden_or_look_unseen_are_told(table, shown, told):
    flow = markup.read(f"<table>{table}</table>")

    assert [[text for text, _ in line] for line in rows_of(flow)] == shown
    assert hidden_of(flow) == [("藏", f"表 1 第 {row} 行") for row in told]


def test_hidden_rows_around_the_only_cell_and_within_a_table_are_told():
    only = markup.read("<table><tr hidden><td>藏</td></tr><tr><td>甲</td></tr></table>")
    inner = "<table><tr hidden><td>藏</td></tr><tr><td>甲</td></tr></table>"
    nested = markup.read(f"<table><tr><td>{inner}</td><td>乙</td></tr></table>")

    assert (texts(only), codes(only)) == (["甲"], ["frame_table", "hidden"])
    assert [[text for text, _ in line] for line in rows_of(nested)] == [["甲", "乙"]]
    assert codes(nested) == ["nested_table", "hidden"]


def test_the_caption_of_a_table_stands_before_it():
    flow = markup.read("<table><caption>表一</caption><tr><td>甲</td><td>乙</td></tr></table>")

    assert [type(item).__name__ for item in flow.items] == ["Paragraph", "Table"]
    assert texts(flow) == ["表一"]


NONE = "{display:none}"


@pytest.mark.parametrize("tag", ["html", "body"])
@pytest.mark.parametrize("way", ["display:none", "visibility:hidden", "opacity:0"])
def test_a_page_that_begins_without_anything_shown_is_kept_and_told_once(tag, way):
    flow = markup.read(f"<style>{tag}{{{way}}}</style><body><p>甲</p><p>乙</p></body>")

    assert (texts(flow), codes(flow)) == (["甲", "乙"], ["style_sheets"])


@pytest.mark.parametrize(
    "words",
    [
        "<b style='color:#fff;position:absolute'>见</b>",
        "<b style='opacity:0;animation:appear 1s'>见</b>",
        "<b style='color:transparent;background:linear-gradient(red,blue);"
        "background-clip:text'>见</b>",
        "<b style='color:#fff'>见</b><i style='position:absolute;background:#000'></i>",
    ],
)
def test_words_over_what_is_not_known_are_not_told(words):
    flow = markup.read(f"<p>甲{words}</p>")

    assert (texts(flow), codes(flow)) == (["甲见"], [])


def test_many_layers_of_a_page_are_read_in_step_with_their_number():
    root = html.document_fromstring("<i style=position:absolute></i>" * 9)
    markup_page.prepare(root)

    assert root.get("style").count("background-image") == 1


@pytest.mark.parametrize(
    ("css", "words", "told"),
    [
        (f"b{NONE}", "甲", ["hidden"]),
        (f"#i{NONE}", "甲", ["hidden"]),
        (f".a,.x{NONE}", "甲", ["hidden"]),
        (f"div > .p b.x{NONE}", "甲", ["hidden"]),
        (f"<!-- /* .y{{ */ .x{NONE} -->", "甲", ["hidden"]),
        (f".x::before{{content:'}}'}} .x{NONE}", "甲", ["hidden"]),
        (f"@media screen and (min-width:9px){{.x{NONE}}}", "甲", ["hidden"]),
        (".x{text-decoration:line-through}", "甲", ["struck"]),
        (f".x{NONE} #i{{display:inline}}", "甲藏", []),
        (f"b.x{{display:inline}} .x{NONE}", "甲藏", []),
        (f"div > b{NONE}", "甲藏", []),
        (f".x:hover{NONE} .x::after{NONE} .y{NONE}", "甲藏", []),
        (f"@media print{{.x{NONE}}} @media (max-width:9px){{.x{NONE}}}", "甲藏", []),
        (f".x:not(.y){NONE}", "甲藏", ["style_sheets"]),
        (f"b[id]{NONE}", "甲", ["hidden"]),
        (f"b[id=i]{NONE}", "甲藏", ["style_sheets"]),
        (f"p + b{NONE}", "甲藏", ["style_sheets"]),
        (f"[hidden]{NONE} template,[hidden]{{display:none!important}} p:empty{NONE}", "甲藏", []),
        (f"[type=x]{NONE}", "甲藏", []),
        (".x:not(.y){opacity:0}", "甲藏", []),
        (f".p{{.x{NONE}}}", "甲藏", ["style_sheets"]),
        ("i[id]{color:white} b[id]{color:red}", "甲藏", []),
        ("@import url(a.css);", "甲藏", ["style_sheets"]),
    ],
)
def test_style_sheets_hide_words_or_it_is_said_that_they_were_not_read(css, words, told):
    flow = markup.read(f"<style>{css}</style><div><p class=p>甲<b id=i class=x>藏</b></p></div>")

    assert (texts(flow), codes(flow)) == ([words], told)


def test_what_an_element_says_itself_stands_before_style_sheets():
    seen = "<style>.x{display:none}</style><p class=x style='display:block'>甲</p>"
    hidden = seen.replace("none", "none!important")

    assert codes(markup.read(seen)) == []
    assert codes(markup.read(hidden)) == ["hidden"]


def test_a_quotation_that_an_element_leaves_open_hides_no_style_sheet():
    words = '<b class=x style="{}font-family:\'宋体">藏</b>'
    hidden = markup.read(f"<style>.x{NONE}</style><p>甲{words.format('')}</p>")
    seen = markup.read(f"<style>.x{NONE}</style><p>甲{words.format('display:inline;')}</p>")

    assert (texts(hidden), texts(seen)) == (["甲"], ["甲藏"])


@pytest.mark.parametrize("value", ["url('a", "url(a", "'\\3b color:red", "url(a\\27"])
def test_a_value_that_a_style_sheet_leaves_open_swallows_nothing_of_an_element(value):
    css = f".x{{background:{value}}}"
    flow = markup.read(f"<style>{css}</style><p>甲<b class=x style=display:none>藏</b></p>")

    assert (texts(flow), codes(flow)) == (["甲"], ["hidden"])


@pytest.mark.parametrize(
    "css",
    [".n{position:relative;top:-3px}", ".n{top:-3px}", ".n{position:absolute;top:-3px}"],
)
@pytest.mark.parametrize("own", ["", "style=position:relative"])
def test_what_a_style_sheet_moves_a_little_is_no_other_number(css, own):
    flow = markup.read(f"<style>{css}</style><p>共有<span class=n {own}>31</span>项</p>")

    assert (texts(flow), codes(flow)) == (["共有31项"], [])


def test_long_names_of_a_style_sheet_are_read_in_step_with_their_length():
    flow = markup.read(f"<style>.{'中' * 5000}[{NONE}</style><p>甲</p>")

    assert texts(flow) == ["甲"]


def test_elements_are_not_given_more_of_a_style_sheet_than_what_hides_words():
    marks = "".join(f"text-decoration-{order}:line-through;" for order in range(99))
    rule = f"{marks}color:{'x' * 101};color:red;color:blue;display:block"
    root = html.document_fromstring(f"<style>.x{{{rule}}}</style><p class=x>甲</p>")
    markup_sheets.apply(root)

    assert root.find(".//p").get("style") == "color:blue;display:block;"


def test_a_page_that_is_given_more_style_than_is_written_is_told(monkeypatch):
    monkeypatch.setattr(markup_sheets, "MOST_WRITTEN", 50)
    page = f"<style>.x{NONE}</style><p>甲<b class=x>藏</b>" + "<b class=x>藏</b>" * 9

    assert codes(markup.read(page)) == ["style_sheets", "hidden"]


@pytest.mark.parametrize(
    "css",
    [
        "p:first-child{background:#000}", ".p::before{background:#000}",
        "@supports (a:b){p{background:#000}}", "@import url(a.css);", "b[id=i]{color:#000}",
    ],
)  # fmt: skip
def test_where_the_ground_is_not_known_white_words_are_not_told(css):
    page = "<div><p class=p>甲<b id=i class=x>见</b></p></div>"
    flow = markup.read(f"<style>.x{{color:white}} {css}</style>{page}")

    assert (texts(flow), "unseen" in codes(flow)) == (["甲见"], False)


@pytest.mark.parametrize(("media", "told"), [("", ["style_sheets"]), ("media=print", [])])
def test_style_sheets_that_are_not_in_the_page_are_told(media, told):
    flow = markup.read(f"<link rel=stylesheet href=a.css {media}><p class=x>甲</p>")

    assert codes(flow) == told


def test_style_sheets_before_what_was_copied_count():
    page = "<html><head><style>.x{display:none}</style></head><body>"
    copied = "<!--StartFragment--><p>甲<b class=x>藏</b></p><!--EndFragment-->"

    assert hidden_of(pasted.read(page + copied)) == [("藏", "第 1 段")]


def test_a_page_with_more_rules_than_are_read_is_told():
    rules = "".join(f".a{number} .x{{display:none}}" for number in range(400))
    page = f"<style>{rules}</style>" + "<p><b class=x>甲</b></p>" * 400

    assert "style_sheets" in codes(markup.read(page))
