"""Documents in the shapes that offices write them: what is recognized, and where."""

from datetime import date

import pytest

from drafting.recognize import What, recognize
from tests.drafting.docx import (
    Docx,
    abstract,
    cell,
    in_list,
    level,
    num,
    paragraph,
    run,
    style,
    styled,
    table,
)
from tests.drafting.reads import codes, flow_of, texts
from tests.drafting.shapes import SENTENCE, document, fields

ARTICLES = abstract(
    0,
    level(0, "chineseCountingThousand", "第%1章", suffix="tab"),
    level(1, "chineseCountingThousand", "第%2条", suffix="tab", extra='<w:lvlRestart w:val="0"/>'),
) + num(1, 0)


WPS_NOTICE = document(
    paragraph(run("九江市人民政府", "<w:b/>") + run("办公室文件")),
    paragraph(run("九府办发") + run("[ 2026 ]") + run("０31 号") + run("　　　签发人：王五")),
    paragraph(run("关于印发") + "<w:r><w:br/></w:r>" + run("九江市数据共享管理办法的通知")),
    "各县（市、区）人民政府，市政府各部门：",
    "《九江市数据共享管理办法》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "附件：1．九江市数据共享管理办法",
    "　　　2．数据共享责任清单",
    "九江市人民政府办公室",
    "二○二六年十一月九日",
    "（此件主动公开）",
    "（联系人：赵六；联系电话：0792-8550000）",
    "附件1",
    "九江市数据共享管理办法",
    paragraph("总则", in_list(1)),
    paragraph("为了规范数据共享，制定本办法。", in_list(1, 1)),
    paragraph("附则", in_list(1)),
    paragraph("本办法由市数据局负责解释。", in_list(1, 1)),
    paragraph(
        "本办法自2027年1月1日起施行，有效期5年。《九江市政务数据管理办法》（九府办发〔2020〕3号）同时废止。",
        in_list(1, 1),
    ),
    numbering=ARTICLES,
)


def test_a_notice_with_an_attached_text():
    found = fields(WPS_NOTICE)

    assert found.what is What.DOCUMENT
    assert found.as_json() == {
        "title": "关于印发九江市数据共享管理办法的通知",
        "doc_number": "九府办发[ 2026 ]０31 号",
        "issuers": ["九江市人民政府办公室"],
        "signatures": ["九江市人民政府办公室"],
        "signed_by": ["王五"],
        "recipients": "各县（市、区）人民政府，市政府各部门",
        "date_written": "2026-11-09",
        "date_effective": "2027-01-01",
        "expires": "2031-12-31",
        "genre": "通知",
        "openness": "public",
        "responsible": "市数据局",
        "contacts": ["联系人：赵六；联系电话：0792-8550000"],
        "attachments": ["九江市数据共享管理办法", "数据共享责任清单"],
        "repeals": [{"title": "九江市政务数据管理办法", "number": "九府办发〔2020〕3号"}],
    }


def test_its_numbers_are_printed_and_its_fields_have_places():
    flow = flow_of(WPS_NOTICE)
    found = recognize(flow).fields

    assert "第三条　本办法自2027年1月1日起施行" in flow.text
    assert str(found["doc_number"].place) == "第 2 段"
    assert str(found["date_effective"].place) == "第 18 段"
    assert found["date_effective"].words == "本办法自2027年1月1日起施行"


def test_what_is_not_there_is_listed_as_missing():
    assert {"index_no", "topic", "amends"} <= set(fields(WPS_NOTICE).missing)


def test_several_organs_that_sign_together():
    found = fields(
        document(
            "关于做好灵活就业人员参保工作的通知",
            "九人社发〔2026〕12号",
            "各县（市、区）人力资源和社会保障局、财政局：",
            SENTENCE,
            "九江市人力资源和社会保障局　　九江市财政局",
            "国家税务总局九江市税务局",
            "2026年3月5日",
        )
    )

    assert found.value("issuers") == [
        "九江市人力资源和社会保障局",
        "九江市财政局",
        "国家税务总局九江市税务局",
    ]
    assert found.value("date_written") == date(2026, 3, 5)


