"""Files as other programs write them, with what they are known to do otherwise."""

import io

import docx

from tests.drafting.docx import Docx, abstract, in_list, level, num, paragraph, picture, run
from tests.drafting.reads import codes, flow_of, texts


def saved(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_file_of_python_docx():
    document = docx.Document()
    document.add_heading("关于某事的通知", 0)
    document.add_heading("总体要求", 1)
    for words in ("甲", "乙"):
        document.add_paragraph(words, style="List Number")
    grid = document.add_table(2, 2)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "表头"
    grid.cell(1, 1).text = "丁"
    flow = flow_of(saved(document))

    assert texts(flow) == ["关于某事的通知", "总体要求", "1.甲", "2.乙"]
    assert flow.title_lines == ["关于某事的通知"]
    assert [[(c.text, c.colspan) for c in row] for row in flow.tables[0].rows] == [
        [("表头", 2)],
        [("", 1), ("丁", 1)],
    ]


def test_wps_names_pictures_that_are_not_there():
    made = Docx([paragraph(run("甲") + picture("p1"))], pictures={"p1": None})
    data = made.data()

    assert (texts(flow_of(data)), codes(flow_of(data))) == (["甲"], ["picture_missing"])


def test_wps_numbers_by_the_japanese_name_of_the_same_signs():
    numbering = abstract(0, level(0, "japaneseCounting", "第%1条", suffix="tab", start=9)) + num(
        1, 0
    )
    body = [paragraph(words, in_list(1)) for words in "甲乙丙"]

    assert texts(flow_of(Docx(body, numbering=numbering))) == [
        "第九条　甲",
        "第十条　乙",
        "第十一条　丙",
    ]


def test_a_number_that_a_drafter_typed_behind_an_automatic_one_stays():
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0)
    body = [paragraph("一、甲", in_list(1))]

    assert texts(flow_of(Docx(body, numbering=numbering))) == ["一、一、甲"]
