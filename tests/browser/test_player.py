"""A reader watches a film: by keys, by the row under it, by the transcript, without script."""

import gzip
import re

import pytest
from django.conf import settings
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.releases.execution.execute import execute
from media.models import CaptionTrack
from tests.factories import approve, make_interpretation, make_policy, submit_set, withdraw
from tests.recordings import films

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), films.needs_ffmpeg,
]  # fmt: skip
LENGTH = 40  # seconds
PLAYABLE = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart")
PARAGRAPHS = {"大家好，今天讲这个办法。": 1, "先说谁可以申请。": 12, "再说怎么申请。": 25}
LONG = "申请的时候要带身份证。" * 40
SCRIPT = re.compile(r'<script src="/static/(js/[\w-]+\.js)')


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A film as browsers play it."""
    folder = tmp_path_factory.mktemp("film")
    return films.film(folder, seconds=LENGTH, options=PLAYABLE)


def block(world, path):
    """A film with its captions and its transcript."""
    shape = {"duration": LENGTH, "width": 320, "height": 180, "state": "ready"}
    recording = films.recording_of(world, path, **shape)
    with open(path, "rb") as made:
        recording.file.save("film.mp4", made)
    cues = "\n".join(
        f"{number}\n00:00:{at:02},000 --> 00:00:{at + 4:02},000\n{words}\n"
        for number, (words, at) in enumerate(PARAGRAPHS.items(), 1)
    )
    transcript = "\n".join([*PARAGRAPHS, LONG])
    words = {"title": "办法讲解", "transcript": transcript, "captions": cues, "poster": None}
    return ("film", {"recording": recording, "track": None, **words})


def released(world, *blocks):
    """The interpretation that shows these blocks, public."""
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, body=list(blocks))
    execute(approve(world, submit_set(world, policy)).pk)
    return page


@pytest.fixture
def page(world, path):
    """A released interpretation with a film."""
    return released(world, block(world, path))


@pytest.fixture
def watching(person, page):
    """The page is open; the focus is on the first button of the row."""
    person.open(page.url)
    focus(person, "[data-player-skip]")
    return person


def focus(person, selector):
    person.driver.execute_script("arguments[0].focus()", person.find(selector))


def keys(person, *pressed):
    ActionChains(person.driver).send_keys(*pressed).perform()


def film(person, what):
    """What the browser says of the film."""
    return person.driver.execute_script(
        f"const film = document.querySelector('video'); return film.{what}"
    )


def start(person):
    """Play until pictures come, then stop where the film is."""
    keys(person, "k")
    person.wait_for(lambda: film(person, "readyState") >= 3 and film(person, "currentTime") > 0)
    keys(person, "k")
    person.wait_for(lambda: film(person, "paused"))


def at(person, seconds):
    person.wait_for(lambda: abs(film(person, "currentTime") - seconds) < 0.5)


def complaints(person):
    messages = [entry["message"] for entry in person.driver.get_log("browser")]
    return [
        message
        for message in messages
        if "Content Security Policy" in message or "Uncaught" in message
    ]


@pytest.mark.parametrize("key", ["k", " "])
def test_the_film_starts_and_stops_by_the_keyboard(watching, key):
    focus(watching, "video")

    keys(watching, key)
    watching.wait_for(lambda: film(watching, "currentTime") > 0)
    keys(watching, key)

    watching.wait_for(lambda: film(watching, "paused"))
    assert not complaints(watching)


def test_keys_seek(watching):
    start(watching)

    keys(watching, "5")
    at(watching, 20)
    keys(watching, Keys.ARROW_RIGHT)
    at(watching, 25)
    keys(watching, Keys.ARROW_LEFT, "j")
    at(watching, 10)
    keys(watching, "l")
    at(watching, 20)
    keys(watching, "0", "j")
    at(watching, 0)


def test_keys_set_volume_and_speed(watching):
    keys(watching, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP, "m", ">", ">")

    assert round(film(watching, "volume"), 2) == 0.9
    assert film(watching, "muted") is True
    assert film(watching, "playbackRate") == 1.5
    keys(watching, "<")
    assert film(watching, "playbackRate") == 1.25
    watching.wait_for(lambda: watching.find("[data-player-speed]").get_property("value") == "1.25")


def test_the_film_fills_the_screen_and_comes_back(watching):
    full = "return document.fullscreenElement?.localName"

    keys(watching, "f")
    watching.wait_for(lambda: watching.driver.execute_script(full) == "video")
    keys(watching, "f")

    watching.wait_for(lambda: watching.driver.execute_script(full) is None)


def test_the_question_mark_shows_the_keys(watching):
    keys(watching, "?")
    watching.sees("跳到全长的十分之几")
    keys(watching, "?")
    watching.wait_for(lambda: "跳到全长的十分之几" not in watching.text())


def test_captions_are_switched_by_key_and_button_and_both_say_so(watching):
    button = watching.find("[data-player-captions]")
    assert (film(watching, "textTracks[0].mode"), button.get_attribute("aria-pressed")) == (
        "showing", "true",
    )  # fmt: skip

    keys(watching, "c")
    assert film(watching, "textTracks[0].mode") == "disabled"
    watching.wait_for(lambda: button.get_attribute("aria-pressed") == "false")
    button.click()
    assert film(watching, "textTracks[0].mode") == "showing"
    watching.wait_for(lambda: button.get_attribute("aria-pressed") == "true")


def test_what_is_chosen_in_the_menu_of_the_browser_shows_in_the_row(watching):
    film(watching, "textTracks[0].mode = 'disabled'")
    film(watching, "playbackRate = 0.25")

    button = watching.find("[data-player-captions]")
    watching.wait_for(lambda: button.get_attribute("aria-pressed") == "false")
    watching.wait_for(lambda: watching.find("[data-player-speed]").get_property("value") == "0.25")


def test_the_speed_is_chosen_from_the_list(watching):
    watching.choose("[data-player-speed]", "1.5×")
    assert film(watching, "playbackRate") == 1.5


def test_a_list_that_has_the_focus_keeps_its_keys(watching):
    focus(watching, "[data-player-speed]")
    keys(watching, "m", Keys.ARROW_UP)

    assert film(watching, "muted") is False and film(watching, "volume") == 1


def test_keys_with_ctrl_and_keys_elsewhere_on_the_page_are_not_taken(watching):
    ActionChains(watching.driver).key_down(Keys.CONTROL).send_keys("m").key_up(
        Keys.CONTROL
    ).perform()
    focus(watching, "#site-q")
    keys(watching, "m", "k", "?")

    assert watching.find("#site-q").get_property("value") == "mk?"
    assert film(watching, "muted") is False and film(watching, "paused") is True


def test_the_transcript_seeks_by_a_named_button(watching):
    watching.press(".recording__toggle")
    times = watching.driver.find_elements(By.CSS_SELECTOR, ".recording__at")
    assert [button.accessible_name for button in times] == [
        "从 0:01 播放", "从 0:12 播放", "从 0:25 播放",
    ]  # fmt: skip

    focus(watching, "p:nth-child(2) > .recording__at")
    keys(watching, Keys.ENTER)

    watching.wait_for(lambda: film(watching, "currentTime") > 12.2)
    assert film(watching, "paused") is False
    assert marked_words(watching) == "先说谁可以申请。"


def marked_words(person):
    """The words of the paragraphs that are marked: one, once the film plays."""
    marked = person.driver.find_elements(By.CSS_SELECTOR, "[aria-current=true][data-start]")
    return "".join(paragraph.text.splitlines()[-1] for paragraph in marked)


def test_the_paragraph_that_is_said_is_marked_and_the_page_stays(watching):
    watching.press(".recording__toggle")
    start(watching)
    page_at = watching.driver.execute_script("return scrollY")

    for share, words in (("1", 0), ("4", 1), ("7", 2)):
        keys(watching, share)
        watching.wait_for(lambda words=words: marked_words(watching) == list(PARAGRAPHS)[words])

    assert watching.driver.execute_script("return scrollY") == page_at


def shorter(person):
    """Make the transcript's box so low that one paragraph fills it."""
    person.driver.execute_script(
        "document.querySelector('[data-player-said]').style.maxHeight = '3rem'"
    )


