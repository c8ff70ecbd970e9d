"""A drafter writes captions beside the film: plays, types, marks, imports, drafts, undoes."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import InterpretationPage
from tests.factories import make_interpretation, make_policy
from tests.recordings import films

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), films.needs_ffmpeg,
]  # fmt: skip
SRT = "1\n00:00:00,500 --> 00:00:01,500\n大家好\n\n2\n00:00:02,000 --> 00:00:04,000\n今天施行\n"


@pytest.fixture
def ready(world, tmp_path):
    """A film of six seconds that the worker has processed."""
    return films.processed(world, films.film(tmp_path, seconds=6))


def opened(person, world, recording, captions=""):
    """The editor of an interpretation with this film, open before its drafter."""
    words = {"title": "", "transcript": "大家好。\n今天施行。", "captions": captions}
    block = ("film", {"recording": recording, "track": None, "poster": None, **words})
    page = make_interpretation(make_policy(world), world.drafter, body=[block])
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")
    return page


@pytest.fixture
def editor(person, world, ready):
    """The editor with a film that is ready and without captions."""
    page = opened(person, world, ready)
    person.sees("在这一刻加一条")
    person.find(".captions__film[src]")
    return person, page


def field(person):
    area = person.driver.find_element(By.CSS_SELECTOR, '[name$="-captions"]')
    return area.get_attribute("value")


def cues(person):
    """How many rows there are."""
    return len(person.driver.find_elements(By.CSS_SELECTOR, "[data-cue]"))


def at(person, second):
    """Let the film stand at this moment."""
    person.driver.execute_script(
        "document.querySelector('.captions__film').currentTime = arguments[0]", second
    )
    person.wait_for(
        lambda: person.driver.execute_script(
            "return Math.abs(document.querySelector('.captions__film').currentTime - arguments[0])"
            " < 0.05 && !document.querySelector('.captions__film').seeking",
            second,
        )
    )


def press_keys(person, *keys):
    ActionChains(person.driver).key_down(Keys.ALT).send_keys(*keys).key_up(Keys.ALT).perform()


def typed(person, text):
    ActionChains(person.driver).send_keys(text).perform()


def latest_film(page):
    page = InterpretationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return page.body[0].value


def test_captions_are_typed_and_marked_beside_the_film_and_saved(editor):
    person, page = editor

    at(person, 1)
    person.press("[data-act=add]")
    typed(person, "大家好")
    at(person, 2.5)
    press_keys(person, "e")
    typed(person, Keys.ENTER)
    typed(person, "今天<施行")
    person.press_words("保存草稿")
    person.wait_for(lambda: "施行" in latest_film(page)["captions"])

    assert latest_film(page)["captions"] == latest_film(page)["track"].text
    assert latest_film(page)["captions"] == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n大家好\n\n"
        "00:00:02.500 --> 00:00:05.500\n今天&lt;施行\n"
    )


def test_a_caption_file_is_imported_and_can_be_taken_back(editor, tmp_path):
    person, _page = editor
    file = tmp_path / "字幕.srt"
    file.write_bytes(SRT.encode("gb18030"))

    person.driver.find_element(By.CSS_SELECTOR, ".captions [data-file]").send_keys(str(file))
    person.wait_for(
        lambda: len(person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-cue]")) == 2
    )
    assert "00:00:02.000 --> 00:00:04.000\n今天施行" in field(person)

    person.press("[data-act=undo]")
    assert field(person) == ""


def test_a_first_draft_is_spread_over_the_film_from_the_transcript(editor):
    person, _page = editor

    person.press("[data-act=draft]")

    person.wait_for(lambda: "大家好。" in field(person))
    assert "--> 00:00:06." in field(person) or "--> 00:00:05.9" in field(person)
    assert not person.find("[data-act=draft]").is_enabled()


def test_what_is_wrong_is_said_while_one_types_and_its_row_is_marked(editor):
    person, _page = editor
    person.press("[data-act=draft]")
    person.wait_for(lambda: "今天施行。" in field(person))

    end = person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-time=end]")[-1]
    end.clear()
    end.send_keys("1：30" + Keys.TAB)

    person.sees("第 2 条超出了视频的时长。")
    wrong = person.find(".captions__cue--wrong")
    assert wrong.find_element(By.CSS_SELECTOR, "[data-time=end]").get_attribute("value") == (
        "1:30.000"
    )


def test_a_time_that_is_half_typed_changes_nothing(editor):
    person, _page = editor
    person.press("[data-act=draft]")
    person.wait_for(lambda: "今天施行。" in field(person))
    before = field(person)

    start = person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-time=start]")[-1]
    start.clear()
    start.send_keys("1:" + Keys.TAB)

    person.sees("时间写成「分:秒.毫秒」")
    assert field(person) == before


def test_a_row_moves_to_its_time_and_undoing_never_takes_later_words(editor):
    person, _page = editor
    person.press("[data-act=draft]")
    person.wait_for(lambda: "今天施行。" in field(person))
    rows = person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-text]")
    start, end = person.driver.find_elements(
        By.CSS_SELECTOR, ".captions [data-cue]:first-child input"
    )

    end.clear()
    end.send_keys("5.5" + Keys.TAB)
    start.clear()
    start.send_keys("5" + Keys.TAB)
    rows[0].send_keys("再见。")

    assert field(person).index("今天施行。") < field(person).index("再见。")
    assert not person.driver.find_element(By.CSS_SELECTOR, "[data-act=undo]").is_displayed()


@pytest.mark.parametrize("address", ["*/media/captions/*", "*/film/"])
def test_captions_are_kept_where_the_server_does_not_answer(person, world, ready, address):
    person.driver.execute_cdp_cmd("Network.enable", {})
    person.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": [address]})
    opened(person, world, ready, captions=SRT)
    person.sees("没有连上服务器" if "captions" in address else "视频暂时看不到")

    add = person.find("[data-act=add]")
    if add.is_enabled():
        person.press("[data-act=add]")
        typed(person, "新")

    assert "大家好" in field(person) and "今天施行" in field(person)
    assert add.is_enabled() == ("film" in address)


def test_a_film_that_is_being_processed_disturbs_nobody_who_writes(person, world, tmp_path):
    waiting = films.recording_of(world, films.film(tmp_path, seconds=2))
    opened(person, world, waiting, captions=SRT)
    person.wait_for(lambda: cues(person) == 2)
    person.press("[data-act=add]")
    looks = "return performance.getEntriesByType('resource').filter(r => r.name.endsWith('/film/'))"
    before = len(person.driver.execute_script(looks))

    person.wait_for(lambda: len(person.driver.execute_script(looks)) > before + 1)
    typed(person, "开场")

    rows = person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-text]")
    assert [row.get_attribute("value") for row in rows] == ["开场", "大家好", "今天施行"]


def test_what_cannot_be_read_stays_and_is_not_overwritten_by_a_draft(editor):
    person, _page = editor
    person.press("[data-act=text]")
    text = person.driver.find_element(By.CSS_SELECTOR, '[name$="-captions"]')

    text.send_keys("第一句我写了很久" + Keys.TAB)

    person.sees("认不出这种字幕。")
    assert not person.find("[data-act=draft]").is_enabled()
    assert not person.find("[data-act=add]").is_enabled()
    assert field(person) == "第一句我写了很久"


def test_a_row_that_moves_keeps_the_focus(editor):
    person, _page = editor
    person.press("[data-act=draft]")
    person.wait_for(lambda: "今天施行。" in field(person))
    at(person, 5)
    person.press(".captions [data-cue]:first-child [data-text]")

    press_keys(person, "s")
    typed(person, "再见")

    rows = person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-text]")
    assert "再见" in rows[1].get_attribute("value")


def test_a_pasted_text_becomes_rows(editor):
    person, _page = editor
    person.press("[data-act=text]")
    person.driver.execute_script(
        "const f = document.querySelector('[name$=\"-captions\"]'); f.value = arguments[0];"
        "f.dispatchEvent(new Event('change', {bubbles: true}));",
        SRT,
    )

    person.wait_for(
        lambda: len(person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-cue]")) == 2
    )
    texts = person.driver.find_elements(By.CSS_SELECTOR, ".captions [data-text]")
    assert [text.get_attribute("value") for text in texts] == ["大家好", "今天施行"]


def test_keys_play_the_film_while_somebody_types(editor):
    person, _page = editor
    person.press("[data-act=add]")

    press_keys(person, "k")

    playing = "return !document.querySelector('.captions__film').paused"
    person.wait_for(lambda: person.driver.execute_script(playing))
    press_keys(person, "k")
    person.wait_for(lambda: not person.driver.execute_script(playing))


def test_the_editor_fits_a_phone(editor):
    person, _page = editor
    person.press("[data-act=draft]")
    person.wait_for(lambda: "今天施行。" in field(person))

    person.phone()

    assert person.find("[data-act=hear]").size["height"] >= 24
    assert not person.overflows()
