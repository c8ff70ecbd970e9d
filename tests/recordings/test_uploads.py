"""A large upload comes in pieces, goes on after a break, and leaves nothing when it is refused."""

import base64
import os
import shutil

import pytest
from django.conf import settings as configured
from django.test import Client
from wagtail.models import Collection

from media.models import Recording, Upload
from media.recordings import uploads
from tests.recordings.films import film, needs_ffmpeg, sound

pytestmark = pytest.mark.django_db
BEGIN = "/admin/media/recordings/uploads/"
PART = "application/offset+octet-stream"


def collection_of(world):
    return Collection.objects.get(name=world.department.title)


def metadata(**pairs):
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())


def begin(client, world, name="讲话.mp4", size=10, collection=None):
    pairs = metadata(filename=name, collection=str((collection or collection_of(world)).pk))
    return client.post(BEGIN, headers={"Upload-Length": str(size), "Upload-Metadata": pairs})


def bring(client, address, data, offset=0):
    headers = {"Upload-Offset": str(offset)}
    return client.patch(address, data, content_type=PART, headers=headers)


def parts():
    folder = uploads.folder()
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def originals():
    root = configured.MEDIA_ORIGINALS_ROOT
    return sorted(n for _p, _d, names in os.walk(root / "recordings") for n in names)


@pytest.fixture(autouse=True)
def nothing_is_left(db):
    """Files outlive the rollback of a test."""
    shutil.rmtree(uploads.folder(), ignore_errors=True)
    shutil.rmtree(configured.MEDIA_ORIGINALS_ROOT / "recordings", ignore_errors=True)


@pytest.fixture
def drafter(world, client):
    client.force_login(world.drafter)
    return client


@needs_ffmpeg
def test_a_film_in_two_pieces_becomes_a_recording_that_waits(world, drafter, tmp_path):
    data = film(tmp_path).read_bytes()
    address = begin(drafter, world, size=len(data))["Location"]

    half = len(data) // 2
    assert bring(drafter, address, data[:half])["Upload-Offset"] == str(half)
    assert drafter.head(address)["Upload-Offset"] == str(half)
    assert bring(drafter, address, data[half:], half).status_code == 204

    recording = Recording.objects.get()
    assert (recording.title, recording.kind, recording.state) == ("讲话", "film", "waiting")
    assert recording.original.read() == data
    assert recording.uploaded_by_user == world.drafter
    assert (parts(), Upload.objects.count()) == ([], 0)


@needs_ffmpeg
def test_a_sound_is_known_as_a_sound(world, drafter, tmp_path):
    data = sound(tmp_path).read_bytes()
    address = begin(drafter, world, "录音.mp3", len(data))["Location"]
    bring(drafter, address, data)

    assert Recording.objects.get().kind == "sound"


def test_a_piece_at_the_wrong_place_changes_nothing(world, drafter):
    address = begin(drafter, world)["Location"]
    bring(drafter, address, b"12345")

    again = bring(drafter, address, b"12345")

    assert (again.status_code, again["Upload-Offset"]) == (409, "5")


def test_nobody_goes_on_with_somebody_elses_upload(world, drafter, client):
    address = begin(drafter, world)["Location"]
    client.force_login(world.admin)

    assert client.head(address).status_code == 404
    assert bring(client, address, b"12345").status_code == 404


def test_an_upload_goes_where_the_person_may_add(world, drafter):
    other = Collection.objects.get(name=world.other_department.title)

    response = begin(drafter, world, collection=other)

    assert (response.status_code, Upload.objects.count()) == (422, 0)
    assert "不能往" in response.content.decode()


def test_a_folder_of_others_is_answered_like_one_that_never_was(world, drafter):
    other = Collection.objects.get(name=world.other_department.title)

    theirs, none = (begin(drafter, world, collection=c) for c in (other, Collection(pk=999_999)))

    assert (theirs.status_code, theirs.content) == (none.status_code, none.content)
    assert other.name not in theirs.content.decode()


@pytest.mark.parametrize(
    ("name", "size"), [("讲话.exe", 10), ("讲话", 10), ("讲话.mp4", 0), ("讲话.mp4", 600 * 2**20)]
)
def test_what_cannot_come_in_is_refused_before_it_is_sent(world, drafter, name, size):
    response = begin(drafter, world, name, size)

    assert (response.status_code, parts()) == (422, [])
    assert response.content.decode().endswith("。")


def test_a_full_disk_is_said_before_it_is_sent(world, drafter, settings):
    settings.RECORDING_DISK_RESERVE = 2**60

    assert "空间不足" in begin(drafter, world).content.decode()


@pytest.mark.parametrize("length", ["", "-1", "x", "9" * 30])
def test_a_length_that_is_none_is_refused(world, drafter, length):
    headers = {
        "Upload-Length": length,
        "Upload-Metadata": metadata(filename="a.mp4", collection="1"),
    }

    assert drafter.post(BEGIN, headers=headers).status_code == 400


