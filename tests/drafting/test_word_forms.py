"""What forms, fields and drawings of a Word document show."""

import pytest

from tests.drafting.docx import Docx, field, paragraph, run
from tests.drafting.reads import codes, flow_of, texts


def one(content):
    """The only paragraph of a document with this content."""
    (only,) = flow_of(Docx([paragraph(content)])).paragraphs
    return only


def form(settings, kind):
    """A field of a form; programs other than Word give it an empty result."""
    data = f"<w:ffData>{settings}</w:ffData>"
    shown = field(kind, run(""))
    return shown.replace(
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:fldChar w:fldCharType="begin">{data}</w:fldChar>',
    )


CHOICES = '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'


@pytest.mark.parametrize(
    ("kind", "settings", "shown"),
    [
        ("FORMCHECKBOX", '<w:checkBox><w:default w:val="1"/></w:checkBox>', "☑"),
        ("FORMCHECKBOX", '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☑"),
        (
            "FORMCHECKBOX",
            '<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>',
            "☐",
        ),
        ("FORMCHECKBOX", "<w:checkBox/>", "☐"),
        ("FORMDROPDOWN", f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>', "乙"),
        ("FORMDROPDOWN", f"<w:ddList>{CHOICES}</w:ddList>", "甲"),
        ("FORMDROPDOWN", f'<w:ddList><w:result w:val="9"/>{CHOICES}</w:ddList>', ""),
    ],
)
def test_a_field_of_a_form_shows_what_was_chosen(kind, settings, shown):
    with_result = form(settings, kind)
    without = with_result.replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")

    assert one(with_result + run("项")).text == one(without + run("项")).text == f"{shown}项"


@pytest.mark.parametrize(
    ("content", "shown"),
    [(run("☒"), "☒"), (run(""), "☑"), ("", "☑")],
)
def test_a_box_in_a_control_shows_its_sign(content, shown):
    ticked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    properties = f"<w:sdtPr><w:showingPlcHdr/>{ticked}</w:sdtPr>"
    box_to_tick = f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"

    assert one(box_to_tick + run("同意")).text == f"{shown}同意"


def test_a_hint_of_a_whole_paragraph_is_no_text():
    hint = (
        f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('单击此处')}</w:sdtContent>"
    )
    flow = flow_of(Docx([paragraph("甲"), f"<w:sdt>{hint}</w:sdt>"]))

    assert (texts(flow), codes(flow)) == (["甲"], ["placeholder"])


def test_a_field_whose_result_is_not_in_the_file_is_told():
    content = field("DATE", "").replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
    flow = flow_of(Docx([paragraph(run("甲") + content + content.replace("DATE", "XE 词"))]))

    assert [(f.code, f.facts) for f in flow.findings] == [("field_missing", {"name": "DATE"})]


@pytest.mark.parametrize(
    "drawing",
    [
        '<w:pict><v:shape><v:textpath string="艺术字标题"/></v:shape></w:pict>',
        "<w:drawing><a:graphic><a:p><a:r><a:t>艺术字</a:t></a:r><a:r><a:t>标题</a:t></a:r></a:p>"
        "</a:graphic></w:drawing>",
    ],
)
def test_words_that_are_drawn_stand_behind_their_paragraph(drawing):
    flow = flow_of(Docx([paragraph(run("正文") + f"<w:r>{drawing}</w:r>")]))

    assert (texts(flow), codes(flow)) == (["正文", "艺术字标题"], ["text_box"])
