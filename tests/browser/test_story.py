"""The story of one set: drafted, returned, mended, approved, public; told by three people."""

import datetime

import pytest
from django.utils import timezone
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import InterpretationPage, PolicyPage, Release
from tests.factories import approve, make_set, released_set, submit_set

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "九江市人民政府办公室关于便利群众办事的通知"
EXPLAINED = "办事少跑腿：哪些材料不用再交"


def test_a_drafter_writes_both_halves_and_submits_them_as_one_set(person, world):
    person.sign_in(world.drafter)
    write_document(person, world)
    write_interpretation(person)

    person.press_words("送审这组内容…")
    person.sees("可以送审")
    person.press_words("送审这组内容")

    person.sees("已送审。现在由部门负责人处理「部门负责人审核」。")
    release = Release.objects.get()
    assert [item.slug for item in release.items.order_by("position")] == [
        "jiufubanfa-2026-88",
        "jiedu",
    ]


def write_document(person, world):
    person.open(f"/admin/pages/add/interpretations/policypage/{world.department.pk}/")
    person.type("[name=title]", TITLE)
    person.type("[name=doc_number]", "九府办发〔2026〕88号")
    person.type("[name=issuers]", "九江市人民政府办公室")
    person.choose("[name=topic]", "综合政务")
    person.type("[name=date_written]", "2026-11-20" + Keys.ESCAPE)
    person.press("[data-contentpath=body] button.c-sf-add-button")
    person.press_words("正文段落")
    person.write_rich_text("body", "一、凡是部门之间能共享的材料，不再要求群众提交。")
    person.type("[name=plan_outline]", "哪些材料不用再交，没有的怎么办。")
    person.press("#id_plan_lines-ADD")
    person.choose("[name=plan_lines-0-form]", "文字解读")
    save(person)
    person.wait_for(lambda: PolicyPage.objects.filter(draft_title=TITLE).count() == 1)


def write_interpretation(person):
    person.press_words("写一份解读")
    person.type("[name=title]", EXPLAINED)
    person.choose("[name=form]", "文字解读")
    person.type("[name=interpreter]", "市政务服务办")
    person.type("[name=summary]", "身份证、户口簿等能查到的材料，以后不用再带。")
    person.write_rich_text("key_points", "部门之间能查到的，不再让群众交。")
    save(person)
    person.wait_for(lambda: InterpretationPage.objects.filter(draft_title=EXPLAINED).exists())


def save(person):
    person.press("button[name=action-save-draft], .action-save, footer .button-longrunning")
    person.wait_for(lambda: "/add/" not in person.driver.current_url)


def test_a_frozen_document_says_so_to_its_drafter(person, world):
    policy = make_set(world)
    submit_set(world, policy)
    person.enter(world.drafter)

    person.open(f"/admin/pages/{policy.pk}/edit/")

    person.sees("这组内容正在审核，暂时不能修改。要改，请先请审核人退回。")


def test_a_leader_returns_a_set_and_the_drafter_reads_why(person, world):
    release = submit_set(world, make_set(world))
    person.enter(world.leader)
    person.open("/admin/")
    person.sees("轮到您处理")
    person.press_words(release.title)
    person.type("[name=opinion]", "第二项的金额与文件不一致。")
    person.press_words("退回修改")
    person.sees("已退回，起草人会收到理由。")

    person.enter(world.drafter)
    person.open("/admin/")
    person.press_words(release.title)

    person.sees("第二项的金额与文件不一致。")


def test_an_editor_signs_with_the_keyboard_alone_and_both_halves_are_public(person, world):
    release = submit_set(world, make_set(world))
    person.enter(world.leader)
    person.open(f"/admin/releases/{release.pk}/")
    person.press_words("同意，交下一步")
    person.sees("已同意，交给下一步。")
    person.enter(world.editor)
    person.open("/admin/")

    person.tab_to(release.title).send_keys(Keys.ENTER)
    person.sees("新闻办签发")
    person.tab_to("签发：立即与解读同时发布").send_keys(Keys.ENTER)

    person.sees("已发布：文件和解读同时公开了。")
    assert PolicyPage.objects.public().filter(pk=release.policy_id).exists()


def test_the_button_of_the_last_step_says_when_both_become_public(person, world):
    moment = timezone.localtime() + datetime.timedelta(days=2)
    moment = moment.replace(hour=10, minute=0, second=0, microsecond=0)
    release = submit_set(world, make_set(world), scheduled_for=moment)
    person.enter(world.leader)
    person.open(f"/admin/releases/{release.pk}/")
    person.press_words("同意，交下一步")
    person.sees("已同意")

    person.enter(world.editor)
    person.open(f"/admin/releases/{release.pk}/")

    person.sees(f"签发：{moment.month}月{moment.day}日 10:00 与解读同时发布")


def test_a_reader_goes_from_document_to_interpretation_and_back_on_a_phone(person, world):
    release = released_set(world)
    person.phone()
    person.open(release.policy.url)
    assert not person.overflows()

    person.press("[data-pair=interpretation]")
    person.find("[data-pair=policy]")
    assert not person.overflows()
    person.press("[data-pair=policy]")

    assert person.find("h1").text.replace("\n", "") == release.title


def test_a_reader_without_javascript_can_read_and_search(person, world):
    release = released_set(world)
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    person.open("/")
    person.type("[name=q]", "便民措施")
    person.driver.find_element(By.CSS_SELECTOR, "[name=q]").send_keys(Keys.ENTER)

    assert person.find(f"[data-page-id='{release.policy_id}']")


def test_public_pages_break_no_rule_of_the_strict_content_policy(person, world):
    release = released_set(world)
    for path in ("/", "/policies/", "/interpretations/", release.policy.url):
        person.open(path)

    complaints = [e["message"] for e in person.driver.get_log("browser")]
    assert not [m for m in complaints if "Content Security Policy" in m or "404" in m]


def test_an_approved_set_can_be_stopped_by_its_submitter(person, world):
    moment = timezone.now() + datetime.timedelta(hours=3)
    release = approve(world, submit_set(world, make_set(world), scheduled_for=moment))
    person.enter(world.drafter)
    person.open(f"/admin/releases/{release.pk}/")

    person.type("form[action*=take-back] textarea", "附件要换。")
    person.press_words("取回，不发布")

    person.sees("已取回。这组内容可以继续修改，改好后重新送审。")