def scrolled(person):
    return person.driver.execute_script(
        "return document.querySelector('[data-player-said]').scrollTop"
    )


def test_the_transcript_follows_in_its_own_box(watching):
    watching.press(".recording__toggle")
    shorter(watching)
    start(watching)

    keys(watching, "7")

    watching.wait_for(lambda: scrolled(watching) > 40)


def test_a_transcript_that_was_scrolled_by_hand_is_left_alone(watching):
    watching.press(".recording__toggle")
    shorter(watching)
    start(watching)
    watching.driver.execute_script(
        "const said = document.querySelector('[data-player-said]');"
        # Again and again, as somebody does who is reading: a slow machine takes its time.
        "const turn = () => said.dispatchEvent(new WheelEvent('wheel'));"
        "turn(); setInterval(turn, 300); said.scrollTop = 3"
    )

    keys(watching, "7")

    watching.wait_for(lambda: marked_words(watching) == "再说怎么申请。")
    assert scrolled(watching) == 3


def test_following_is_switched_off(watching):
    watching.press(".recording__toggle")
    shorter(watching)
    start(watching)
    watching.press_words("跟随播放")

    focus(watching, "[data-player-skip]")
    keys(watching, "7")

    watching.wait_for(lambda: marked_words(watching) == "再说怎么申请。")
    assert scrolled(watching) == 0


