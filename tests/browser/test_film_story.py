"""The story of a film: a table becomes a chart, a phone's film is captioned, a reader plays it."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import InterpretationPage, Release
from interpretations.releases.execution.execute import execute
from media.models import Recording
from media.recordings.work import claim, work
from tests.charts.tables import EMPLOYMENT
from tests.factories import approve, make_interpretation, make_policy
from tests.recordings import films

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), films.needs_ffmpeg,
]  # fmt: skip
PLAYER = "document.querySelector('[data-block=film] video')"


@pytest.fixture
def draft(world):
    """An interpretation whose body is still empty."""
    return make_interpretation(make_policy(world), world.drafter)


def test_a_drafter_makes_chart_and_film_submits_and_a_reader_plays_by_keyboard(
    person, world, draft, tmp_path
):
    person.enter(world.drafter)
    upload(person, films.held_upright(tmp_path))
    person.open(f"/admin/pages/{draft.pk}/edit/")
    add_chart(person)
    add_film(person)
    person.press_words("保存草稿")
    person.wait_for(lambda: len(latest_body(draft)) == 2 and latest_body(draft)[1].value["track"])
    person.press_words("送审这组内容…")
    person.sees("可以送审")
    person.press_words("送审这组内容")
    person.sees("已送审。")

    execute(approve(world, Release.objects.get()).pk)

    person.driver.delete_all_cookies()
    person.phone()
    person.open(draft.url)
    assert person.find("[data-block=chart] svg, figure.chart svg")
    assert not person.overflows()
    play_by_keyboard(person)


def upload(person, path):
    """Bring a film as a phone made it, and let the worker process it."""
    person.open("/admin/media/recordings/")
    person.driver.find_element(By.CSS_SELECTOR, "#recording-file").send_keys(str(path))
    person.sees("已上传，正在排队处理")
    work(claim())
    person.sees("可以使用。")


def add_block(person, words):
    """Add a block at the end of the body."""
    person.driver.find_elements(By.CSS_SELECTOR, "[data-contentpath=body] button.c-sf-add-button")[
        -1
    ].send_keys(Keys.ENTER)
    person.press_words(words)


def field(person, name):
    return person.find(f"[data-contentpath=body] [name$='-{name}']")


def add_chart(person):
    add_block(person, "图表")
    person.find(".chart-panel")
    person.driver.execute_script(
        "const f = document.querySelector('[name$=\"-value-data\"]'); f.value = arguments[0];"
        "f.dispatchEvent(new Event('input', {bubbles: true}));",
        EMPLOYMENT,
    )
    person.find(".chart-panel__preview .chart--column")
    title = field(person, "title")
    title.clear()
    title.send_keys("新增就业逐年增加")


def add_film(person):
    add_block(person, "视频")
    person.press_words("选择视频或音频")
    person.press_words(Recording.objects.get().title)
    person.find(".captions__film[src]")
    field(person, "transcript").send_keys("大家好。\n今天施行。")
    person.press("[data-act=draft]")
    person.wait_for(
        lambda: len(person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-cue]")) == 2
    )


def latest_body(page):
    fresh = InterpretationPage.objects.get(pk=page.pk)
    return fresh.get_latest_revision_as_object().body


def play_by_keyboard(person):
    """Reach the player by the Tab key, let it play, seek and stop."""
    for _stop in range(200):
        ActionChains(person.driver).send_keys(Keys.TAB).perform()
        if person.driver.switch_to.active_element.tag_name == "video":
            break
    moment = f"return {PLAYER}.currentTime"
    ActionChains(person.driver).send_keys("k").perform()
    person.wait_for(lambda: person.driver.execute_script(moment) > 0)
    ActionChains(person.driver).send_keys("k").perform()
    person.wait_for(lambda: person.driver.execute_script(f"return {PLAYER}.paused"))
    ActionChains(person.driver).send_keys("0").perform()
    person.wait_for(lambda: person.driver.execute_script(moment) == 0)
    shown = f"return {PLAYER}.textTracks[0].mode"
    before = person.driver.execute_script(shown)
    ActionChains(person.driver).send_keys("c").perform()
    person.wait_for(lambda: person.driver.execute_script(shown) != before)
