"""What readers are told about an attachment, and which PDF belongs to an OFD."""

import pytest

from media.attachments import Shown, missing_twins, shown_together, type_label
from tests.factories import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world):
    return lambda name, title="附件": make_document(world, name=name, title=title)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("申请表.docx", "Word 文档"),
        ("表.et", "旧版 Excel 或 WPS 表格"),
        ("通知.OFD", "OFD 文件"),
        ("图.jpeg", "JPEG 图片"),
        ("未知.xyz", "XYZ"),
    ],
)
def test_a_reader_is_told_what_kind_of_file_it_is(file, name, label):
    assert type_label(file(name)) == label


def test_an_ofd_is_shown_at_the_pdf_of_its_name(file):
    ofd, other, pdf = file("通知.ofd"), file("申请表.docx"), file("通知.pdf")

    assert shown_together([ofd, other, pdf]) == [Shown(other), Shown(pdf, ofd)]
    assert missing_twins([ofd, other, pdf]) == []


def test_an_ofd_is_shown_at_the_pdf_of_its_title(file):
    ofd, pdf = file("a.ofd", "实施意见"), file("b.pdf", "实施意见")

    assert missing_twins([ofd, pdf]) == []


def test_an_ofd_without_its_pdf_is_missed(file):
    ofd, pdf = file("通知.ofd", "通知"), file("另一份.pdf", "另一份")

    assert missing_twins([ofd, pdf]) == [ofd]
    assert shown_together([ofd, pdf]) == [Shown(ofd), Shown(pdf)]


def test_two_ofds_never_share_a_twin_by_accident(file):
    first, second, pdf = file("一.ofd", "一"), file("二.ofd", "二"), file("二.pdf", "二")

    assert missing_twins([first, second, pdf]) == [first]


def test_an_attachment_keeps_its_checksum(file):
    assert len(file("a.pdf").sha256) == 64
