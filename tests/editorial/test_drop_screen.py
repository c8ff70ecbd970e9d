"""The screen on which dropped files are looked at: what it shows, and what it keeps."""

import re

import pytest

from drafting.__main__ import FLOW
from interpretations.importing import drops, grouping
from interpretations.importing.drops import MOST_FILES
from interpretations.importing.kept import KEPT
from interpretations.importing.proposal import propose, recognized_in
from interpretations.models import Drop, DroppedFile, PolicyPage
from interpretations.models.refusals import Refusal
from tests.drafting.docx import Docx, cell, paragraph, table
from tests.editorial.drops import (
    BODY,
    DOCUMENT,
    EXPLAINED,
    FOOT,
    HEAD,
    PATH,
    Fields,
    dropped,
    read_here,
    screen,
    sent,
    upload,
)
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db

LONG = [*HEAD, *(f"第{n}段没有编号。" for n in range(4, 400)), "本通知自2026年12月1日起施行。"]
LONG += [f"后面第{n}段。" for n in range(300)] + FOOT


def other(user):
    client = DeskClient()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def desk(shared_world):
    with pytest.MonkeyPatch.context() as patch:
        read_here(patch)
        yield other(shared_world.drafter)


@pytest.fixture(scope="module")
def built(desk):
    """A document and its interpretation, and the screen that shows them."""
    drop = dropped(desk, upload("电梯.txt"), upload("解读.txt", EXPLAINED))
    return drop.pk, screen(desk, drop).content.decode()


@pytest.fixture
def drop(built):
    return Drop.objects.get(pk=built[0])


@pytest.fixture
def waiting(desk):
    """A drop like it whose files a test may change: no savepoint brings a file back."""
    return dropped(desk, upload("电梯.txt"), upload("解读.txt", EXPLAINED))


@pytest.fixture
def page(built):
    return built[1]


def changed(desk, drop, *uploads, **fields):
    """Press one of the buttons that change the files, with the form as it is shown."""
    shown = Fields(screen(desk, drop).content.decode()).values
    return desk.post(f"{PATH}{drop.pk}/", {**shown, **fields, "files": list(uploads)})


def names(drop):
    return [file.name for file in drop.files.all()]


def file_of(drop):
    return drop.files.select_related("drop").first()


def anchors(page):
    return re.findall(r'<li id="(place-[^"]+)"', page)


def test_nothing_is_written_before_a_person_confirms(page):
    assert not PolicyPage.objects.exists()


def test_each_field_says_where_in_the_file_it_was_found(page):
    assert '<a href="#place-f0-p2">第 2 段</a>：“九府办发〔2026〕31号”' in page
    assert '<a href="#place-f0-p10">第 10 段</a>：“（此件主动公开）”' in page
    assert "文中没有认出。" in page


def test_the_clauses_stand_beside_the_fields(page):
    assert "2 条款" in page and "明确责任" in page


def test_a_drop_is_seen_by_whoever_dropped_it_and_nobody_else(drop, shared_world):
    world = shared_world
    for user in (world.drafter2, world.leader, world.editor, world.admin):
        client = other(user)
        assert client.get(f"{PATH}{drop.pk}/").status_code == 404
        for data in ({}, {"add": "1"}, {"take_out": str(file_of(drop).pk)}):
            assert client.post(f"{PATH}{drop.pk}/", data).status_code == 404
        assert client.post(f"{PATH}{drop.pk}/forget/", {}).status_code == 404
    assert drop.files.count() == 2


def test_whoever_drafts_nowhere_has_no_place_to_drop_files(shared_world):
    client = other(shared_world.editor)

    assert client.get(PATH).status_code == 404
    assert "起草一组" not in client.get("/admin/").content.decode()


def test_the_desk_begins_with_drafting_a_set(desk):
    page = desk.get("/admin/").content.decode()

    assert page.index("起草一组") < page.index("轮到您处理")
    assert 'name="files" multiple' in page


def test_the_words_of_a_file_and_its_name_are_shown_as_words(desk):
    hostile = DOCUMENT.replace("电梯", "<x1>").replace("明确责任", "<x2 onload=1>")

    page = screen(desk, dropped(desk, upload("<x3>.txt", hostile))).content.decode()

    assert "&lt;x1&gt;" in page and "&lt;x3&gt;.txt" in page
    assert not any(f"<x{number}" in page for number in (1, 2, 3))


def test_a_file_that_is_taken_for_something_else_is_shown_again_before_anything_is_written(
    desk, drop
):
    response = sent(desk, drop, **{"role-1": "left", "f0-title": "改过的标题"})

    assert response.status_code == 409 and "用途改了" in response.content.decode()
    assert Fields(response.content.decode()).values["f0-title"] == "改过的标题"
    assert not PolicyPage.objects.exists()


