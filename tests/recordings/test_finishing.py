"""An upload that has come whole is not lost, whatever breaks before it is a recording."""

import os
import re
import signal

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.db.models.signals import post_save, pre_save
from wagtail.models import GroupCollectionPermission

from media.desk import uploads as recording_uploads
from media.models import Recording, Upload
from media.recordings import uploads
from media.sandbox import runner
from tests.recordings.films import needs_ffmpeg, recording_of, sound
from tests.recordings.test_uploads import PART, collection_of, originals, parts
from tests.support.faults import Broken, watching

pytestmark = [pytest.mark.django_db, needs_ffmpeg, pytest.mark.usefixtures("examined_here")]

OURS = re.compile('"media_upload"|INTO "media_recording"')


@pytest.fixture(autouse=True)
def nothing_is_left(db):
    """Files outlive the rollback of a test."""
    for path in uploads.folder().glob("*"):
        path.unlink()
    for folder, _folders, names in os.walk(configured.MEDIA_ORIGINALS_ROOT / "recordings"):
        for name in names:
            os.remove(os.path.join(folder, name))


@pytest.fixture
def data(tmp_path):
    return sound(tmp_path, seconds=1).read_bytes()


@pytest.fixture
def whole(world, data):
    return come(world, data)


def come(world, data):
    """An upload of which everything has come, and nothing else is done."""
    upload = uploads.begin(world.drafter, collection_of(world), "录音.mp3", len(data))
    uploads.part_of(upload).write_bytes(data)
    return upload


@pytest.fixture
def drafter(world, client):
    client.force_login(world.drafter)
    client.raise_request_exception = False
    return client


def address_of(upload):
    return f"/admin/media/recordings/uploads/{upload.pk}/"


def ask_again(client, upload):
    """A last piece without a byte; the test client leaves out its type unless told so."""
    headers = {"Upload-Offset": str(upload.size), "Content-Type": PART}
    return client.patch(address_of(upload), headers=headers)


def is_finished_once(data):
    recording = Recording.objects.get()
    with recording.original.open() as original:
        assert original.read() == data
    assert (len(originals()), parts(), Upload.objects.count()) == (1, [], 0)


def test_what_the_database_refuses_is_finished_by_the_next_try(world, data):
    first = come(world, data)
    with watching() as statements:
        uploads.finish(first)
    ours = [n for n, sql in enumerate(statements.sent, 1) if OURS.search(sql)]

    for number in ours:
        upload = come(world, data)
        with pytest.raises(Broken), watching(fail_at=number):
            uploads.finish(upload)
        assert uploads.finished(upload.pk, world.drafter) is None
        uploads.finish(upload)

    assert len(ours) > 2
    assert Recording.objects.count() == len(originals()) == len(ours) + 1
    assert (parts(), Upload.objects.count()) == ([], 0)


def test_a_client_that_was_told_of_an_error_finishes_with_an_empty_piece(whole, data, drafter):
    address = address_of(whole)
    pre_save.connect(refuse, sender=Recording)
    try:
        assert ask_again(drafter, whole).status_code == 500
    finally:
        pre_save.disconnect(refuse, sender=Recording)

    assert drafter.head(address)["Upload-Offset"] == str(len(data))
    assert ask_again(drafter, whole).status_code == 204
    is_finished_once(data)


def refuse(**kwargs):
    raise OSError("database is locked")


def test_a_client_that_missed_the_answer_learns_that_everything_has_come(whole, data, drafter):
    uploads.finish(whole)

    answer = drafter.head(address_of(whole))
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == (str(len(data)),) * 2
    assert ask_again(drafter, whole).status_code == 204
    is_finished_once(data)


def test_nobody_learns_what_became_of_somebody_elses_upload(world, whole, client):
    uploads.finish(whole)
    client.force_login(world.admin)

    assert client.head(address_of(whole)).status_code == 404


def kill(**kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def kill_after_commit(**kwargs):
    transaction.on_commit(kill)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "fall", "is_recorded"),
    [(pre_save, kill, False), (post_save, kill, False), (post_save, kill_after_commit, True)],
)
def test_a_server_that_is_killed_loses_no_upload(whole, data, moment, fall, is_recorded, drafter):
    connections.close_all()
    child = os.fork()
    if child == 0:
        moment.connect(fall, sender=Recording)
        try:
            uploads.finish(whole)
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert Recording.objects.exists() == is_recorded

    assert drafter.head(address_of(whole))["Upload-Offset"] == str(len(data))
    assert ask_again(drafter, whole).status_code == 204
    with Recording.objects.get().original.open() as original:
        assert original.read() == data
    assert len(originals()) == 1


def test_two_requests_do_not_finish_the_same_upload(whole, data):
    with uploads._alone(whole), pytest.raises(uploads.OffsetError):
        uploads.finish(whole)

    uploads.finish(whole)
    is_finished_once(data)


