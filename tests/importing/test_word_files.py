"""A Word file with everything that a body keeps: what the draft has of it, up to readers."""

from datetime import date

import pytest

from interpretations.importing.earlier import keep
from interpretations.models import (
    InterpretationForm,
    InterpretationPage,
    PlanLine,
    PolicyPage,
    Topic,
)
from interpretations.releases.execution.execute import execute
from media.models import SiteImage
from tests.drafting import docx
from tests.drafting.docx import PNG, Docx, cell, paragraph, picture, run, style, styled
from tests.factories import approve, edit, fresh, submit_set
from tests.importing.drop import imported, only
from tests.importing.test_drafts import EXPLAINED, HEAD, draft_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(tmp_path):
    """A Word file with everything that a body keeps."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = [paragraph(line) for line in HEAD]
    body += [
        paragraph("一、标题", styled("1")),
        paragraph(run("注意", "<w:b/>") + run("安全。") + note),
        docx.table(
            [cell("项目", span=2), cell("金额")],
            [cell("甲", merge="restart"), cell("一"), cell("1")],
            [cell(merge="continue"), cell("二"), cell("2")],
        ),
        paragraph(picture("p1", "流程图")),
    ]
    made = Docx(
        body,
        styles=style("1", "heading 1"),
        footnotes=f'<w:footnote w:id="2">{paragraph("见第一条。")}</w:footnote>',
        pictures={"p1": PNG},
    )
    path = tmp_path / "全.docx"
    path.write_bytes(made.data())
    return path


@pytest.mark.usefixtures("files_read_here")
def test_a_body_keeps_headings_bold_merged_cells_pictures_and_notes(world, rich):
    draft = draft_of(only(rich, department="zhujian", user="drafter"))

    words, grid, image, notes = draft.body
    assert words.value.source.startswith("<h3>一、标题</h3><p><b>注意</b>安全。")
    assert grid.value["cells"] == "项目\t<<\t金额\n甲\t一\t1\n^^\t二\t2"
    assert image.value["alt"] == "流程图"
    assert image.value["image"].collection.name == world.department.title
    assert [note["text"] for note in notes.value] == ["见第一条。"]


@pytest.mark.usefixtures("files_read_here")
def test_a_picture_that_the_new_file_has_too_keeps_what_somebody_wrote_of_it(world, rich):
    line = only(rich, department="zhujian", user="drafter")
    draft = draft_of(line)
    _words, grid, image, _notes = draft.body
    image.value["alt"] = "谁来查、多久查一次的流程图"
    grid.value["caption"] = "收费"
    policy = PolicyPage.objects.get(pk=line["id"])
    edit(policy, world.drafter, body=draft.body)
    keep(fresh(policy), "0" * 64)

    again = draft_of(only(rich, department="zhujian", user="drafter"))

    assert again.body[2].value["alt"] == "谁来查、多久查一次的流程图"
    assert again.body[1].value["caption"] == "收费"
    assert [block.id for block in again.body] == [block.id for block in draft.body]
    assert SiteImage.objects.count() == 1


def test_an_imported_set_goes_the_whole_way(world, rich, client):
    text(rich.parent, "解读.txt", EXPLAINED)
    lines, _said = imported(rich.parent, department="zhujian", user="drafter")
    document, interpretation = lines
    policy = fresh(PolicyPage.objects.get(pk=document["id"]))
    completed = {
        "topic": Topic.objects.get(name="城乡建设、环境保护"),
        "issuers": "九江市人民政府办公室",
        "date_written": date(2026, 11, 9),
        "plan_outline": "背景、要点。",
        "plan_lines": [PlanLine(form=InterpretationForm.objects.get(slug="jiedu"))],
    }
    edit(policy, world.drafter, **completed)
    page = InterpretationPage.objects.get(pk=interpretation["id"])
    words = {"summary": "电梯有人管。", "interpreter": "市住建局", "key_points": "<p>明责。</p>"}
    edit(page, world.drafter, **words)
    execute(approve(world, submit_set(world, fresh(policy))).pk)

    html = client.get(fresh(policy).url).content.decode()
    assert 'colspan="2"' in html and "document-notes" in html
    assert 'alt="流程图"' in html
