"""Bad files on the screen of 「起草一组」: one clear sentence each, never an error page."""

from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest

from interpretations.models import PolicyPage
from tests.drafting.docx import Docx, box, cell, paragraph, run, table
from tests.editorial.drops import (
    BODY,
    DOCUMENT,
    EXPLAINED,
    FOOT,
    HEAD,
    NUMBER,
    TITLE,
    Fields,
    dropped,
    read_here,
    screen,
    sent,
    upload,
)
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db

INSERTED = f'<w:p><w:ins w:id="1" w:author="甲">{run("新增的话")}</w:ins></w:p>'
NESTED = table([cell(table([cell("里一"), cell("里二")]), "外")], [cell("一"), cell("二")])
TWO = [*HEAD, "一、甲", *FOOT, "关于别的事的通知", "九府办发〔2026〕32号", "乙。"]
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(name):
    archive = BytesIO()
    with ZipFile(archive, "w") as made:
        made.writestr(name, b"no Word file")
    return archive.getvalue()


def with_entity():
    """A Word file whose text asks for a file of the server."""
    made = BytesIO()
    source = ZipFile(BytesIO(Docx([paragraph("&a;")]).data()))
    with ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/document.xml":
                head, _end, rest = text.decode().partition("?>")
                entity = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                text = f"{head}?>{entity}{rest}".replace("&amp;a;", "&a;").encode()
            target.writestr(name, text)
    return made.getvalue()


