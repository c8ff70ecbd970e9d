"""What Word marks as not shown is left out, what only looks so stays, and both are told."""

import pytest

from drafting.refusal import UnreadableError
from tests.drafting.docx import Docx, paragraph, run
from tests.drafting.reads import codes, flow_of, hidden_of, rows_of, texts
from tests.media.hostile import word_looks

HIDDEN, FADED = (
    {
        look: made
        for look, made in word_looks.HIDDEN_IN_WORD.items()
        if "box" not in look and look.startswith("hidden") is is_marked
    }
    for is_marked in (True, False)
)
SEEN = {look: made for look, made in word_looks.SEEN_IN_WORD.items() if "box" not in look}
WHITE = '<w:color w:val="FFFFFF"/>'


def every_text(flow):
    return "\n".join(one.text for one in flow.every_paragraph())


def cell(words, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


@pytest.mark.parametrize("look", HIDDEN)
def test_words_of_word_that_are_marked_as_hidden_are_left_out_and_told(look):
    flow = flow_of(HIDDEN[look])

    assert every_text(flow) == word_looks.PLAIN
    assert [f.facts["words"] for f in flow.findings if f.code == "hidden"] == [word_looks.WORDS]


@pytest.mark.parametrize("look", FADED)
def test_words_of_word_that_only_look_unseen_stay_and_are_told(look):
    flow = flow_of(FADED[look])

    assert every_text(flow).splitlines() == [word_looks.WORDS, word_looks.PLAIN]
    assert [f.facts["words"] for f in flow.findings if f.code == "unseen"] == [word_looks.WORDS]
    assert "hidden" not in codes(flow)


def test_words_that_can_hardly_be_read_are_told_once_a_stretch_at_their_place():
    runs = run("藏", WHITE) + run("一", WHITE) + run("甲") + run("藏二", WHITE)
    flow = flow_of(Docx([paragraph("乙"), paragraph(runs)]))

    assert texts(flow) == ["乙", "藏一甲藏二"]
    assert hidden_of(flow) == [("藏一", "第 2 段"), ("藏二", "第 2 段")]


def test_white_words_that_are_struck_out_are_told_as_struck_alone():
    flow = flow_of(Docx([paragraph(run("甲") + run("藏", WHITE + "<w:strike/>"))]))

    assert (texts(flow), codes(flow)) == (["甲"], ["struck"])


@pytest.mark.parametrize("look", SEEN)
def test_words_of_word_that_are_seen_stay(look):
    flow = flow_of(SEEN[look])

    assert (word_looks.WORDS in every_text(flow)) is (look != "white blanks")
    assert not {"hidden", "unseen"}.intersection(codes(flow))


def test_white_blanks_between_words_stay():
    flow = flow_of(Docx([paragraph(run("第一章") + run("　", WHITE) + run("总则"))]))

    assert (texts(flow), codes(flow)) == (["第一章　总则"], [])


def test_how_words_are_read_is_told_where_nobody_sees_it():
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('内', WHITE)}</w:rt>"
        f"<w:rubyBase>{run('浙')}</w:rubyBase></w:ruby></w:r>"
    )
    flow = flow_of(Docx([paragraph(ruby)]))

    assert (texts(flow), codes(flow)) == (["浙（内）"], ["unseen"])


@pytest.mark.parametrize(
    ("inside", "shown", "told"),
    [
        (
            "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>",
            '<wp:docPr hidden="1"/>',
            "hidden",
        ),
        ('<a:blip r:embed="r1"/>', '<wp:docPr hidden="1"/>', "hidden_picture"),
        ('<a:blip r:embed="r1"/>', '<wp:docPr hidden="0"/>', "picture_missing"),
    ],
)
def test_a_drawing_that_is_not_shown_is_left_out_and_told(inside, shown, told):
    drawing = (
        f"<w:drawing><wp:inline>{shown}{inside.format(paragraph('藏'))}</wp:inline></w:drawing>"
    )
    flow = flow_of(Docx([paragraph(run("甲") + f"<w:r>{drawing}</w:r>")]))

    assert (texts(flow), codes(flow)) == (["甲"], [told])


def test_a_drawing_of_hidden_words_is_left_out_and_told():
    text = f"<w:txbxContent>{paragraph('藏')}</w:txbxContent>"
    box = f"<w:pict><v:shape><v:textbox>{text}</v:textbox></v:shape></w:pict>"
    flow = flow_of(Docx([paragraph(run("甲") + f"<w:r><w:rPr><w:vanish/></w:rPr>{box}</w:r>")]))

    assert (texts(flow), hidden_of(flow)) == (["甲"], [("藏", "第 1 段")])


def test_a_row_of_word_that_is_not_shown_is_left_out_and_told():
    lines = (
        row(cell("甲"), cell("乙")),
        row(cell("藏"), cell("丙"), properties="<w:hidden/>"),
        row(cell("丁"), cell("戊"), properties='<w:hidden w:val="0"/>'),
    )
    flow = flow_of(Docx([f"<w:tbl>{''.join(lines)}</w:tbl>"]))

    assert rows_of(flow) == [[("甲", 1), ("乙", 1)], [("丁", 1), ("戊", 1)]]
    assert hidden_of(flow) == [("藏　丙", "表 1 第 2 行")]


def test_a_cell_that_begins_in_a_hidden_row_does_not_go_on_from_the_one_above():
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    lines = (
        row(cell("甲", begins), cell("一")),
        row(cell("藏", begins), cell("二"), properties="<w:hidden/>"),
        row(cell("", goes_on), cell("三")),
    )
    flow = flow_of(Docx([f"<w:tbl>{''.join(lines)}</w:tbl>"]))

    assert rows_of(flow) == [[("甲", 1), ("一", 1)], [("", 1), ("三", 1)]]


def test_a_hidden_row_of_a_table_within_a_table_is_left_out_and_told():
    hidden = row(cell("藏"), properties="<w:hidden/>")
    inner = f"<w:tbl>{row(cell('丙'))}{hidden}</w:tbl>"
    outer = f"<w:tbl>{row(cell('甲'), f'<w:tc>{inner}{paragraph()}</w:tc>')}</w:tbl>"
    flow = flow_of(Docx([outer]))

    assert rows_of(flow) == [[("甲", 1), ("丙", 1)]]
    assert "hidden" in codes(flow)


def test_the_only_cell_of_a_table_is_not_shown_with_its_row():
    hidden = row(cell("藏"), properties="<w:hidden/>")
    flow = flow_of(Docx([paragraph("甲"), f"<w:tbl>{hidden}</w:tbl>"]))

    assert (every_text(flow), codes(flow)) == ("甲", ["hidden"])


def test_white_words_of_a_list_keep_their_number():
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    made = Docx(
        [paragraph("甲", item), paragraph(run("藏", WHITE), item), paragraph("乙", item)],
        numbering=numbering,
    )
    flow = flow_of(made)

    assert (texts(flow), codes(flow)) == (["一、甲", "二、藏", "三、乙"], ["unseen"])


def test_a_file_in_which_all_words_are_hidden_says_so():
    with pytest.raises(UnreadableError) as refused:
        flow_of(Docx([paragraph(run("藏", "<w:vanish/>"))]))

    assert refused.value.code == "hidden_all"


def test_a_file_in_which_all_words_are_white_is_no_refusal():
    flow = flow_of(Docx([paragraph(run("藏", WHITE))]))

    assert (texts(flow), codes(flow)) == (["藏"], ["unseen"])
