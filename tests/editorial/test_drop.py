"""「起草一组」: dropped files become one set of drafts, when a person has confirmed them."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from interpretations.importing.drops import MOST_FILES, MOST_WAITING, forget, forget_old_drops
from interpretations.models import Drop, InterpretationPage, PolicyPage
from interpretations.models.refusals import Refusal
from media.models import SiteDocument
from tests.drafting.docx import PNG, Docx, paragraph, picture
from tests.editorial.drops import (
    BODY,
    DOCUMENT,
    EXPLAINED,
    FOOT,
    NUMBER,
    PATH,
    TITLE,
    Fields,
    dropped,
    screen,
    sent,
    upload,
)
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db


def other(user):
    client = DeskClient()
    client.force_login(user)
    return client


def folders():
    return list((Path(configured.MEDIA_WORK_ROOT) / "drops").glob("*"))


def stored():
    roots = (configured.MEDIA_ROOT, configured.MEDIA_ORIGINALS_ROOT)
    return {path for root in roots for path in Path(root).rglob("*") if path.is_file()}


def draft():
    return PolicyPage.objects.get().get_latest_revision_as_object()


def test_document_and_interpretation_become_drafts_that_belong_together(desk_with_a_child, world):
    drop = dropped(desk_with_a_child, upload("电梯.txt"), upload("解读.txt", EXPLAINED))

    response = sent(desk_with_a_child, drop)

    policy, interpretation = draft(), InterpretationPage.objects.get()
    assert response["Location"] == f"/admin/releases/sets/{policy.pk}/"
    assert (policy.title, policy.doc_number, str(policy.date_written)) == (
        TITLE, NUMBER, "2026-11-09",
    )  # fmt: skip
    assert interpretation.get_parent().pk == policy.pk
    assert policy.get_parent().pk == world.department.pk
    assert [line.form.slug for line in policy.plan_lines.all()] == ["jiedu"]
    assert BODY[3] in policy.body[0].value.source


def test_what_a_person_corrects_is_what_is_drafted(desk):
    drop = dropped(desk, upload("电梯.txt"))

    sent(desk, drop, **{"f0-doc_number": "九府办发〔2026〕32号", "f0-keywords": "电梯、安全"})

    assert draft().doc_number == "九府办发〔2026〕32号"
    assert {word.name for word in draft().keywords.all()} == {"电梯", "安全"}


def test_the_line_of_a_field_that_a_person_empties_stays_text(desk):
    sent(desk, dropped(desk, upload("电梯.txt")), **{"f0-recipients": ""})

    assert "各县（市、区）人民政府：" in draft().body[0].value.source


DATED = "发布机构：九江市住建局"
WRITTEN = "成文日期：2026年11月9日"


def test_a_line_for_which_an_interpretation_has_no_field_stays_text_and_is_told(desk):
    title, *lines = EXPLAINED.split("\n")
    words = "\n".join([title, DATED, WRITTEN, *lines])
    drop = dropped(desk, upload("电梯.txt"), upload("解读.txt", words))

    shown = screen(desk, drop).content.decode()
    sent(desk, drop)

    for line in (DATED, WRITTEN):
        place = re.search(rf'<li id="place-f1-[^"]+"(?:(?!</li>).)*{line}', shown, re.S)
        assert place and "留在正文里" in place[0]
    body = InterpretationPage.objects.get().get_latest_revision_as_object().body
    assert body[0].value.source.startswith(f"<p>{DATED}</p><p>{WRITTEN}</p>")


TOPIC = "索引号：JJ-2026-31　主题分类：电梯事务"


def test_a_line_stays_where_a_part_of_it_has_no_field(desk):
    lines = DOCUMENT.replace(TITLE, f"{TOPIC}\n{TITLE}", 1)

    drop = dropped(desk, upload("电梯.txt", lines))
    shown = screen(desk, drop).content.decode()
    sent(desk, drop)

    line = re.search(r'<li id="place-f0-p1".*?</li>', shown, re.S)
    assert line and "索引号" in line[0] and "<i>留在正文里</i>" in line[0]
    assert draft().index_number == "JJ-2026-31"
    assert TOPIC in draft().body[0].value.source


def test_a_keyword_that_is_too_long_is_refused_with_a_sentence(desk):
    response = sent(
        desk, dropped(desk, upload("电梯.txt")), **{"f0-keywords": "长" * 101 + "、电梯"}
    )

    assert response.status_code == 422
    assert "一个主题词最多 100 个字" in response.content.decode()
    assert not PolicyPage.objects.exists()


def test_keywords_are_parted_by_what_people_part_them_with(desk):
    sent(desk, dropped(desk, upload("电梯.txt")), **{"f0-keywords": "电梯|安全/检查｜维保"})

    assert {word.name for word in draft().keywords.all()} == {"电梯", "安全", "检查", "维保"}


def test_whoever_lost_their_department_is_told_and_has_no_button(desk, world):
    drop = dropped(desk, upload("电梯.txt"))
    world.drafter.groups.set(world.editor.groups.all())

    shown = screen(desk, drop).content.decode()
    response = desk.post(f"{PATH}{drop.pk}/", Fields(shown).values)

    assert "您现在没有可以起草的部门" in shown and "起草这一组</em>" not in shown
    assert response.status_code == 422
    assert "您现在没有可以起草的部门" in response.content.decode()


def test_whoever_changed_their_department_is_told_where_it_would_be_drafted(desk, world):
    drop = dropped(desk, upload("电梯.txt"))

    page = sent(desk, drop, department=world.other_department.pk).content.decode()

    assert "您现在不能在那个部门起草" in page and world.department.title in page


def test_words_for_another_role_are_carried_over_or_given_back(desk):
    drop = dropped(desk, upload("电梯.txt"), upload("说明.txt", EXPLAINED))
    typed = {"f1-title": "改过的标题", "f1-summary": "只写给解读的一句话"}

    shown = sent(desk, drop, **typed, **{"role-0": "left", "role-1": "document"}).text

    assert Fields(shown).values["f1-title"] == "改过的标题"
    assert shown.count("只写给解读的一句话") == 1
    assert TITLE not in shown.partition("desk-typed")[2].partition("</div>")[0]


def test_pressed_twice_makes_nothing_twice(desk):
    drop = dropped(desk, upload("电梯.txt"))
    fields = Fields(screen(desk, drop).content.decode()).values

    first, second = (desk.post(f"{PATH}{drop.pk}/", fields) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert PolicyPage.objects.count() == 1


def test_the_same_file_again_leads_to_the_draft(desk):
    sent(desk, dropped(desk, upload("电梯.txt")))
    drop = dropped(desk, upload("改名.docx", Docx(
        [paragraph(line) for line in DOCUMENT.split("\n")]).data()))  # fmt: skip

    response = sent(desk, drop)

    assert f"/admin/releases/sets/{draft().pk}/" in screen(desk, drop).content.decode()
    assert response.status_code == 409 and "已经起草过了" in response.content.decode()
    assert PolicyPage.objects.count() == 1


def test_another_text_with_the_same_number_says_where_that_number_is(desk):
    sent(desk, dropped(desk, upload("电梯.txt")))

    response = sent(desk, dropped(desk, upload("二.txt", DOCUMENT.replace("物业", "使用"))))

    assert response.status_code == 409 and "同一个发文字号" in response.content.decode()


def test_a_file_of_another_kind_is_attached_cleaned(desk, world):
    table = upload("附件1：标准.csv", "甲,乙\n1,2\n".encode("gb18030"))
    drop = dropped(desk, upload("电梯.txt"), table)

    sent(desk, drop, **{"f1-name": "补助标准"})

    (row,) = draft().attachments.all()
    assert row.title == "补助标准"
    assert row.document.file.read().decode().startswith(("甲", "\ufeff甲"))
    assert row.document.collection.name == world.department.title


def test_the_original_is_kept_as_an_attachment_where_a_person_wants_it(desk):
    word = Docx([paragraph(line) for line in DOCUMENT.split("\n")]).data()

    sent(desk, dropped(desk, upload("电梯.docx", word)), **{"f0-keep_original": "on"})

    (row,) = draft().attachments.all()
    assert row.document.original_name == "电梯.docx"


def test_the_original_of_an_interpretation_is_kept_cleaned_at_the_end_of_its_text(desk):
    word = Docx([paragraph(line) for line in EXPLAINED.split("\n")]).data()

    sent(
        desk,
        dropped(desk, upload("电梯.txt"), upload("解读.docx", word)),
        **{"f1-keep_original": "on"},
    )

    block = InterpretationPage.objects.get().get_latest_revision_as_object().body[-1]
    assert (block.block_type, block.value["document"].original_name) == ("attachment", "解读.docx")
    assert block.value["title"] == f"《{TITLE}》政策解读"
    assert not draft().attachments.exists()


def test_an_attachment_that_is_refused_leaves_nothing_and_says_why_at_its_place(desk):
    drop = dropped(desk, upload("电梯.txt"), upload("附件.pdf", b"%PDF-1.4 nothing"))

    response = sent(desk, drop)

    page = response.content.decode()
    assert response.status_code == 422 and "有一个附件没有收下" in page and "已损坏" in page
    assert not PolicyPage.objects.exists() and not SiteDocument.objects.exists()


def test_a_set_is_drafted_in_ones_own_department_alone(desk, world):
    drop = dropped(desk, upload("电梯.txt"))

    response = sent(desk, drop, department=world.other_department.pk)

    assert response.status_code == 422
    assert not PolicyPage.objects.exists()


def test_a_drop_waits_one_day(desk):
    drop = dropped(desk, upload("电梯.txt"))
    Drop.objects.update(dropped_at=timezone.now() - timedelta(hours=25))

    assert screen(desk, drop).status_code == 404
    assert forget_old_drops() == 1
    assert not Drop.objects.exists() and not folders()


def test_what_waits_still_is_not_tidied_away(desk):
    drop = dropped(desk, upload("电梯.txt"))

    assert forget_old_drops() == 0
    assert screen(desk, drop).status_code == 200


def test_what_is_not_wanted_is_gone_at_once(desk):
    drop = dropped(desk, upload("电梯.txt"))

    desk.post(f"{PATH}{drop.pk}/forget/")

    assert not Drop.objects.exists() and not folders()


def test_what_another_tab_discards_while_it_is_confirmed_becomes_no_draft(desk, monkeypatch):
    def discard(_blocks):
        forget(drop)
        return {}

    drop = dropped(desk, upload("电梯.txt"))
    monkeypatch.setattr("interpretations.importing.stream.examine", discard)

    response = sent(desk, drop)

    assert response.status_code == 422
    assert "这组文件已经清除，请重新选择文件。" in response.content.decode()
    assert not PolicyPage.objects.exists()


def test_the_files_of_a_confirmed_drop_are_gone(desk):
    sent(desk, dropped(desk, upload("电梯.txt")))

    assert not folders()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "还没有选文件"),
        ([upload(f"{n}.txt") for n in range(MOST_FILES + 1)], f"最多放 {MOST_FILES} 个文件"),
    ],
    ids=["none", "many"],
)
def test_too_few_and_too_many_files_are_refused_with_a_sentence(desk, files, words):
    response = dropped(desk, *files)

    assert response.status_code == 422 and words in response.content.decode()
    assert not folders()


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(desk, monkeypatch):
    monkeypatch.setattr("interpretations.importing.drops.MOST_BYTES", 10)

    response = dropped(desk, upload("电梯.txt"))

    assert response.status_code == 422 and "没有收下" in response.content.decode()
    assert not folders()


def test_nobody_fills_the_disk_with_what_they_never_confirm(desk, world):
    Drop.objects.bulk_create(Drop(user=world.drafter) for _ in range(MOST_WAITING))

    response = dropped(desk, upload("电梯.txt"))

    assert response.status_code == 422 and "没有确认" in response.content.decode()


def test_a_script_is_told_where_to_go_on(desk):
    script = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    told = desk.post(PATH, {"files": [upload("电梯.txt")]}, **script)
    refused = desk.post(PATH, {}, **script)

    assert json.loads(told.content)["address"] == f"{PATH}{Drop.objects.get().pk}/"
    assert (refused.status_code, "还没有选文件" in refused.json()["problem"]) == (422, True)


def test_a_name_that_leads_elsewhere_stays_a_name(desk):
    hostile = SimpleUploadedFile("x.txt", DOCUMENT.encode())
    hostile._name = "../../../tmp/出去.txt"

    drop = dropped(desk, hostile)

    (file,) = drop.files.all()
    assert "/" not in file.name and len(folders()) == 1
    assert "".join(FOOT)[:4] in screen(desk, drop).content.decode()


def test_pictures_of_a_file_are_kept_in_the_folder_of_the_department(desk, world):
    word = Docx(
        [*(paragraph(line) for line in DOCUMENT.split("\n")), paragraph(picture("p1", "流程图"))],
        pictures={"p1": PNG},
    )

    sent(desk, dropped(desk, upload("电梯.docx", word.data())))

    image = draft().body[-1].value["image"]
    assert image.collection.name == world.department.title


def test_what_broke_in_the_middle_leaves_no_draft_and_no_file(desk, monkeypatch):
    def refuse(*_args):
        raise Refusal("到这里为止。")

    word = Docx([paragraph(DOCUMENT), paragraph(picture("p1"))], pictures={"p1": PNG})
    drop = dropped(desk, upload("电梯.docx", word.data()), upload("解读.txt", EXPLAINED))
    monkeypatch.setattr("interpretations.importing.group.add_interpretation", refuse)
    before = stored()

    response = sent(desk, drop)

    assert response.status_code == 422 and "到这里为止。" in response.content.decode()
    assert not PolicyPage.objects.exists() and stored() == before
