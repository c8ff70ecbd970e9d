"""What the command leaves on the desk: drafts as a drafter would have typed them."""

import pytest

from interpretations.importing.earlier import keep
from interpretations.models import (
    Contribution,
    InterpretationPage,
    PolicyPage,
)
from interpretations.models.clause_links import Link, stored
from tests.drafting.docx import Docx, paragraph
from tests.factories import edit, fresh, make_set, released_set, submit_set
from tests.importing.drop import imported, only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_read_here")]
TITLE = "九江市人民政府办公室关于加强电梯安全管理工作的通知"
NUMBER = "九府办发〔2026〕31号"
HEAD = [TITLE, NUMBER, "各县（市、区）人民政府："]
BODY = ["为保障电梯安全，现通知如下：", "一、明确责任", "物业公司是责任单位。"]
FOOT = ["九江市人民政府办公室", "2026年11月9日", "（此件主动公开）"]
EXPLAINED = [f"《{TITLE}》政策解读", "一、背景", "电梯多了，要管好。", "联系电话：0792-8123456"]


def text(folder, name="电梯.txt", lines=(*HEAD, *BODY, *FOOT)):
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def draft_of(line):
    return PolicyPage.objects.get(pk=line["id"]).get_latest_revision_as_object()


def test_a_text_becomes_the_draft_that_a_drafter_would_have_typed(world, tmp_path):
    line = only(text(tmp_path), department="zhujian", user="drafter")

    draft = draft_of(line)
    assert (line["status"], draft.live) == ("created", False)
    assert (draft.title, draft.doc_number) == (TITLE, NUMBER)
    assert (draft.issuers, str(draft.date_written)) == (FOOT[0], "2026-11-09")
    assert (draft.recipients, draft.genre.name) == (HEAD[2].rstrip("："), "通知")
    html = "".join(f"<p>{words}</p>" for words in (*BODY, *FOOT))
    assert [block.value.source for block in draft.body] == [html]


def test_what_the_draft_cannot_hold_is_told_and_stays_text(world, tmp_path):
    topic, words = "索引号：JJ-2026-31　主题分类：电梯事务", f"主题词：{'长' * 101}、电梯"
    line = only(text(tmp_path, lines=[topic, words, *HEAD, *BODY, *FOOT]), department="zhujian")

    draft = draft_of(line)
    assert "主题分类“电梯事务”不在本站的清单里" in line["reason"]
    assert f"没有填：{'长' * 101}" in line["reason"]
    assert draft.body[0].value.source.startswith(f"<p>{topic}</p><p>{words}</p>")
    assert (draft.index_number, [one.name for one in draft.keywords.all()]) == (
        "JJ-2026-31", ["电梯"],
    )  # fmt: skip


def test_a_line_whose_parts_all_have_a_place_goes(world, tmp_path):
    line = "索引号：JJ-2026-31　公开方式：主动公开"

    made = only(text(tmp_path, lines=[line, *HEAD, *BODY, *FOOT]), department="zhujian")

    assert "索引号" not in draft_of(made).body[0].value.source


def test_whoever_signed_stays_in_the_text(world, tmp_path):
    line = f"{NUMBER}　签发人：张三"

    made = only(text(tmp_path, lines=[TITLE, line, *HEAD[2:], *BODY, *FOOT]))

    assert (made["fields"]["doc_number"], made["fields"]["signed_by"]) == (NUMBER, ["张三"])
    assert draft_of(made).body[0].value.source.startswith(f"<p>{line}</p>")


def test_whoever_imports_is_the_author(world, tmp_path):
    line = only(text(tmp_path), department="zhujian", user="drafter")

    rows = Contribution.objects.filter(page=line["id"])
    assert [row.user for row in rows] == [world.drafter]


def test_a_rehearsal_writes_nothing(world, tmp_path):
    line = only(text(tmp_path), dry_run=True)

    assert (line["status"], line["id"], line["fields"]["doc_number"]) == ("created", None, NUMBER)
    assert not PolicyPage.objects.exists()


def test_twice_gives_nothing_twice(world, tmp_path):
    first = only(text(tmp_path))
    again = only(text(tmp_path))

    assert (again["status"], again["id"]) == ("skipped", first["id"])
    assert PolicyPage.objects.count() == 1


def test_a_text_without_number_is_known_by_its_words(world, tmp_path):
    lines = ["关于某事的通知", *BODY]
    first = only(text(tmp_path, lines=lines))

    assert only(text(tmp_path, "改名.txt", lines))["id"] == first["id"]


