"""「用文件替换正文」: a file's text in a draft that stays the same page."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.rich_text import RichText

from interpretations.importing.drops import MOST_WAITING, forget
from interpretations.models import Drop, PolicyPage
from interpretations.models.clause_links import Link, stored
from interpretations.releases.submission.join import join
from interpretations.setup.site import setup_department
from tests.drafting.docx import PNG, Docx, paragraph
from tests.drafting.docx import picture as drawn
from tests.editorial.drops import (
    DOCUMENT,
    EXPLAINED,
    NUMBER,
    TITLE,
    Fields,
    dropped,
    sent,
    upload,
)
from tests.editorial.replaced import ASKED, PAID, confirmed, explaining, latest, offered, replacing
from tests.factories import (
    edit,
    fresh,
    make_interpretation,
    make_policy,
    make_set,
    submit_set,
)
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db


def test_the_text_of_a_file_takes_the_place_of_a_drafts(desk_with_a_child, world):
    policy = make_policy(world, title="原来的标题")

    response = confirmed(desk_with_a_child, offered(desk_with_a_child, policy))

    draft = latest(policy)
    assert response["Location"] == f"/admin/pages/{policy.pk}/edit/"
    assert "物业公司是责任单位" in draft.body[0].value.source
    assert draft.title == "原来的标题"
    assert PolicyPage.objects.count() == 1


def test_nothing_is_saved_before_a_person_confirms(desk, world):
    policy = make_policy(world)
    before = policy.latest_revision_id

    desk.get(offered(desk, policy))

    assert fresh(policy).latest_revision_id == before


def test_a_field_that_differs_is_taken_where_a_person_says_so(desk, world):
    policy = make_policy(world, title="原来的标题", doc_number="")
    address = offered(desk, policy)
    page = desk.get(address).content.decode()

    fields = Fields(page).values
    assert "原来的标题" in page and TITLE in page
    assert 'value="doc_number" checked' in page and 'value="title" checked' not in page
    desk.post(address, {**fields, "taken": ["title", "doc_number"]})
    assert (latest(policy).title, latest(policy).doc_number) == (TITLE, NUMBER)


def test_what_differs_leads_to_its_place_in_the_file_and_back(desk, world):
    page = make_set(world, doc_number="九府办发〔2026〕30号")

    shown = desk.get(offered(desk, page, upload("新稿.txt"))).content.decode()

    place = re.search(r'<label for="taken-doc_number">.*?<a href="#(place-f0-p\d+)"', shown, re.S)
    assert place
    line = re.search(rf'<li id="{place[1]}".*?</li>', shown, re.S)
    assert line and '<a href="#taken-doc_number">' in line[0] and f"<mark>{NUMBER}" in line[0]


def test_clauses_that_the_file_says_again_keep_their_identities(desk, world):
    first, second = "第一条　物业公司是电梯的责任单位。", "第二条　各地每年至少检查一次电梯。"
    policy = make_policy(world, body=[("text", RichText(f"<p>{first}</p><p>{second}</p>"))])
    before = {one["id"] for one in latest(policy).clause_identities}
    lines = ["关于电梯的规定", first, "第二条　新电梯先登记再使用。", second.replace("二", "三", 1)]

    confirmed(desk, offered(desk, policy, upload("新.txt", "\n".join(lines))))

    after = {one["id"] for one in latest(policy).clause_identities}
    assert len(before) == 2 and len(after) == 3 and before < after


def test_an_interpretation_keeps_what_no_file_can_bring(desk, world):
    policy = make_policy(world)
    quoted = ("quotation", {"text": "原文一句。", "source": "第六条"})
    page = make_interpretation(
        policy, world.drafter, body=[("text", RichText("<p>旧</p>")), quoted]
    )
    kept = page.body[1].id

    confirmed(desk, offered(desk, page, upload("解读.txt", EXPLAINED)))

    body = latest(page).body
    assert "电梯多了" in body[0].value.source
    assert (body[-1].block_type, body[-1].id) == ("quotation", kept)


def explained(*lines):
    return upload("解读.txt", "\n".join([f"《{TITLE}》政策解读", "一、说明", *lines]))


def test_the_blocks_that_a_file_says_again_keep_their_links(desk, world):
    policy = make_policy(world)
    page, links = explaining(world, policy, PAID, ASKED)
    edit(page, world.drafter, clause_links=stored(links))
    address = offered(desk, page, explained(PAID.replace("二十万", "三十万"), ASKED))

    shown = desk.get(address).content.decode()
    confirmed(desk, address)

    assert "要重新确认" not in shown
    assert list(Link.read(latest(page).clause_links)) == links
    assert "三十万元" in latest(page).body[0].value.source


def test_a_link_that_cannot_be_kept_is_named_before(desk, world):
    policy = make_policy(world)
    page, links = explaining(world, policy, PAID, ASKED)
    edit(page, world.drafter, clause_links=stored(links))
    address = offered(desk, page, explained("市民可以在手机上查进度，也可以打电话。", ASKED))

    shown = desk.get(address).content.decode()
    confirmed(desk, address)

    assert "这些条款要重新确认：第 1 块「文字」：" in shown
    assert list(Link.read(latest(page).clause_links)) == links[1:]


def test_a_proposal_that_was_dropped_stays_dropped(desk, world):
    policy = make_policy(world)
    page, links = explaining(world, policy, PAID, ASKED)
    edit(page, world.drafter, clause_links_dropped=stored(links))

    confirmed(desk, offered(desk, page, explained(PAID, ASKED)))

    assert list(Link.read(latest(page).clause_links_dropped)) == links


def illustrated(times=1):
    """A Word file with a picture at its end, once or more."""
    words = [paragraph(line) for line in DOCUMENT.split("\n")]
    images = [paragraph(drawn("p1"))] * times
    return upload("新.docx", Docx([*words, *images], pictures={"p1": PNG}).data())


def test_a_picture_that_stands_there_twice_keeps_what_is_written_of_each(desk, world):
    policy = make_policy(world)
    confirmed(desk, offered(desk, policy, illustrated(times=2)))
    before = latest(policy)
    for picture_block, caption in zip(before.body[-2:], ("去年", "今年"), strict=True):
        picture_block.value["caption"] = caption
    edit(policy, world.drafter, body=before.body)
    address = offered(desk, policy, illustrated(times=2))

    shown = desk.get(address).content.decode()
    confirmed(desk, address)

    assert "会去掉的" not in shown
    assert [one.value["caption"] for one in latest(policy).body[-2:]] == ["去年", "今年"]
    assert [one.id for one in latest(policy).body] == [one.id for one in before.body]


@pytest.mark.parametrize("is_of_two", [False, True], ids=["one department", "two departments"])
def test_a_joint_drafters_picture_lies_with_the_department_of_the_document(
    desk_with_a_child, world, is_of_two
):
    policy = make_policy(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    if is_of_two:
        setup_department("jiaoyu", "市教育局", "市教育局")
        world.drafter2.groups.add(Group.objects.get(name="市教育局起草组"))
    desk_with_a_child.force_login(world.drafter2)

    response = confirmed(desk_with_a_child, offered(desk_with_a_child, policy, illustrated()))

    image = latest(policy).body[-1].value["image"]
    assert response.status_code == 302
    assert image.collection.name == world.department.title
    assert image.uploaded_by_user == world.drafter2


def test_whoever_wrote_meanwhile_is_named_and_nothing_is_lost(desk, world):
    policy = make_policy(world)
    address = offered(desk, policy)
    fields = Fields(desk.get(address).content.decode()).values
    edit(policy, world.leader, recipients="各单位")

    response = desk.post(address, fields)

    assert response.status_code == 409 and world.leader.get_full_name() in response.content.decode()
    assert latest(policy).recipients == "各单位"
    assert confirmed(desk, address).status_code == 302


def test_a_form_that_does_not_say_what_it_showed_saves_nothing(desk, world):
    policy = make_policy(world)
    before = policy.latest_revision_id

    response = desk.post(offered(desk, policy), {})

    assert response.status_code == 409
    assert fresh(policy).latest_revision_id == before


def test_pressed_twice_saves_once(desk, world):
    policy = make_policy(world)
    address = offered(desk, policy)
    fields = Fields(desk.get(address).content.decode()).values

    first, second = (desk.post(address, fields) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert fresh(policy).revisions.count() == 2


def test_what_another_tab_discards_while_it_is_confirmed_replaces_nothing(desk, world, monkeypatch):
    def discard(_blocks):
        forget(Drop.objects.get())
        return {}

    policy = make_policy(world)
    before = policy.latest_revision_id
    monkeypatch.setattr("interpretations.importing.stream.examine", discard)

    response = confirmed(desk, offered(desk, policy))

    assert response.status_code == 422
    assert "这组文件已经清除，请重新选择文件。" in response.content.decode()
    assert fresh(policy).latest_revision_id == before


def test_a_new_file_for_a_page_forgets_the_earlier_one(desk, world):
    policy = make_policy(world)
    offered(desk, policy)

    second = offered(desk, policy)

    assert str(Drop.objects.get().pk) in second


def test_abandoned_replacements_lock_nobody_out(desk, world):
    page = make_policy(world)
    Drop.objects.bulk_create(Drop(user=world.drafter, replaces=page) for _ in range(MOST_WAITING))

    assert isinstance(dropped(desk, upload("电梯.txt")), Drop)


def test_the_oldest_of_too_many_replacements_makes_room(desk, world, monkeypatch):
    monkeypatch.setattr("interpretations.importing.drops.MOST_WAITING", 1)
    offered(desk, make_policy(world))

    second = offered(desk, make_policy(world))

    assert str(Drop.objects.get().pk) in second


def test_a_set_under_review_is_not_replaced(desk, world):
    policy = make_set(world)
    address = offered(desk, policy)
    fields = Fields(desk.get(address).content.decode()).values
    submit_set(world, policy)

    assert "正在审核" in desk.get(replacing(policy)).content.decode()
    assert desk.post(address, fields).status_code == 409
    assert desk.post(replacing(policy), {"files": [upload("新.txt")]}).status_code == 422


def test_another_departments_draft_is_answered_as_if_it_never_was(world):
    policy = make_policy(world)
    client = DeskClient()
    client.force_login(world.drafter2)

    assert client.get(replacing(policy)).status_code == 404
    assert client.post(replacing(policy), {"files": [upload("新.txt")]}).status_code == 404


def test_a_drop_for_one_draft_replaces_no_other(desk, world):
    first, second = make_policy(world), make_policy(world)
    drop = offered(desk, first).rstrip("/").rpartition("/")[2]

    assert desk.get(f"{replacing(second)}{drop}/").status_code == 404


def test_a_drop_for_a_draft_makes_no_new_set(desk, world):
    policy = make_policy(world)
    drop = offered(desk, policy).rstrip("/").rpartition("/")[2]

    response = desk.post(f"/admin/releases/drops/{drop}/", {})

    assert response["Location"] == f"{replacing(policy)}{drop}/"
    assert PolicyPage.objects.count() == 1


def test_a_reviewer_is_asked_before_they_replace(world):
    policy = make_policy(world)
    client = DeskClient()
    client.force_login(world.leader)

    assert "我要修改" in client.get(replacing(policy)).content.decode()


def test_the_editor_and_the_set_lead_there(desk, world):
    policy = make_policy(world)

    for path in (f"/admin/pages/{policy.pk}/edit/", f"/admin/releases/sets/{policy.pk}/"):
        assert replacing(policy) in desk.get(path).content.decode()


def test_a_file_that_cannot_be_read_replaces_nothing(desk, world):
    policy = make_policy(world)
    address = offered(desk, policy, upload("扫描.pdf", b"%PDF-1.4"))

    response = desk.get(address)
    assert "还不能从 PDF 取文字" in response.content.decode()
    assert confirmed(desk, address).status_code == 422


def test_a_text_that_was_replaced_is_known_when_it_is_dropped_again(desk, world):
    policy = make_policy(world, doc_number=NUMBER)
    confirmed(desk, offered(desk, policy))

    response = sent(desk, dropped(desk, upload("电梯.txt", DOCUMENT)))

    assert response.status_code == 409 and "已经起草过了" in response.content.decode()
