"""One odd value in a document costs at most what it is about, never the document."""

import io
import re
import zipfile

import pytest

from drafting.word import read
from tests.drafting.docx import (
    PNG,
    Docx,
    abstract,
    box,
    cell,
    field,
    in_list,
    level,
    num,
    paragraph,
    picture,
    run,
    start_at,
    style,
    styled,
    table,
)

LEVELS = (
    level(0, "chineseCounting", "第%1章", suffix="tab", extra='<w:pStyle w:val="A"/>'),
    level(1, "decimal", "%1.%2", extra='<w:isLgl w:val="1"/><w:lvlRestart w:val="1"/>'),
)
RICH = Docx(
    [
        paragraph("总则", styled("A")),
        paragraph(run("条", '<w:b w:val="1"/><w:vertAlign w:val="superscript"/>'), in_list(2, 1)),
        table([cell("表", span=2), cell("头", merge="restart")], [cell("甲"), cell("乙")]),
        paragraph(run("图") + picture("p1", "说明") + box(paragraph("框"))),
        paragraph(field('HYPERLINK "https://www.gov.cn"', run("链接"))),
        paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:br w:type="page"/></w:r>'),
        paragraph(run("注") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        paragraph(f'<w:hyperlink r:id="h">{run("链")}</w:hyperlink>'),
        paragraph("尾"),
    ],
    styles=style("A", "heading 1", paragraph=in_list(1) + '<w:outlineLvl w:val="0"/>', default=True)
    + style("B", "标题 2", based_on="A", run='<w:vanish w:val="0"/>'),
    numbering=abstract(0, *LEVELS) + num(1, 0) + num(2, 0, start_at(1, 3)),
    footnotes=f'<w:footnote w:id="2">{paragraph("说明")}</w:footnote>',
    links={"h": "https://www.gov.cn/"},
    pictures={"p1": PNG},
)
PARTS = ("document", "styles", "numbering", "footnotes")
VALUE = re.compile(r'(?<=[\s])(?:w|r|wp):\w+="([^"]*)"')


def with_value(data, part, place, value):
    """The file with the value of one attribute of a part in the place of another."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == f"word/{part}.xml":
                text = content.decode()
                start, end = list(VALUE.finditer(text))[place].span(1)
                content = (text[:start] + value + text[end:]).encode()
            target.writestr(name, content)
    return made.getvalue()


def values_of(data, part):
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return len(VALUE.findall(source.read(f"word/{part}.xml").decode()))


@pytest.mark.parametrize("value", ["", "zz", "-1", "9" * 30, "&#x9;一"])
@pytest.mark.parametrize("part", PARTS)
def test_an_odd_value_leaves_the_last_words(part, value, tmp_path):
    data = RICH.data()
    path = tmp_path / "odd.docx"
    for place in range(values_of(data, part)):
        path.write_bytes(with_value(data, part, place, value))
        last = read(path).paragraphs[-1].text
        assert last.endswith("尾"), (part, place)
