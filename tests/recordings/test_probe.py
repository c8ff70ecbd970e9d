"""What an upload is found to be, and what is refused."""

import pytest

from media.recordings.probe import UnfitError, probe
from media.sandbox import runner
from tests.recordings.films import PICTURE, film, held_upright, make, needs_ffmpeg, sound

pytestmark = needs_ffmpeg


def probed(path):
    with runner.workspace() as folder:
        return probe(path, folder)


def refused(path):
    with pytest.raises(UnfitError) as refusal:
        probed(path)
    return refusal.value.code


def test_a_film_has_kind_size_and_duration(tmp_path):
    info = probed(film(tmp_path))

    assert (info.kind, info.width, info.height, info.has_sound) == ("film", 320, 180, True)
    assert 1.8 < info.duration < 2.3


def test_a_sound_is_a_sound(tmp_path):
    assert probed(sound(tmp_path)).kind == "sound"


def test_a_film_without_sound_is_a_film(tmp_path):
    assert not probed(make(tmp_path / "still.mp4", *PICTURE)).has_sound


def test_a_phone_held_upright_makes_a_tall_film(tmp_path):
    info = probed(held_upright(tmp_path))

    assert (info.width, info.height) == (180, 320)


@pytest.mark.parametrize("content", [b"", b"\x00\x00\x00\x18ftypmp42", b"not a film" * 99])
def test_what_cannot_be_read_is_refused(tmp_path, content):
    path = tmp_path / "broken.mp4"
    path.write_bytes(content)

    assert refused(path) == "unreadable"


def test_a_film_that_was_cut_short_is_refused(tmp_path):
    path = film(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    assert refused(path) == "unreadable"


def test_a_playlist_that_names_other_files_is_refused(tmp_path):
    path = tmp_path / "list.mp4"
    path.write_text("#EXTM3U\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n")

    assert refused(path) == "unreadable"


def test_a_list_of_files_to_join_is_refused(tmp_path):
    path = tmp_path / "list.mp4"
    path.write_text(f"ffconcat version 1.0\nfile '{film(tmp_path)}'\n")

    assert refused(path) == "unreadable"


def test_what_is_too_long_is_refused(tmp_path, settings):
    settings.RECORDING_MINUTES = 1 / 60

    assert refused(sound(tmp_path)) == "too_long"


def test_a_film_of_absurd_size_is_refused(tmp_path):
    wide = make(
        tmp_path / "wide.mkv", "-f", "lavfi", "-i", "color=size=9000x64:rate=2", seconds=1,
        options=["-c:v", "ffv1"],
    )  # fmt: skip

    assert refused(wide) == "absurd_size"
