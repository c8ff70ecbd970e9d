"""A drafter pastes from Word into the editor of rich text: nothing is lost or altered untold."""

import pytest

from interpretations.models import InterpretationPage
from tests.factories import make_interpretation, make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<p class=MsoNormal>面积60m<sup>2</sup>以下，约10<sup>4</sup>户，CO<sub>2</sub>减排。</p>
<p class=MsoNormal>补贴<del>三百</del><ins>五百</ins>元<span style='mso-hide:all'>内部口径</span>，
<span style='text-decoration:line-through'>限两次</span>不限次。</p>
<ol start=2><li>带身份证</li><li>到窗口</li></ol>
<p class=MsoNormal><span>5. </span>打电话</p>
<table><tr><td>事项</td><td>时限</td></tr></table><img src="data:,">
</body></html>
"""
PASTE = """
const data = new DataTransfer();
data.setData('text/html', arguments[0]);
data.setData('text/plain', 'plain');
const editor = document.querySelector('[data-contentpath=key_points] [role=textbox]');
editor.focus();
editor.dispatchEvent(
  new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
"""


@pytest.mark.parametrize("answers", [True, False], ids=["server answers", "server is silent"])
def test_a_paste_from_word_keeps_its_words_and_says_what_it_leaves_out(person, world, answers):
    page = make_interpretation(make_policy(world), world.drafter, key_points="")
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")
    if not answers:
        silence_the_server(person)
    field = person.find("[data-contentpath=key_points] [role=textbox]")

    person.driver.execute_script(PASTE, WORD)
    person.sees("面积60m²以下，约10⁴户，CO₂减排。")
    person.sees("带删除线的、修订中删掉的文字没有贴进来。隐藏的文字没有贴进来。")
    person.sees("表格变成了一段一段的文字")
    person.sees("图片没有贴进来")
    assert field.get_attribute("aria-label") == "主要内容"
    person.press_words("保存草稿")
    person.wait_for(lambda: "五百元" in pasted(page))

    text = pasted(page).replace("\u2002", " ")
    gap = "" if answers else " "  # by the rules of files none stands behind a sign
    lines = (f"2.{gap}带身份证", f"3.{gap}到窗口", "5. 打电话", "事项")
    assert all(line in text for line in lines)
    assert not any(words in text for words in ("三百", "内部口径", "限两次"))


@pytest.mark.parametrize(
    ("answers", "said"),
    [(True, "有的文字在原文里几乎看不见，已照样贴进来"), (False, "原来隐藏的文字可能贴了进来")],
    ids=["server answers", "server is silent"],
)
def test_white_words_in_a_paste_stay_and_are_told_or_doubted(person, world, answers, said):
    page = make_interpretation(make_policy(world), world.drafter, key_points="")
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")
    if not answers:
        silence_the_server(person)
    person.find("[data-contentpath=key_points] [role=textbox]")

    person.driver.execute_script(PASTE, "<p>补贴<font color=#FFFFFF>内部口径</font>五百元</p>")

    person.sees("补贴内部口径五百元")
    person.sees(said)


def test_words_in_ordinary_colours_and_sizes_are_not_doubted(person, world):
    page = make_interpretation(make_policy(world), world.drafter, key_points="")
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")
    silence_the_server(person)
    person.find("[data-contentpath=key_points] [role=textbox]")
    looks = (
        "background-color:#fff;color:#f00", "background-color:white", "font-size:.9em",
        "color:rgba(0,0,0,.9)", "color:rgb(255,0,0)", "opacity:1", "font-size:0.5em",
    )  # fmt: skip
    words = "".join(f"<b style='{look}'>元</b>" for look in looks)

    person.driver.execute_script(PASTE, f"<p>{words}<del>三百</del></p>")

    person.sees("带删除线的、修订中删掉的文字没有贴进来。")
    assert "网页的样式没有全部读懂" not in person.find("body").text


def silence_the_server(person):
    person.driver.execute_cdp_cmd("Network.enable", {})
    person.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/releases/pasted/"]})


def pasted(page):
    latest = InterpretationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return latest.key_points
