"""A reader looks closely at a tall picture; a drafter lets the interpretation propose its text."""

import itertools

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import InterpretationPage
from interpretations.releases.execution.execute import execute
from media import slices
from media.models import Slice
from tests.factories import approve, make_interpretation, make_policy, submit_set
from tests.infographics.pictures import ALT, infographic, stored, tall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(world):
    """A released interpretation with a tall picture."""
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, body=[infographic(stored(world))])
    execute(approve(world, submit_set(world, policy)).pk)
    return page


def keys(person, *pressed):
    ActionChains(person.driver).send_keys(*pressed).perform()


def latest(page):
    """The long text of the latest draft, as HTML."""
    fresh = InterpretationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return str(fresh.body[1].value["long_description"].source)


def sheet_width(person):
    return person.driver.find_element(By.CSS_SELECTOR, ".zoom__sheet").size["width"]


def test_a_reader_zooms_by_the_keyboard_alone_and_comes_back(person, page):
    person.open(page.url)
    person.tab_to("看大图").send_keys(Keys.ENTER)
    person.find("dialog.zoom[open]")
    fitting = sheet_width(person)

    keys(person, "+", "+")
    assert sheet_width(person) == fitting * 2
    before = person.driver.execute_script(
        "return document.querySelector('.zoom__scroll').scrollTop"
    )
    keys(person, Keys.PAGE_DOWN)
    person.wait_for(
        lambda: (
            person.driver.execute_script("return document.querySelector('.zoom__scroll').scrollTop")
            > before
        )
    )
    keys(person, "-", "-", "-")
    assert sheet_width(person) == fitting
    keys(person, Keys.ESCAPE)
    complaints = [entry["message"] for entry in person.driver.get_log("browser")]
    assert not [complaint for complaint in complaints if "Content Security Policy" in complaint]

    person.wait_for(lambda: not person.driver.find_elements(By.CSS_SELECTOR, "dialog"))
    assert person.driver.switch_to.active_element.text == "看大图"


def test_the_buttons_of_the_zoom_are_reached_and_named(person, page):
    person.open(page.url)
    person.press("[data-infographic-zoom]")
    dialog = person.find("dialog.zoom[open]")
    assert dialog.get_attribute("aria-label") == ALT
    fitting = sheet_width(person)

    person.press_words("放大")
    assert sheet_width(person) == fitting * 1.5
    person.press_words("关闭")
    person.wait_for(lambda: not person.driver.find_elements(By.CSS_SELECTOR, "dialog"))


def test_without_scripts_the_link_opens_the_whole_picture(person, page):
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    person.open(page.url)

    person.press("[data-infographic-zoom]")

    whole = Slice.objects.get(shown=Slice.Width.WHOLE)
    person.wait_for(lambda: person.driver.current_url.endswith(whole.file.url))


def test_slices_lie_on_each_other_and_nothing_moves_while_they_come(person, page):
    person.phone()
    person.open(page.url)
    images = person.driver.find_elements(By.CSS_SELECTOR, "[data-infographic-slices] img")

    rects = [person.driver.execute_script(
        "const r = arguments[0].getBoundingClientRect(); return [r.top, r.bottom]", image
    ) for image in images]  # fmt: skip
    assert len(rects) > 1
    assert all(abs(upper[1] - lower[0]) < 0.6 for upper, lower in itertools.pairwise(rects))
    assert not person.overflows()
    complaints = [entry["message"] for entry in person.driver.get_log("browser")]
    assert not [complaint for complaint in complaints if "Content Security Policy" in complaint]


def test_the_interpretation_proposes_the_text_and_overwrites_none(person, world):
    image = stored(world, tall(700, 900))
    slices.cut(slices.order(image))
    body = [
        ("text", "<ul><li>四层以上可以装。</li></ul>"),
        infographic(image, long_description=""),
        ("question", {"question": "补多少？", "answer": "<p>每台20万元。</p>"}),
    ]
    page = make_interpretation(make_policy(world), world.drafter, body=body)
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")

    person.press_words("用解读的文字起草")

    editor = "[data-contentpath=long_description] .public-DraftEditor-content"
    person.wait_for(lambda: "每台20万元。" in person.find(editor).text)
    assert person.find(f"{editor} h4").text == "补多少？"
    assert person.find(f"{editor} ul li").text == "四层以上可以装。"
    button = person.find("[data-contentpath=long_description] > button")
    assert not button.is_enabled()
    person.press_words("保存草稿")
    person.wait_for(lambda: "<li" in latest(page) and "<h4" in latest(page))
