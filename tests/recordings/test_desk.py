"""Films and sound on the desk, at the door of the public, and in a release."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection

from media.desk.recordings import RecordingForm
from media.models import FrozenFile, Recording, RecordingFile
from tests.support.faults import watching

pytestmark = pytest.mark.django_db
LIST = "/admin/media/recordings/"


def ready(world, **fields):
    values = {"kind": "film", "title": "市长解读", "state": "ready", "duration": 65, **fields}
    recording = Recording.objects.create(
        original=ContentFile(b"original", "a.mp4"),
        file=ContentFile(b"large", "large.mp4"),
        width=1280, height=720, progress=100,
        collection=Collection.objects.get(name=world.department.title),
        uploaded_by_user=world.drafter,
        **values,
    )  # fmt: skip
    RecordingFile.objects.create(
        recording=recording, role="small", file=ContentFile(b"small", "small.mp4")
    )
    return recording


def page(recording):
    return f"{LIST}{recording.pk}/"


def freeze(recording):
    FrozenFile.objects.create(kind="recording", object_id=recording.pk, page_id=1, release_id=1)


@pytest.fixture
def drafter(world, client):
    client.force_login(world.drafter)
    return client


def test_the_list_says_how_far_everything_is(world, drafter):
    ready(world)
    ready(world, title="录音", state="failed", problem="too_long")

    text = drafter.get(LIST).text

    assert "可以使用。" in text
    assert "时间太长" in text
    assert "1:05" in text


def test_another_department_does_not_see_it(world, client):
    recording = ready(world)
    client.force_login(world.drafter2)

    assert "市长解读" not in client.get(LIST).text
    assert client.get(page(recording)).status_code == 404


def test_words_can_be_changed(world, drafter):
    recording = ready(world)

    drafter.post(page(recording), {"title": "新标题", "credit": "市政府新闻办"})

    recording.refresh_from_db()
    assert (recording.title, recording.credit) == ("新标题", "市政府新闻办")


def test_words_that_readers_rely_on_are_kept(world, drafter):
    recording = ready(world)
    freeze(recording)

    response = drafter.post(page(recording), {"title": "新标题"})

    recording.refresh_from_db()
    assert (response.status_code, recording.title) == (422, "市长解读")


def test_what_readers_rely_on_cannot_be_typed_into(world, drafter):
    recording = ready(world)
    assert " disabled" not in drafter.get(page(recording)).text

    freeze(recording)

    assert drafter.get(page(recording)).text.count(" disabled") == 5


def test_what_failed_is_tried_again(world, drafter):
    recording = ready(world, state="failed", problem="gave_up")

    drafter.post(f"{page(recording)}retry/")

    recording.refresh_from_db()
    assert recording.state == "waiting"


def test_deleting_takes_every_file_along(world, drafter, django_capture_on_commit_callbacks):
    recording = ready(world)
    files = [recording.original, recording.file, recording.files.get().file]

    with django_capture_on_commit_callbacks(execute=True):
        drafter.post(f"{page(recording)}delete/")

    assert not Recording.objects.exists()
    assert [file.storage.exists(file.name) for file in files] == [False] * 3


def test_what_readers_rely_on_is_not_deleted(world, drafter, django_capture_on_commit_callbacks):
    recording = ready(world)
    freeze(recording)

    with django_capture_on_commit_callbacks(execute=True):
        drafter.post(f"{page(recording)}delete/")

    assert Recording.objects.exists()
    assert recording.file.storage.exists(recording.file.name)


def test_the_page_is_told_how_far_it_is(world, drafter):
    recording = ready(world)

    answer = drafter.get(f"{page(recording)}state/").json()

    assert answer == {"state": "ready", "progress": 100, "sentence": "可以使用。"}


@pytest.mark.parametrize(("who", "status"), [(None, 404), ("drafter", 200), ("drafter2", 404)])
def test_only_its_department_fetches_what_no_page_shows(world, client, who, status):
    recording = ready(world)
    if who:
        client.force_login(getattr(world, who))

    names = [recording.file.name, recording.files.get().file.name]

    assert {client.get(f"/media/{name}").status_code for name in names} == {status}


def test_nobody_fetches_an_original(world, client):
    client.force_login(world.admin)

    assert client.get(f"/media/{ready(world).original.name}").status_code == 404


def gone(recording):
    Recording.objects.filter(pk=recording.pk).delete()


def stored_again(recording):
    Recording.objects.filter(pk=recording.pk).update(state="ready", file="recordings/new.mp4")


def meanwhile(monkeypatch, happens, recording):
    """Let something happen between reading the recording and saving its words."""
    valid = RecordingForm.is_valid

    def is_valid(form):
        happens(recording)
        return valid(form)

    monkeypatch.setattr(RecordingForm, "is_valid", is_valid)


def test_saving_words_leaves_what_the_worker_stored_meanwhile(world, drafter, monkeypatch):
    recording = ready(world, state="working")
    meanwhile(monkeypatch, stored_again, recording)

    drafter.post(page(recording), {"title": "新标题"})

    recording.refresh_from_db()
    assert (recording.state, recording.file.name) == ("ready", "recordings/new.mp4")
    assert recording.title == "新标题"


@pytest.mark.parametrize("title", ["新标题", "市长解读", ""])
def test_saving_words_does_not_bring_back_what_somebody_deleted(world, drafter, monkeypatch, title):
    recording = ready(world)
    meanwhile(monkeypatch, gone, recording)

    response = drafter.post(page(recording), {"title": title}, follow=True)

    assert not Recording.objects.exists()
    assert "「市长解读」刚刚已被删除，没有保存。" in response.text


def test_saving_nothing_new_writes_nothing(world, drafter):
    recording = ready(world)

    with watching() as statements:
        assert drafter.post(page(recording), {"title": "市长解读"}).status_code == 302

    assert not [sql for sql in statements.sent if 'UPDATE "media_recording"' in sql]


def test_the_chooser_leads_to_where_a_film_is_uploaded(drafter):
    chooser = reverse("recording_chooser:choose")

    assert reverse("media_desk:recordings") in drafter.get(chooser).text
