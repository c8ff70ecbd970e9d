"""What recorders, browsers and editing programs write is judged by what it is, not by its name."""

import re
import subprocess

import pytest
from django.core.files.base import ContentFile

from media.intake import FILM, RefusedUploadError, accept
from media.recordings.probe import UnfitError, probe
from media.sandbox import runner
from tests.recordings import films

pytestmark = films.needs_ffmpeg
FRAGMENTS = ("-movflags", "frag_keyframe+empty_moov", "-g", "5")
SILENCE = ["-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono"]
ID3 = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10)


def probed(path):
    with runner.workspace() as folder:
        return probe(path, folder)


def loudness(path):
    argv = ["ffmpeg", "-i", str(path), "-af", "volumedetect", "-f", "null", "-"]
    said = subprocess.run(argv, check=True, capture_output=True, text=True).stderr
    return float(re.search(r"max_volume: (-?[\d.]+)", said)[1])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("录音.m4a", b"\x00\x00\x00\x1cftypmp42" + bytes(40)),
        ("录音.m4a", b"\x00\x00\x00\x1cftyp3gp4" + bytes(40)),
        ("视频.mp4", b"\x00\x00\x00\x14ftypqt  " + bytes(40)),
        ("视频.mov", b"\x00\x00\x00\x1cftypisom" + bytes(40)),
        ("片段.mp4", b"\x00\x00\x00\x18styp" + bytes(40)),
        ("片段.mp4", b"\x00\x00\x00\x18moof" + bytes(40)),
        ("录音.mka", b"\x1a\x45\xdf\xa3" + bytes(40)),
        ("录音.weba", b"\x1a\x45\xdf\xa3" + bytes(40)),
        ("录音.flac", ID3 + b"fLaC" + bytes(40)),
        ("录音.aac", ID3 + b"\xff\xf1" + bytes(40)),
        ("录音.mp3", bytes(3000) + ID3 + b"\xff\xfb" + bytes(40)),
        ("录音.mp3", b"\x00\x00\x00\x1cftypM4A " + bytes(40)),
        ("录音.wav", b"RF64\xff\xff\xff\xffWAVE" + bytes(40)),
    ],
)
def test_a_container_is_taken_under_every_name_that_recorders_give_it(name, content):
    assert accept(ContentFile(content, name), FILM).type


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.mp4", b"%PDF-1.4"), ("a.mp3", bytes(5000)), ("a.mp4", b"MZ"), ("a.exe", ID3 + bytes(9))],
)
def test_what_is_no_film_and_no_sound_is_still_refused(name, content):
    with pytest.raises(RefusedUploadError):
        accept(ContentFile(content, name), FILM)


def test_a_film_without_a_length_is_measured(tmp_path):
    options = ("-t", "2", "-live", "1", "-f", "webm", "-")
    argv = ["ffmpeg", "-v", "error", *films.PICTURE, *films.TONE, *options]
    path = tmp_path / "recorded.webm"
    path.write_bytes(subprocess.run(argv, check=True, capture_output=True).stdout)
    assert "duration=N/A" in films.info(path).split("[FORMAT]")[1]

    assert 1.8 < probed(path).duration < 2.3


def test_fragments_that_state_nonsense_are_measured(tmp_path):
    path = films.film(tmp_path, options=FRAGMENTS)
    head, mark, rest = path.read_bytes().partition(b"mvhd")
    path.write_bytes(head + mark + rest[:16] + b"\x7f\xff\xff\xff" + rest[20:])

    assert 1.8 < probed(path).duration < 2.3


def test_what_has_no_packets_has_no_length(tmp_path):
    path = films.film(tmp_path, options=FRAGMENTS)
    path.write_bytes(path.read_bytes().partition(b"moof")[0][:-4])

    with pytest.raises(UnfitError) as refusal:
        probed(path)

    assert refusal.value.code in ("no_duration", "unreadable")


@pytest.mark.parametrize(
    ("shape", "size"),
    [("64/45", (1024, 576)), ("16/15", (768, 576)), ("1/2", (360, 576)), ("0/1", (720, 576))],
)
def test_pixels_that_are_not_square_are_shown_as_wide_as_they_are_meant(tmp_path, shape, size):
    options = ["-vf", f"setsar={shape}"]
    path = films.film(tmp_path, "tape.mov", size="720x576", seconds=1, options=options)

    info = probed(path)

    assert (info.width, info.height) == size


@pytest.mark.django_db
def test_a_squeezed_film_goes_out_in_its_own_shape(world, tmp_path):
    options = ["-vf", "setsar=64/45"]
    path = films.film(tmp_path, "tape.mov", size="720x576", seconds=1, options=options)

    recording = films.processed(world, path)

    assert (recording.width, recording.height) == (1024, 576)
    assert "sample_aspect_ratio=1:1" in films.info(recording.file.path)


@pytest.mark.django_db
@pytest.mark.parametrize(("default", "is_heard"), [("1", True), ("0", False)])
def test_readers_hear_the_track_that_a_player_plays(world, tmp_path, default, is_heard):
    options = [
        *("-map", "0:v", "-map", "1:a", "-map", "2:a"),
        *("-disposition:a", "0", f"-disposition:a:{default}", "default"),
    ]
    inputs = (*films.PICTURE, *SILENCE, *films.TONE)
    path = films.make(tmp_path / "two.mp4", *inputs, seconds=1, options=options)

    recording = films.processed(world, path)

    assert (loudness(recording.file.path) > -40) is is_heard


@pytest.mark.django_db
def test_the_cover_of_a_film_is_not_taken_for_the_film(world, tmp_path):
    cover = films.make(tmp_path / "cover.png", *films.PICTURE, options=["-frames:v", "1"])
    moving = films.film(tmp_path, size="640x360", seconds=1)
    options = [
        *("-map", "0", "-map", "1", "-c", "copy", "-c:v:0", "png"),
        *("-disposition:v:0", "attached_pic"),
    ]
    path = films.make(tmp_path / "with.mp4", "-i", str(cover), "-i", str(moving), options=options)

    recording = films.processed(world, path)

    assert (recording.width, recording.height) == (640, 360)