def test_a_new_text_renews_the_draft(world, tmp_path):
    first = only(text(tmp_path))
    second = only(text(tmp_path, lines=[*HEAD, *BODY, "二、加强检查", *FOOT]))

    assert (second["status"], second["id"]) == ("updated", first["id"])
    assert "二、加强检查" in draft_of(second).body[0].value.source


def _words(folder, *typed):
    """The line of the import of a text with these keywords, and those of the draft."""
    lines = [f"主题词：{'　'.join(typed)}"] if typed else []
    line = only(text(folder, lines=[*lines, *HEAD, *BODY, f"共{len(typed)}个词。", *FOOT]))
    return line["status"], {word.name for word in draft_of(line).keywords.all()}


@pytest.mark.parametrize(
    ("again", "kept"),
    [
        (["电梯", "安全", "检查"], {"电梯", "安全", "检查"}),
        (["检查"], {"检查"}),
        ([], {"电梯", "安全"}),
    ],
)
def test_a_new_text_renews_the_keywords_that_it_says(world, tmp_path, again, kept):
    first = _words(tmp_path, "电梯", "安全")
    assert first == ("created", {"电梯", "安全"})

    assert _words(tmp_path, *again) == ("updated", kept)


def test_keywords_that_a_person_chose_are_not_written_over(world, tmp_path):
    first = only(text(tmp_path), department="zhujian")
    draft = draft_of(first)
    draft.keywords.add("房屋")
    draft.save_revision(user=world.drafter)

    assert _words(tmp_path, "电梯") == ("skipped", {"房屋"})


def test_a_new_text_renews_what_it_ends(world, tmp_path):
    ends = ["《甲办法》（九府发〔2010〕3号）同时废止。", "《甲办法》、《乙规定》同时废止。"]
    only(text(tmp_path, lines=[*HEAD, *BODY, ends[0], *FOOT]))
    second = only(text(tmp_path, lines=[*HEAD, *BODY, ends[1], *FOOT]))

    titles = [one.title for one in draft_of(second).relations.all()]
    assert (second["status"], titles) == ("updated", ["甲办法", "乙规定"])


def test_what_a_person_changed_is_not_written_over(world, tmp_path):
    first = only(text(tmp_path), department="zhujian")
    edit(PolicyPage.objects.get(pk=first["id"]), world.drafter, recipients="各单位")

    second = only(text(tmp_path, lines=[*HEAD, *BODY, "二、加强检查", *FOOT]))

    assert second["status"] == "skipped" and "有人改过" in second["reason"]
    assert "「用文件替换正文」" in second["reason"]
    assert draft_of(second).recipients == "各单位"


def test_a_public_document_is_left_alone(world, tmp_path):
    policy = released_set(world, doc_number=NUMBER).policy
    line = only(text(tmp_path), department="zhujian")

    assert (line["status"], line["id"]) == ("skipped", policy.pk)
    assert "更正" in line["reason"]


def test_an_interpretation_comes_below_its_document(world, tmp_path):
    text(tmp_path)
    text(tmp_path, "解读.txt", EXPLAINED)
    (document, interpretation), said = imported(tmp_path, department="zhujian", user="drafter")

    page = InterpretationPage.objects.get(pk=interpretation["id"])
    assert said == ""
    assert page.get_parent().pk == document["id"]
    assert (page.form.slug, page.contact) == ("jiedu", EXPLAINED[3])
    assert EXPLAINED[0] not in page.body[0].value.source


def test_each_section_of_an_interpretation_is_a_block_that_can_explain_a_clause(world, tmp_path):
    text(tmp_path)
    lines = [
        EXPLAINED[0],
        "一、背景",
        "电梯多了。",
        "二、要点",
        "（一）谁负责。物业。",
        "（二）查。",
    ]
    text(tmp_path, "解读.txt", lines)
    imported(tmp_path, department="zhujian", user="drafter")

    page = InterpretationPage.objects.get().get_latest_revision_as_object()
    assert [block.value.source for block in page.body] == [
        "<p>一、背景</p><p>电梯多了。</p>",
        "<p>二、要点</p>",
        "<p>（一）谁负责。物业。</p>",
        "<p>（二）查。</p>",
    ]