@pytest.mark.parametrize("data", [b"<html>hello</html>", b"MZ" + bytes(99), b"no film at all"])
def test_a_disguised_file_is_refused_and_nothing_is_left(world, drafter, data):
    address = begin(drafter, world, size=len(data))["Location"]

    response = bring(drafter, address, data)

    assert response.status_code == 422
    assert response.content.decode().strip()
    assert not Recording.objects.exists()
    assert (parts(), originals(), Upload.objects.count()) == ([], [], 0)


@needs_ffmpeg
def test_a_film_that_was_cut_short_is_refused_and_nothing_is_left(world, drafter, tmp_path):
    data = film(tmp_path).read_bytes()
    data = data[: len(data) // 2]
    address = begin(drafter, world, size=len(data))["Location"]

    assert "打不开" in bring(drafter, address, data).content.decode()
    assert (parts(), originals(), Recording.objects.count()) == ([], [], 0)


def test_an_upload_can_be_given_up(world, drafter):
    address = begin(drafter, world)["Location"]

    assert drafter.delete(address).status_code == 204
    assert (parts(), Upload.objects.count()) == ([], 0)


def test_uploads_that_nobody_went_on_with_are_forgotten(world, drafter):
    begin(drafter, world)
    Upload.objects.update(touched_at="2026-01-01T00:00:00Z")
    begin(drafter, world)

    assert uploads.forget_old_uploads() == 1
    assert Upload.objects.count() == len(parts()) == 1


def test_an_upload_that_goes_on_while_old_ones_are_forgotten_stays(world, drafter, monkeypatch):
    address = begin(drafter, world)["Location"]
    Upload.objects.update(touched_at="2026-01-01T00:00:00Z")
    forget = uploads.abandon

    def too_late(*args, **kwargs):
        bring(drafter, address, b"12345")
        return forget(*args, **kwargs)

    monkeypatch.setattr(uploads, "abandon", too_late)

    assert uploads.forget_old_uploads() == 0
    assert drafter.head(address)["Upload-Offset"] == "5"


def test_an_upload_is_not_old_from_the_first_byte_that_goes_on(world, drafter):
    address = begin(drafter, world)["Location"]
    Upload.objects.update(touched_at="2026-01-01T00:00:00Z")
    upload = Upload.objects.get()

    def breaks(size):
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        uploads.append(upload, 0, breaks)

    assert uploads.forget_old_uploads() == 0
    assert drafter.head(address).status_code == 200


def test_a_part_without_a_row_that_goes_by_itself_is_no_trouble(world, monkeypatch):
    uploads.folder().mkdir(parents=True)
    lost = uploads.folder() / "0.part"
    lost.touch()
    os.utime(lost, (0, 0))
    (uploads.folder() / "1.part").symlink_to("nowhere")  # listed, but not there

    assert uploads.forget_old_uploads() == 1


def test_characters_that_nobody_can_read_are_no_part_of_a_name(world, drafter):
    begin(drafter, world, "讲\x00话\x07\u202e.mp4")

    assert Upload.objects.get().name == "讲话.mp4"


def test_a_piece_is_never_held_whole(world):
    """Whatever is sent is asked for in small sizes."""
    upload = uploads.begin(world.drafter, collection_of(world), "a.mp4", 3 * uploads.PIECE)
    asked = []

    def read(size):
        asked.append(size)
        return bytes(size)

    assert uploads.append(upload, 0, read) == upload.size
    assert max(asked) <= uploads.PIECE


def test_a_broken_connection_keeps_what_came(world):
    upload = uploads.begin(world.drafter, collection_of(world), "a.mp4", 3 * uploads.PIECE)
    sent = iter([b"12345", ConnectionResetError()])

    def read(size):
        data = next(sent)
        if isinstance(data, Exception):
            raise data
        return data

    with pytest.raises(ConnectionResetError):
        uploads.append(upload, 0, read)

    assert uploads.received(upload) == 5


def test_people_without_a_desk_upload_nothing(world, client):
    assert begin(client, world).status_code == 302
    assert not Upload.objects.exists()


def test_an_upload_needs_the_token_of_the_page(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.drafter)

    assert begin(client, world).status_code == 403


@pytest.mark.parametrize("verb", ["append", "finish"])
def test_a_full_disk_is_said_and_what_has_come_is_kept(drafter, world, monkeypatch, verb):
    address = begin(drafter, world, size=4)["Location"]

    def refuse(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"media.desk.uploads.{verb}", refuse)
    response = bring(drafter, address, b"abcd")

    assert (response.status_code, response["Tus-Resumable"]) == (503, "1.0.0")
    assert "已上传的不会丢" in response.text
    assert len(parts()) == 1
