"""Single fields in every writing that offices use."""

from datetime import date

import pytest

from tests.drafting.shapes import SENTENCE, document, fields


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("二〇二六年十一月二十八日", date(2026, 11, 28)),
        ("二○二六年十月一日", date(2026, 10, 1)),
        ("二零一八年一月三十一日", date(2018, 1, 31)),
        ("二O一八年十二月四日", date(2018, 12, 4)),
        ("2018 年 12 月 4 日", date(2018, 12, 4)),
        ("２０１８年１２月４日", date(2018, 12, 4)),
        ("2018年2月30日", None),
    ],
)
def test_the_day_in_every_writing(line, day):
    found = fields(document("关于某事的通知", "各县人民政府：", SENTENCE, "九江市人民政府", line))

    assert found.value("date_written") == day


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本办法自2026年1月1日起施行。", date(2026, 1, 1)),
        ("本规定自二〇二六年一月一日起正式实施。", date(2026, 1, 1)),
        ("《民法典》自2021年1月1日起施行后，各地应当衔接。", None),
        ("本办法自发布之日起施行。", None),
        ("应当自2026年1月1日起20个工作日内答复。", None),
    ],
)
def test_from_when_a_document_holds(sentence, day):
    assert fields(document("某某办法", SENTENCE, sentence)).value("date_effective") == day


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本办法自2026年1月1日起施行，有效期五年。", date(2030, 12, 31)),
        ("本办法自2026年1月1日起施行，有效期至2028年6月30日。", date(2028, 6, 30)),
        ("本通知自2026年1月1日起施行，至2027年12月31日止。", date(2027, 12, 31)),
        ("证书有效期为三年。", None),
    ],
)
def test_until_when_a_document_holds(sentence, day):
    assert fields(document("某某办法", SENTENCE, sentence)).value("expires") == day


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [
        (
            "《甲办法》（九府发〔2010〕3号）、《乙规定》同时废止。",
            [("甲办法", "九府发〔2010〕3号"), ("乙规定", "")],
        ),
        ("《关于印发〈丙办法〉的通知》予以废止。", [("关于印发〈丙办法〉的通知", "")]),
        ("《丁办法》的修改或者废止由市政府决定。", []),
    ],
)
def test_what_a_document_ends(sentence, ended):
    value = fields(document("某某办法", SENTENCE, sentence)).value("repeals") or []

    assert [(one["title"], one["number"]) for one in value] == ended


@pytest.mark.parametrize(
    ("note", "openness"),
    [
        ("（此件公开发布）", "public"),
        ("（此件依申请公开）", "on_request"),
        ("（此件不予公开）", "closed"),
    ],
)
def test_who_may_read_it(note, openness):
    assert fields(document("关于某事的通知", SENTENCE, note)).value("openness") == openness


@pytest.mark.parametrize("number", ["九府发〔2026〕31号", "〔2026〕31号"])
@pytest.mark.parametrize(
    ("line", "signers"),
    [
        ("{}　签发人：张三", ["张三"]),
        ("{}\t签发人：张三", ["张三"]),
        ("{}签发人:张三", ["张三"]),
        ("{}　　签 发 人：张　三", ["张三"]),
        ("{}　签发人　张三", ["张三"]),
        ("{}　签发：欧阳小四", ["欧阳小四"]),
        ("{}　会签人：张三、李四", ["张三", "李四"]),
        ("{}（签发人：张三）", ["张三"]),
        ("签发人：张三　{}", ["张三"]),
        ("发文字号：{}　签发人：张三", ["张三"]),
        ("签发人：张三\n{}", ["张三"]),
        ("{}\n签发人：张三", ["张三"]),
        ("签发人：张三　李四\n{}　　　王五", ["张三", "李四", "王五"]),
        ("{}　签发人：张三\n李四　王五", ["张三", "李四", "王五"]),
        ("{}　签发人：", None),
        ("（签发人：张三）{}", ["张三"]),
        ("签发人：张三　会签人：李四　{}", ["张三", "李四"]),
        ("{}　签发人：张三　2026年11月9日", ["张三"]),
        ("签发人：张三　李四\n王五　赵六\n{}", ["张三", "李四", "王五", "赵六"]),
        ("{}　签发人：张三　联系人：李四　8123456", ["张三"]),
        ("签发人：张三　{}　联系人：李四", ["张三"]),
        ("{}　签发人：张三（联系人：李四，电话：123）", ["张三"]),
        ("签发人：张三（联系人：李四，电话：123）\n{}", ["张三"]),
        ("{}　签发人：张三2026年1月2日", ["张三"]),
        ("{}　签发人：张三二〇二六年一月二日", ["张三"]),
        ("{}　签发人：张三（2026年1月2日）", ["张三"]),
        ("{}　签发人：张三8123456", ["张三"]),
        ("签发人：张三、李四（会签）{}", ["张三", "李四"]),
        ("{}　签发人：张三（省长）、李四（市长）", ["张三", "李四"]),
    ],
)
def test_a_number_beside_whoever_signed_is_the_number_alone(number, line, signers):
    lines = line.format(number).split("\n")
    found = fields(
        document("九江市人民政府文件", *lines, "关于某事的请示", "省人民政府：", SENTENCE)
    )

    assert (found.value("doc_number"), found.value("signed_by")) == (number, signers)
    assert found.value("title") == "关于某事的请示"


@pytest.mark.parametrize("title", ["医保 十条", "医保 新政", "养老 服务"])
def test_a_title_of_two_short_words_names_no_signers(title):
    found = fields(
        document("九府字〔2026〕3号", "签发人：张三　李四", title, "各县人民政府：", SENTENCE)
    )

    assert found.value("signed_by") == ["张三", "李四"]
    assert found.value("title") == title


def test_a_sentence_about_signing_names_nobody():
    found = fields(
        document("关于某事的通知", "各县人民政府：", "签发人：由主要负责人担任。", SENTENCE)
    )

    assert found.value("signed_by") is None