def test_a_form_above_the_text():
    form = table(
        [
            cell("索 引 号："),
            cell("000014349/2026-00215"),
            cell("主题分类："),
            cell("综合政务\\应急管理"),
        ],
        [cell("发文机关："), cell("九江市应急管理局"), cell("成文日期："), cell("2026年06月04日")],
        [cell("标　　题："), cell("关于加强汛期值守的通知", span=3)],
        [cell("发文字号："), cell("九应急发〔2026〕8号"), cell("主 题 词："), cell("应急 值守")],
    )
    found = fields(document(form, SENTENCE))

    assert found.as_json() | {"x": 0} == found.as_json() | {
        "x": 0,
        "index_no": "000014349/2026-00215",
        "topic": "综合政务\\应急管理",
        "issuers": ["九江市应急管理局"],
        "date_written": "2026-06-04",
        "title": "关于加强汛期值守的通知",
        "doc_number": "九应急发〔2026〕8号",
        "topic_words": ["应急", "值守"],
    }
    assert str(found.fields["index_no"].place) == "表 1 第 1 行"


def test_an_order():
    found = fields(
        document(
            "九江市人民政府令",
            "第12号",
            "《九江市城市养犬管理规定》已经市政府常务会议审议通过，现予公布，自2026年5月1日起施行。",
            "市长　张三",
            "2026年3月1日",
            "九江市城市养犬管理规定",
            "第一条　为了加强养犬管理，制定本规定。",
        )
    )

    assert found.as_json() == {
        "title": "九江市城市养犬管理规定",
        "doc_number": "九江市人民政府令第12号",
        "issuers": ["九江市人民政府"],
        "signatures": ["市长　张三"],
        "date_written": "2026-03-01",
        "date_effective": "2026-05-01",
        "genre": "规定",
    }


def test_a_rule_with_its_history_under_the_title():
    found = fields(
        document(
            "九江市城市供水条例",
            "（2007年4月5日九江市人民政府令第492号公布　2019年4月3日九江市人民政府令第711号修订"
            "　自2019年5月15日起施行）",
            "第一章　总则",
            "第一条　为了保障供水，制定本条例。",
        )
    )

    assert found.as_json() == {
        "title": "九江市城市供水条例",
        "doc_number": "九江市人民政府令第711号",
        "date_written": "2019-04-03",
        "date_effective": "2019-05-15",
        "genre": "条例",
    }


def test_a_history_of_several_lines():
    found = fields(
        document(
            "政府信息公开条例",
            "2007年4月5日中华人民共和国国务院令第492号公布",
            "2019年4月3日中华人民共和国国务院令第711号修订",
            "第一章　总则",
        )
    )

    assert found.value("date_written") == date(2019, 4, 3)
    assert found.value("doc_number") == "中华人民共和国国务院令第711号"
    assert found.value("title") == "政府信息公开条例"


def test_an_announcement_of_several_organs():
    found = fields(
        document(
            "财政部　税务总局公告",
            "2023年第12号",
            "财政部　税务总局关于进一步支持小微企业发展有关税费政策的公告",
            f"为支持小微企业发展，{SENTENCE}",
            "特此公告。",
            "财政部　税务总局",
            "2023年8月2日",
        )
    )

    assert found.value("title") == "财政部 税务总局关于进一步支持小微企业发展有关税费政策的公告"
    assert found.value("issuers") == ["财政部", "税务总局"]
    assert found.value("doc_number") == "财政部 税务总局公告2023年第12号"


def test_a_title_with_its_number_behind_it():
    found = fields(
        document("关于做好防汛工作的通知（九府办发〔2026〕9号）", "各县人民政府：", SENTENCE)
    )

    assert found.value("title") == "关于做好防汛工作的通知"
    assert found.value("doc_number") == "九府办发〔2026〕9号"


def test_a_text_that_is_the_interpretation():
    found = fields(
        document(
            paragraph("《九江市数据共享管理办法》政策解读", styled("T")),
            "一、背景依据",
            SENTENCE,
            "二、主要内容",
            SENTENCE,
            "解读机关：九江市数据局",
            "解读人：李四　联系电话：0792-8551111",
            styles=style("T", "Title"),
        )
    )

    assert found.what is What.INTERPRETATION
    assert found.value("title") == "《九江市数据共享管理办法》政策解读"
    assert found.value("explains") == ["九江市数据共享管理办法"]
    assert len(found.value("contacts")) == 2