def test_what_was_typed_stays_beside_a_mistake(desk, drop):
    response = sent(desk, drop, **{"f0-date_effective": "下个月", "f0-doc_number": "打错的字号"})

    fields = Fields(response.content.decode()).values
    assert response.status_code == 422 and "看不懂这个日期" in response.content.decode()
    assert (fields["f0-date_effective"], fields["f0-doc_number"]) == ("下个月", "打错的字号")
    assert not PolicyPage.objects.exists()


def test_every_place_that_a_field_names_is_shown_once(page):
    named = re.findall(r'href="#(place-[^"]+)"', page)

    assert named and set(named) <= set(anchors(page))
    assert len(anchors(page)) == len(set(anchors(page)))


def test_every_link_within_the_page_leads_somewhere(page):
    ids = set(re.findall(r'\bid="([^"]+)"', page))

    assert set(re.findall(r'<a [^>]*href="#([^"]+)"', page)) <= ids


def test_the_words_of_a_field_are_marked_and_lead_back_to_it(page):
    assert "<mark>九府办发〔2026〕31号</mark>" in page
    assert '<a href="#id_f0-doc_number">' in page and 'id="id_f0-doc_number"' in page


def test_a_line_of_the_head_that_became_no_field_is_told(desk):
    lines = [*HEAD, *BODY, *FOOT, "抄送：市委办公室。"]

    page = screen(desk, dropped(desk, upload("抄送.txt", "\n".join(lines)))).content.decode()

    assert page.count("没有认作哪一栏，留在正文里") == 1


def test_what_has_no_control_is_shown_with_its_place(desk):
    text = DOCUMENT.replace("明确责任", "《电梯旧办法》（九府发〔2010〕3号）同时废止")

    page = screen(desk, dropped(desk, upload("废止.txt", text))).content.decode()

    assert "废止的文件" in page and '<a href="#place-f0-p5">第 5 段</a>' in page


def test_of_a_long_text_the_ends_and_the_places_are_shown(desk):
    page = screen(desk, dropped(desk, upload("长.txt", "\n".join(LONG)))).content.decode()

    assert "只列出开头、结尾和要看的地方" in page
    text = page.partition('class="desk-text"')[2].partition("</ol>")[0]
    assert "第399段没有编号。" in text and "第200段没有编号。" not in text
    assert "place-f0-p400" in anchors(page) and "中间 368 段没有列出" in page
    assert len(page) < 200_000


def test_a_field_in_a_table_is_led_to_its_row(desk):
    form = table([cell("索引号"), cell("000014349/2018-00123")])
    word = Docx([form, *map(paragraph, DOCUMENT.split("\n"))]).data()

    page = screen(desk, dropped(desk, upload("表.docx", word))).content.decode()

    assert '<a href="#place-f0-t1r1">表 1 第 1 行</a>' in page
    assert "place-f0-t1r1" in anchors(page)


def test_what_was_recognized_is_worked_out_once(desk, drop, monkeypatch):
    screen(desk, drop)
    monkeypatch.setattr("interpretations.importing.kept.recognized_in", None)

    assert "2 条款" in screen(desk, drop).content.decode()


def test_what_was_kept_is_what_was_recognized(drop, page):
    file = file_of(drop)
    flow = drops.flow_of(file)
    looked = grouping.look(drop)[0]

    assert (looked.proposal.recognized, looked.proposal.tree) == recognized_in(flow)
    assert looked.proposal == propose(flow, file.name)


@pytest.mark.parametrize("text", ["", "{", "x y\n{}"], ids=["empty", "torn", "another program"])
def test_what_was_kept_and_is_damaged_is_made_anew(desk, drop, page, text):
    path = drops.room_of(file_of(drop)) / KEPT
    before = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")

    assert "2 条款" in screen(desk, drop).content.decode()
    assert path.read_text(encoding="utf-8") == before


def test_what_another_program_recognized_is_made_anew(desk, drop, page, monkeypatch):
    path = drops.room_of(file_of(drop)) / KEPT
    before = path.read_text(encoding="utf-8")
    monkeypatch.setattr("interpretations.importing.kept.fingerprint", lambda: "newer")

    screen(desk, drop)

    assert path.read_text(encoding="utf-8").partition("\n")[0] != before.partition("\n")[0]


def test_a_text_that_is_damaged_is_read_again(desk, drop, page):
    (drops.room_of(file_of(drop)) / FLOW).write_text('{"items": [{', encoding="utf-8")

    assert "2 条款" in screen(desk, drop).content.decode()


