"""Another poster for a film, and finding a recording among many."""

import pytest
from django.db import OperationalError, connection, transaction

from media.desk.recordings import RecordingForm
from media.models import RecordingFile
from media.recordings.poster import replace_poster, taken
from tests.factories import make_set_showing, submit_set
from tests.player.test_blocks import film as film_block
from tests.recordings import films
from tests.recordings.test_desk import LIST, freeze, page, ready
from tests.recordings.test_work import stored
from tests.support.faults import Broken
from tests.support.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafter(world, client):
    client.force_login(world.drafter)
    return client


@pytest.fixture
def film(world, tmp_path):
    """A film of four seconds that the worker has processed."""
    return films.processed(world, films.film(tmp_path, seconds=4))


def poster_of(recording):
    return RecordingFile.objects.get(recording=recording, role="poster").file


@films.needs_ffmpeg
def test_the_poster_is_taken_at_the_second_that_was_chosen(
    film, drafter, django_capture_on_commit_callbacks
):
    before = poster_of(film)
    with before.open() as file:
        was = file.read()

    with django_capture_on_commit_callbacks(execute=True):
        drafter.post(page(film), {"title": "市长解读", "poster_at": "3.5"})

    after = poster_of(film)
    with after.open() as file:
        assert file.read() != was
    assert after.name != before.name
    assert not before.storage.exists(before.name)


@films.needs_ffmpeg
def test_the_poster_of_a_film_that_readers_rely_on_stays(film, drafter):
    before = poster_of(film).name
    freeze(film)

    response = drafter.post(page(film), {"title": "市长解读", "poster_at": "3.5"})

    assert (response.status_code, poster_of(film).name) == (422, before)
    film.refresh_from_db()
    assert film.poster_at is None


@films.needs_ffmpeg
def test_a_poster_that_is_not_saved_leaves_no_file(film, drafter):
    before = stored()
    freeze(film)

    drafter.post(page(film), {"title": "市长解读", "poster_at": "3.5"})

    assert stored() == before


@films.needs_ffmpeg
def test_a_poster_whose_transaction_breaks_leaves_no_file(film):
    before = stored()

    with pytest.raises(Broken), taken(film, 3.5) as name, transaction.atomic():
        replace_poster(film, name)
        raise Broken

    assert stored() == before


@films.needs_ffmpeg
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False], ids=["poster", "set"])
def test_a_poster_and_a_set_that_is_submitted_wait_for_each_other(film, world, is_first):
    policy = make_set_showing(world, film_block(recording=film))
    form = RecordingForm({"title": film.title, "poster_at": "3.5"}, instance=film)
    assert form.is_valid()

    with taken(film, 3.5) as name:

        def replace():
            form.save_changed()
            replace_poster(film, name)

        first, second = replace, lambda: submit_set(world, policy)
        if not is_first:
            first, second = second, first
        with transaction.atomic():
            first()
            (refusal,) = together(lambda: impatient(second))

    assert isinstance(refusal, OperationalError) and "lock timeout" in str(refusal)


def impatient(call):
    """Whoever has to wait for somebody else says so."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        call()


@films.needs_ffmpeg
def test_the_last_tenth_of_a_second_is_a_poster_too(film, drafter):
    RecordingFile.objects.filter(recording=film, role="poster").delete()
    type(film).objects.update(duration=3.96)

    assert drafter.post(page(film), {"title": "市长解读", "poster_at": "4.0"}).status_code == 302

    film.refresh_from_db()
    assert film.poster_at == 3.96
    assert poster_of(film)


@films.needs_ffmpeg
def test_words_alone_leave_the_poster(film, drafter):
    before = poster_of(film).name

    drafter.post(page(film), {"title": "新标题"})

    assert poster_of(film).name == before


def test_a_second_outside_the_film_is_refused_with_a_sentence(world, drafter):
    response = drafter.post(page(ready(world)), {"title": "市长解读", "poster_at": "70"})

    assert response.status_code == 422
    assert "请填视频里的一秒，从 0 到 65。" in response.text


def test_a_film_that_cannot_be_read_says_so_and_keeps_everything(world, drafter):
    recording = ready(world)

    response = drafter.post(page(recording), {"title": "新标题", "poster_at": "3"})

    recording.refresh_from_db()
    assert (response.status_code, recording.title) == (422, "市长解读")
    assert "这一刻的画面没有取成" in response.text


def test_a_sound_has_no_poster(world, drafter):
    assert 'name="poster_at"' not in drafter.get(page(ready(world, kind="sound"))).text


def test_the_list_can_be_narrowed_and_searched(world, drafter):
    ready(world)
    ready(world, title="录音", kind="sound", state="failed", problem="too_long")

    failed = drafter.get(f"{LIST}?state=failed").text
    searched = drafter.get(f"{LIST}?q=市长").text

    assert "录音" in failed and "市长解读" not in failed
    assert "市长解读" in searched and "时间太长" not in searched
