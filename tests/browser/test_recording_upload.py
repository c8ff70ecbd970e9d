"""A drafter uploads a sound while the server has a bad minute; nothing is sent twice."""

import pytest
from django.db.models.signals import post_save, pre_save
from selenium.webdriver.common.by import By

from interpretations.editorial.views import recording_uploads
from media.models import Recording, Upload
from tests.recordings.films import needs_ffmpeg, sound

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
        person.open("/admin/releases/recordings/")
        person.driver.find_element(By.ID, "recording-file").send_keys(str(path))
        person.sees("「录音」已上传，正在排队处理。")
    finally:
        post_save.disconnect(note, sender=Upload)
        pre_save.disconnect(refuse, sender=Recording)

    with Recording.objects.get().original.open() as original:
        assert original.read() == path.read_bytes()
    assert (begun, Upload.objects.count()) == ([1], 0)