def test_questions_and_answers_are_an_interpretation():
    lines = [f"{sign}：{SENTENCE}" for _ in range(3) for sign in ("问", "答")]

    assert fields(document("新办法怎么看", *lines)).what is What.INTERPRETATION


@pytest.mark.parametrize(
    "title",
    [
        "九江市人民政府办公室关于加强政策解读工作的通知",
        "九江市政策解读工作规定（试行）",
    ],
)
def test_a_document_about_interpreting_is_a_document(title):
    assert fields(document(title, SENTENCE)).what is What.DOCUMENT


def test_a_document_and_its_interpretation_in_one_file():
    found = fields(
        document(
            "关于做好春耕工作的通知",
            "九农发〔2026〕3号",
            "各县（市、区）农业农村局：",
            SENTENCE,
            "九江市农业农村局",
            "2026年2月1日",
            "《关于做好春耕工作的通知》解读",
            SENTENCE,
            "联系电话：0792-8552222",
        )
    )

    assert found.what is What.SEVERAL
    assert [(part.what, part.title) for part in found.parts] == [
        (What.DOCUMENT, "关于做好春耕工作的通知"),
        (What.INTERPRETATION, "《关于做好春耕工作的通知》解读"),
    ]
    assert str(found.parts[1].place) == "第 7 段"
    assert "contacts" in found.missing


def test_two_documents_in_one_file():
    two = [
        [
            f"关于第{order}件事的通知",
            f"九府发〔2026〕{order}号",
            "各县（市、区）人民政府：",
            SENTENCE,
            "九江市人民政府",
            f"2026年2月{order}日",
        ]
        for order in (1, 2)
    ]
    found = fields(document(*two[0], *two[1]))

    assert found.what is What.SEVERAL
    assert [part.title for part in found.parts] == ["关于第1件事的通知", "关于第2件事的通知"]
    assert found.value("doc_number") == "九府发〔2026〕1号"


def test_a_document_that_passes_another_one_on_is_one():
    found = fields(
        document(
            "九江市人民政府办公室转发省政府办公厅关于做好防汛工作的通知",
            "九府办发〔2026〕9号",
            "各县（市、区）人民政府：",
            SENTENCE,
            "九江市人民政府办公室",
            "2026年4月2日",
            "江西省人民政府办公厅关于做好防汛工作的通知",
            "赣府厅发〔2026〕7号",
            "各市、县（区）人民政府：",
            SENTENCE,
        )
    )

    assert found.what is What.DOCUMENT
    assert found.value("doc_number") == "九府办发〔2026〕9号"


def test_a_letter_without_any_number():
    found = fields(
        document(
            "关于商请支持数据核验的函",
            "九江市公安局：",
            SENTENCE,
            "妥否，请函复。",
            "九江市数据局",
            "2026年7月8日",
        )
    )

    assert (found.value("genre"), found.value("recipients")) == ("函", "九江市公安局")
    assert "doc_number" in found.missing


def test_a_decision_that_changes_another():
    found = fields(
        document(
            "九江市人民政府关于修改《九江市河道管理办法》的决定",
            "九江市人民政府决定对《九江市河道管理办法》作如下修改：",
            "一、第三条修改为：“……”。",
        )
    )

    assert found.value("amends") == [{"title": "九江市河道管理办法", "number": ""}]
    assert found.value("genre") == "决定"


def test_a_citation_is_no_number_of_the_document():
    found = fields(
        document(
            "关于落实《国务院关于加强工作的意见》（国发〔2020〕1号）的通知",
            f"根据国发〔2020〕1号文件，{SENTENCE}",
        )
    )

    assert "doc_number" in found.missing


def test_three_hundred_pages_keep_every_number():
    body = [paragraph(f"{SENTENCE}{order}", in_list(1, 1)) for order in range(1, 5001)]
    flow = flow_of(Docx(body, numbering=ARTICLES))

    assert texts(flow)[4999].startswith("第五千条　")
    assert codes(flow) == []


def test_a_long_text_without_any_mark_has_no_fields():
    found = fields(document(*[SENTENCE] * 20))

    assert (found.what, found.fields) == (What.DOCUMENT, {})