def test_what_is_being_finished_is_not_given_up(whole, drafter):
    with uploads._alone(whole):
        assert drafter.delete(address_of(whole)).status_code == 409

    assert Upload.objects.exists() and parts()


def test_giving_up_takes_what_a_broken_try_stored(whole):
    pre_save.connect(refuse, sender=Recording)
    try:
        with pytest.raises(OSError, match="locked"):
            uploads.finish(whole)
    finally:
        pre_save.disconnect(refuse, sender=Recording)
    assert len(originals()) == 1

    uploads.abandon(whole)

    assert (originals(), parts(), Upload.objects.count()) == ([], [], 0)


def test_giving_up_too_late_takes_nothing_of_the_recording(whole, data):
    uploads.finish(whole)

    uploads.abandon(whole)

    is_finished_once(data)


def test_a_disk_that_gives_a_file_one_name_only_takes_a_copy(whole, data, monkeypatch):
    def refuse(*args):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(uploads.os, "link", refuse)
    uploads.finish(whole)

    is_finished_once(data)


def library_text(drafter):
    return drafter.get("/admin/media/recordings/").text


def test_the_same_film_again_is_said_with_the_title_of_the_first(
    world, whole, data, drafter, tmp_path
):
    first = recording_of(world, sound(tmp_path, seconds=1), title="市长讲话")
    Recording.objects.update(sha256=uploads.hashlib.sha256(data).hexdigest())

    ask_again(drafter, whole)

    assert (
        f'与已有的「<a href="/admin/media/recordings/{first.pk}/">市长讲话</a>」内容相同'
        in library_text(drafter)
    )


def test_the_same_film_of_another_department_is_not_told(world, whole, data, drafter, tmp_path):
    recording_of(world, sound(tmp_path, seconds=1), title="市长讲话")
    other = uploads.Collection.objects.get(name=world.other_department.title)
    digest = uploads.hashlib.sha256(data).hexdigest()
    Recording.objects.update(sha256=digest, collection=other, uploaded_by_user=world.drafter2)

    ask_again(drafter, whole)

    assert "内容相同" not in library_text(drafter)


def test_a_film_that_one_may_choose_but_not_change_is_named_without_a_link(
    world, whole, data, drafter, tmp_path
):
    first = recording_of(world, sound(tmp_path, seconds=1), title="市长讲话")
    shared = uploads.Collection.objects.get(name=world.other_department.title)
    digest = uploads.hashlib.sha256(data).hexdigest()
    Recording.objects.update(sha256=digest, collection=shared, uploaded_by_user=world.drafter2)
    may_choose(world.drafter, shared)

    ask_again(drafter, whole)

    text = library_text(drafter)
    assert "与已有的「市长讲话」内容相同" in text
    assert f"/recordings/{first.pk}/" not in text


def may_choose(user, collection):
    group = Group.objects.create(name="shared")
    right = Permission.objects.get(codename="choose_recording")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=right)
    user.groups.add(group)


def test_an_upload_whose_original_is_lost_has_to_come_again(whole, drafter):
    uploads.finish(whole)
    Recording.objects.get().original.storage.delete(Recording.objects.get().original.name)

    assert drafter.head(address_of(whole)).status_code == 404


@pytest.mark.parametrize("verb", ["append", "received"])
def test_what_another_tab_finishes_meanwhile_is_finished(whole, data, drafter, monkeypatch, verb):
    ask = getattr(uploads, verb)

    def too_late(*args):
        if Upload.objects.exists():
            uploads.finish(whole)
        return ask(*args)

    monkeypatch.setattr(recording_uploads, verb, too_late)
    answer = ask_again(drafter, whole) if verb == "append" else drafter.head(address_of(whole))

    assert answer.status_code in (200, 204)
    assert answer["Upload-Offset"] == str(len(data))
    is_finished_once(data)


def too_slow(*args, **kwargs):
    raise runner.TimedOutError("超过 60 秒还没有完成，已经停止。")


def killed(*args, **kwargs):
    raise runner.KilledError("被系统终止，可能是内存不够。", -9, "")


def only_ffprobe(trouble):
    run = runner.run

    def ran(argv, *args, **kwargs):
        return trouble() if argv[0] == "ffprobe" else run(argv, *args, **kwargs)

    return ran


@pytest.mark.parametrize("trouble", [too_slow, killed])
@pytest.mark.parametrize("of", [lambda trouble: trouble, only_ffprobe], ids=["door", "ffprobe"])
def test_a_machine_that_is_too_busy_to_look_keeps_the_whole_upload(
    whole, data, drafter, monkeypatch, trouble, of
):
    with monkeypatch.context() as busy:
        busy.setattr(runner, "run", of(trouble))
        answer = ask_again(drafter, whole)

    assert answer.status_code == 503
    assert "已上传的不会丢" in answer.text
    assert drafter.head(address_of(whole))["Upload-Offset"] == str(len(data))
    assert ask_again(drafter, whole).status_code == 204
    is_finished_once(data)