# What cannot become a draft: the file, and what is said of it.
REFUSED = {
    "坏.docx": (b"PK\x03\x04 nothing", "文件已损坏"),
    "断.docx": (Docx([paragraph("一")]).data()[:300], "文件已损坏"),
    "空.txt": (b"  \n", "没有文字"),
    "修订.docx": (Docx([paragraph("一"), INSERTED]).data(), "修订：第 2 段插入“新增的话”"),
    "扫描.pdf": (b"%PDF-1.4", "还不能从 PDF 取文字。请选它的 Word 文件。"),
    "版式.ofd": (b"PK\x03\x04 ofd", "还不能从 OFD 取文字。请选它的 Word 文件。"),
    "笔记.rtf": (b"{\\rtf1 a}", "还不能读 RTF"),
    "两份.txt": ("\n".join(TWO).encode(), "一个文件里有 2 份"),
    "数据.json": (b"{}", "这不是文本文件"),
    "压缩.docx": (zipped("照片.jpg"), "文件已损坏"),
    "改名.docx": (b"no Word file", "文件已损坏"),
    "实体.docx": (with_entity(), "文件已损坏"),
    "怪.txt": (b"\x00\x01\x02\xff\xfe\x81" * 9, "认不出文件的编码"),
}
# What is drafted, with what a person should look at.
ODD = {
    "没有编号.txt": ("\n".join([*HEAD, "请重视。", "请落实。", *FOOT]), "文中没有编号"),
    "编号不对.txt": ("\n".join([*HEAD, "一、甲", "三、丙", *FOOT]), "前面缺了第 2 个编号"),
    "全半角.txt": ("\n".join([*HEAD, "（一）甲", "(二)乙", *FOOT]), "2 条款"),
    "句中数字.txt": ("\n".join([*HEAD, "一、增长3.5亿元，一、二年级免费。", *FOOT]), "1 条款"),
    "重号.txt": ("\n".join([*HEAD, "一、甲", "一、乙", *FOOT]), "编号“一、”重复"),
    "旧系统.txt": (DOCUMENT.encode("gb18030"), "2 条款"),
    "记事本.txt": (DOCUMENT.encode("utf-16"), "2 条款"),
    "网页.html": (
        f"<script>x()</script><body onload=x()>{DOCUMENT}<img src=x onerror=x()>"
        .replace("\n", "<p>").encode(), "有一张图片不在文件里"),
    "表中表.docx": (Docx([*map(paragraph, [*HEAD, "一、甲"]), NESTED]).data(), "表格里的表格"),
    "文本框.docx": (
        Docx([*map(paragraph, HEAD), paragraph(run("正文。") + box(paragraph("框")))]).data(),
        "文本框里的文字",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(shared_world):
    client = DeskClient()
    client.force_login(shared_world.drafter)
    return client


@pytest.fixture
def here(desk, monkeypatch):
    """The same desk, where the child is not the subject."""
    read_here(monkeypatch)
    return desk


@pytest.fixture(scope="module")
def refused(desk):
    """All files that cannot be drafted, dropped at once: the drop, and what is said of each."""
    drop = dropped(desk, *(upload(name, content) for name, (content, _) in REFUSED.items()))
    return drop, parts(screen(desk, drop), REFUSED)


@pytest.fixture(scope="module")
def odd(desk):
    """What the screen says of each odd file, all dropped at once."""
    drop = dropped(desk, *(upload(name, content) for name, (content, _) in ODD.items()))
    return parts(screen(desk, drop), ODD)


def parts(page, names):
    """The part of the screen that belongs to each file."""
    _before, *parts = page.content.decode().split('<select name="role-')
    return dict(zip(names, parts, strict=True))


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_says_what_to_do(refused, name):
    assert REFUSED[name][1] in refused[1][name]


def test_bad_files_become_no_draft(desk, refused):
    assert sent(desk, refused[0]).status_code == 422
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_and_what_is_odd_is_said(odd, name):
    assert ODD[name][1] in odd[name]
    assert f'value="{NUMBER}"' in odd[name]


def test_an_old_file_without_libreoffice_says_what_to_do(desk, monkeypatch):
    monkeypatch.setattr("drafting.old.PROGRAM", "no-such-program")

    page = screen(desk, dropped(desk, upload("旧.doc", OLD))).content.decode()

    assert "这台服务器没有安装 LibreOffice。请另存为 docx，再选它。" in page


def test_an_interpretation_alone_is_told_what_it_lacks(here):
    drop = dropped(here, upload("解读.txt", EXPLAINED))

    response = sent(here, drop)

    assert "这是解读，没有和它的文件一起放进来" in screen(here, drop).content.decode()
    assert response.status_code == 422 and not PolicyPage.objects.exists()


def test_two_documents_are_no_set(here):
    second = "\n".join(["关于燃气的通知", "九府办发〔2026〕40号", *BODY, *FOOT])

    page = screen(here, dropped(here, upload("一.txt"), upload("二.txt", second)))

    assert "一组只有一份政策文件" in page.content.decode()


def test_a_printed_copy_may_stay_as_an_attachment(here):
    page = screen(here, dropped(here, upload("一.txt"), upload("扫描.pdf", b"%PDF-1.4")))

    assert Fields(page.content.decode()).values["role-1"] == "attachment"
    assert "还不能从 PDF 取文字" in page.content.decode()


def test_one_bad_file_stops_none_of_its_neighbours(here):
    drop = dropped(here, upload("坏.docx", b"PK\x03\x04 nothing"), upload("电梯.txt"))

    assert sent(here, drop).status_code == 302
    assert PolicyPage.objects.get().draft_title == TITLE


def test_five_thousand_clauses_are_drafted_whole(desk):
    lines = [f"第{number}条　各部门做好第{number}件事。" for number in range(1, 5001)]
    drop = dropped(desk, upload("长.txt", "\n".join([*HEAD, *lines, *FOOT])))

    page = screen(desk, drop).content.decode()
    assert "5,000 条款" in page or "5000 条款" in page
    assert sent(desk, drop).status_code == 302
    policy = PolicyPage.objects.get().get_latest_revision_as_object()
    assert policy.body[0].value.source.count("<p>") > 5000


def test_a_file_of_three_hundred_pages_is_shown(desk):
    signs = Random(7)
    lines = ("".join(chr(signs.randint(0x4E00, 0x9FA5)) for _ in range(150)) for _ in range(1800))
    body = [paragraph(f"{line}。") for line in lines]
    word = Docx([*map(paragraph, HEAD), *body, *map(paragraph, FOOT)]).data()

    page = screen(desk, dropped(desk, upload("厚.docx", word)))

    assert page.status_code == 200 and NUMBER in page.content.decode()


def test_a_text_that_no_stage_expects_is_said_at_its_place(here, monkeypatch):
    def fail(flow, name, room):
        raise RecursionError

    drop = dropped(here, upload("电梯.txt"))
    monkeypatch.setattr("interpretations.importing.grouping.proposed", fail)

    assert "没有认出来，原因记在日志里" in screen(here, drop).content.decode()


def test_a_damaged_copy_of_a_text_without_breaks_is_shown(here):
    glued = DOCUMENT.replace("\n", "")

    page = screen(here, dropped(here, upload("粘.txt", glued)))

    assert page.status_code == 200