def test_an_interpretation_that_is_imported_again_keeps_links_and_what_no_file_has(world, tmp_path):
    paths = [text(tmp_path), text(tmp_path, "解读.txt", EXPLAINED)]
    (document, interpretation), _said = imported(*paths, department="zhujian", user="drafter")
    page = InterpretationPage.objects.get(pk=interpretation["id"])
    body = page.get_latest_revision_as_object().body
    first = body[0]
    clause = draft_of(document).clause_identities[0]["id"]
    links = [Link(first.id, document["id"], clause)]
    body.append(("quotation", {"text": "原文一句。", "source": ""}))
    edit(page, world.drafter, clause_links=stored(links), body=body)
    # As replacing the text on the desk leaves it.
    keep(fresh(page), "0" * 64)

    text(tmp_path, "解读.txt", [EXPLAINED[0], "一、背景", "电梯多了，都要管好。", EXPLAINED[3]])
    lines, _said = imported(*paths, department="zhujian", user="drafter")

    draft = fresh(page).get_latest_revision_as_object()
    assert lines[1]["status"] == "updated"
    assert "留在原处的：第 2 块「引用原文」" in lines[1]["reason"]
    assert "都要管好" in draft.body[0].value.source
    assert list(Link.read(draft.clause_links)) == links
    assert draft.body[1].block_type == "quotation"


def test_an_interpretation_alone_is_skipped_with_its_fields(world, tmp_path):
    line = only(text(tmp_path, "解读.txt", EXPLAINED))

    assert line["status"] == "skipped"
    assert line["fields"]["explains"] == [TITLE]


def test_of_two_documents_the_interpretation_takes_the_one_it_names(world, tmp_path):
    other = ["关于别的事的通知", "九府办发〔2026〕32号", *BODY, *FOOT]
    paths = [text(tmp_path, "a.txt", other), text(tmp_path, "b.txt")]
    lines, _said = imported(*paths, text(tmp_path, "c.txt", EXPLAINED))

    assert InterpretationPage.objects.get().get_parent().pk == lines[1]["id"]


def test_what_is_called_an_attachment_is_attached(world, tmp_path):
    text(tmp_path)
    (tmp_path / "附件1：申请表.docx").write_bytes(Docx([paragraph("申请人：")]).data())
    (document, attached), said = imported(tmp_path, department="zhujian")

    draft = draft_of(document)
    assert said == ""
    assert [row.title for row in draft.attachments.all()] == ["附件1：申请表"]
    assert (attached["status"], attached["id"]) == ("created", document["id"])


@pytest.fixture
def beside(tmp_path):
    """A folder with a document and its attachment."""
    text(tmp_path)
    table(tmp_path, "1,2")
    return tmp_path


def table(folder, line):
    (folder / "附件1：标准.csv").write_text(f"甲,乙\n{line}\n", encoding="utf-8")


def test_an_attachment_is_attached_once(world, beside):
    imported(beside, department="zhujian")
    (document, again), _said = imported(beside, department="zhujian")

    assert (again["status"], again["reason"]) == ("skipped", "已经导入过，没有变化。")
    assert draft_of(document).attachments.count() == 1


def test_an_attachment_that_changed_takes_the_place_of_the_earlier_one(world, beside):
    imported(beside, department="zhujian")
    table(beside, "3,4")
    (document, again), _said = imported(beside, department="zhujian")

    (row,) = draft_of(document).attachments.all()
    assert again["status"] == "updated"
    assert "3,4" in row.document.file.read().decode()


def test_a_person_who_went_on_from_an_import_is_given_no_attachment(world, beside):
    (document, _table), _said = imported(beside, department="zhujian")
    edit(PolicyPage.objects.get(pk=document["id"]), world.drafter, recipients="各单位")
    before = draft_of(document).latest_revision_id
    table(beside, "3,4")
    (_document, again), _said = imported(beside, department="zhujian")

    assert again["status"] == "skipped" and "没有添加附件" in again["reason"]
    assert draft_of(document).latest_revision_id == before


@pytest.mark.parametrize("is_rehearsal", [False, True], ids=["import", "rehearsal"])
def test_a_public_document_gets_no_attachment(world, beside, is_rehearsal):
    policy = released_set(world, doc_number=NUMBER).policy
    (_document, attached), _said = imported(beside, department="zhujian", dry_run=is_rehearsal)

    policy = fresh(policy)
    assert attached["status"] == "skipped" and "更正" in attached["reason"]
    assert not policy.has_unpublished_changes and policy.latest_revision == policy.live_revision
    assert not Contribution.objects.filter(page=policy.pk, user=world.admin).exists()


def test_a_document_under_review_gets_no_attachment(world, beside):
    policy = submit_set(world, make_set(world, doc_number=NUMBER)).policy
    (_document, attached), _said = imported(beside, department="zhujian")

    assert attached["status"] == "skipped" and "正在审核" in attached["reason"]
    assert fresh(policy).attachments.count() == 0