def test_a_further_file_is_added_and_what_was_typed_stays(desk, waiting):
    table = upload("附件1：标准.csv", "甲,乙\n1,2\n")

    response = changed(desk, waiting, table, add="1", **{"f0-title": "改过的标题"})

    fields = Fields(response.content.decode()).values
    assert response.status_code == 200 and names(waiting)[2:] == ["附件1：标准.csv"]
    assert fields["f0-title"] == "改过的标题" and fields["role-2"] == "attachment"


def test_adding_a_file_blames_nobody_for_what_is_not_typed_yet(desk, waiting):
    response = changed(
        desk, waiting, upload("三.csv", "甲"), add="1", **{"f0-date_effective": "下个月"}
    )

    page = response.content.decode()
    assert "看不懂这个日期" not in page and 'value="下个月"' in page


def test_the_same_file_again_is_not_added_twice(desk, waiting):
    changed(desk, waiting, upload("电梯.txt"), add="1")

    assert names(waiting) == ["电梯.txt", "解读.txt"]


def test_a_file_is_taken_out_and_what_was_typed_stays(desk, waiting):
    out = waiting.files.get(name="解读.txt")

    response = changed(desk, waiting, take_out=str(out.pk), **{"f0-title": "改过的标题"})

    assert names(waiting) == ["电梯.txt"] and not drops.room_of(out).exists()
    assert Fields(response.content.decode()).values["f0-title"] == "改过的标题"


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "0"])
def test_a_file_that_is_not_there_is_not_taken_out(desk, waiting, number):
    assert changed(desk, waiting, take_out=number).status_code == 200
    assert len(names(waiting)) == 2


def test_no_file_of_another_drop_is_taken_out(desk, waiting):
    another = dropped(desk, upload("别的.txt"))

    changed(desk, waiting, take_out=str(file_of(another).pk))

    assert names(another) == ["别的.txt"]


def test_what_was_typed_for_a_file_is_not_taken_for_the_one_in_its_place(desk, waiting):
    fields = Fields(screen(desk, waiting).content.decode()).values
    changed(desk, waiting, take_out=str(file_of(waiting).pk))
    changed(desk, waiting, upload("别的.txt", DOCUMENT.replace("物业", "使用")), add="1")
    (file,) = DroppedFile.objects.filter(drop=waiting, name="别的.txt")

    response = desk.post(f"{PATH}{waiting.pk}/", {**fields, "f0-title": "旧文件的标题"})

    assert file.place == 0 and response.status_code == 409
    assert Fields(response.content.decode()).values["f0-title"] != "旧文件的标题"


def test_an_empty_set_says_what_to_do(desk, waiting):
    for file in waiting.files.all():
        response = changed(desk, waiting, take_out=str(file.pk))

    assert "这一组里没有文件了" in response.content.decode()


@pytest.mark.parametrize(
    ("files", "words"),
    [([], "还没有选文件"), (range(MOST_FILES - 1), f"最多放 {MOST_FILES} 个文件")],
    ids=["none", "many"],
)
def test_too_few_and_too_many_further_files_are_refused(desk, waiting, files, words):
    response = changed(desk, waiting, *(upload(f"{n}.txt", str(n)) for n in files), add="1")

    assert response.status_code == 422 and words in response.content.decode()
    assert len(names(waiting)) == 2


def test_files_that_became_drafts_are_not_changed(desk, waiting):
    sent(desk, waiting)

    for change in (
        lambda: drops.add(waiting, [upload("三.csv", "甲")]),
        lambda: drops.take_out(waiting, 1),
    ):
        with pytest.raises(Refusal, match="已经起草"):
            change()
    assert not drops.room_of(file_of(waiting)).parent.exists()


def test_enter_in_a_field_drafts_and_takes_nothing_out(page):
    form = page[page.index('enctype="multipart/form-data"') :]
    first = re.search(r"<button type=\"submit\"[^>]*>", form)

    assert "name=" not in first[0] and "起草这一组" in form[first.start() : first.start() + 600]


def test_a_text_that_is_shown_whole_is_shown_to_the_last_word(desk):
    long = f"{'电梯要管好，' * 100}这是最后一句。"
    drop = dropped(desk, upload("电梯.txt", "\n".join([*HEAD, long, *FOOT])))

    assert long in screen(desk, drop).content.decode()


def test_a_long_text_says_that_its_passages_are_cut(desk):
    long = f"{'电梯要管好，' * 100}这是最后一句。"
    drop = dropped(desk, upload("电梯.txt", "\n".join([*HEAD, long, *LONG])))

    shown = screen(desk, drop).content.decode()

    assert long not in shown and "太长的段落只列出一部分" in shown