def test_arrows_scroll_a_transcript_that_has_the_focus(watching):
    watching.press(".recording__toggle")
    focus(watching, "[data-player-said]")
    keys(watching, Keys.ARROW_DOWN)

    assert film(watching, "volume") == 1
    watching.wait_for(lambda: scrolled(watching) > 0)


def test_a_film_that_starts_stops_the_other(person, world, path):
    person.open(released(world, block(world, path), block(world, path)).url)
    rows = person.driver.find_elements(By.CSS_SELECTOR, "[data-player-skip='10']")
    playing = "return [...document.querySelectorAll('video')].map((film) => !film.paused)"

    for number, state in ((0, [True, False]), (1, [False, True])):
        person.driver.execute_script("arguments[0].focus()", rows[number])
        keys(person, "k")
        person.wait_for(lambda state=state: person.driver.execute_script(playing) == state)


def test_on_paper_the_transcript_is_open_and_whole(watching):
    watching.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    height, whole, is_seen = watching.driver.execute_script(
        "const said = document.querySelector('[data-player-said]');"
        "return [said.offsetHeight, said.scrollHeight, said.checkVisibility()]"
    )
    assert is_seen and height >= whole > 200
    assert not watching.driver.find_element(By.CSS_SELECTOR, ".player").is_displayed()


def test_a_film_that_is_gone_says_so_and_what_to_do(person, world, page):
    person.open(page.url)
    withdraw(world, page.policy)

    focus(person, "[data-player-skip]")
    keys(person, "k")

    person.sees("现在放不出来")
    assert person.find("[role=status]").text.endswith("或者先读文字稿。")


def test_without_scripts_film_captions_words_and_file_are_there(person, page):
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    person.open(page.url)

    video = person.find("video[controls]")
    (track,) = video.find_elements(By.CSS_SELECTOR, "track[default]")
    assert track.get_attribute("src").endswith(CaptionTrack.objects.get().file.url)
    assert not person.driver.find_elements(By.CSS_SELECTOR, ".player, .recording__at")
    person.press(".recording__toggle")
    person.sees("再说怎么申请。")
    person.find("a[download]")


def test_a_phone_shows_everything_and_every_target_is_large(person, page):
    person.phone()
    person.open(page.url)
    person.press(".recording__toggle")

    assert not person.overflows()
    controls = ".player button, .player select, .recording__text summary, .recording__text button"
    shown = [e for e in person.driver.find_elements(By.CSS_SELECTOR, controls) if e.is_displayed()]
    assert len(shown) > 5
    assert all(min(e.rect["width"], e.rect["height"]) >= 44 for e in shown)


def test_the_scripts_of_a_page_with_a_film_are_light(person, page):
    person.open(page.url)

    scripts = SCRIPT.findall(person.driver.page_source)
    folder = settings.BASE_DIR / "site" / "static"
    assert "js/player.js" in scripts
    assert sum(len(gzip.compress((folder / script).read_bytes())) for script in scripts) < 20_000
