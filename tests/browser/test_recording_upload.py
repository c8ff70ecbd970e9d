"""A drafter uploads a sound while the server has a bad minute, and takes a film's poster."""

import pytest
from django.db.models.signals import post_save, pre_save
from selenium.webdriver.common.by import By

from media.desk import uploads as recording_uploads
from media.models import Recording, Upload
from media.sandbox import runner
from tests.recordings.films import needs_ffmpeg, sound
from tests.recordings.test_desk import page, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs_ffmpeg]


def fails_once(work):
    """Break the first time, work afterwards."""
    calls = []

    def called(*args, **kwargs):
        calls.append(args)
        if len(calls) == 1:
            raise OSError("database is locked")
        return work(*args, **kwargs)

    return called


def test_what_has_come_whole_is_finished_after_an_error_and_sent_only_once(
    person, world, tmp_path, monkeypatch
):
    begun = []
    note = lambda created, **kwargs: created and begun.append(1)  # noqa: E731
    refuse = fails_once(lambda **kwargs: None)
    monkeypatch.setattr(recording_uploads, "received", fails_once(recording_uploads.received))
    post_save.connect(note, sender=Upload)
    pre_save.connect(refuse, sender=Recording)
    path = sound(tmp_path, "录音.mp3")
    try:
        person.enter(world.drafter)
        person.open("/admin/media/recordings/")
        person.driver.find_element(By.ID, "recording-file").send_keys(str(path))
        person.sees("「录音」已上传，正在排队处理。")
    finally:
        post_save.disconnect(note, sender=Upload)
        pre_save.disconnect(refuse, sender=Recording)

    with Recording.objects.get().original.open() as original:
        assert original.read() == path.read_bytes()
    assert (begun, Upload.objects.count()) == ([1], 0)


def test_a_server_that_stays_too_busy_says_so_in_the_end_and_keeps_everything(
    person, world, tmp_path, monkeypatch
):
    def too_slow(*args, **kwargs):
        raise runner.TimedOutError

    hurry = "const after = setTimeout; window.setTimeout = (call, ms) => after(call, ms / 1000);"
    person.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": hurry})
    monkeypatch.setattr(runner, "run", too_slow)
    person.enter(world.drafter)
    person.open("/admin/media/recordings/")
    person.driver.find_element(By.ID, "recording-file").send_keys(str(sound(tmp_path)))

    person.sees("服务器太忙，文件没有检查完。已上传的不会丢")
    monkeypatch.undo()
    assert Upload.objects.count() == 1


def test_the_picture_of_the_player_is_never_behind_the_end_of_the_film(person, world):
    person.enter(world.drafter)
    person.open(page(ready(world, duration=64.96)))
    film = person.find("video.recording-player")
    person.driver.execute_script(
        "Object.defineProperty(arguments[0], 'currentTime', {value: 64.96})", film
    )

    person.press_words("用播放器里现在这一幅")

    assert person.find("[name=poster_at]").get_attribute("value") == "64.9"
