"""What an upload is: asked of ffprobe, which may read this one file and no other."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from media.models import Recording
from media.sandbox import runner

LIMITS = runner.Limits(seconds=60, cpu_seconds=30, memory=1024 * runner.MEGABYTE)
# Nothing that names further files: a playlist called .mp4 must not read the disk.
FORMATS = "mov,mp4,m4a,3gp,matroska,webm,avi,asf,flv,mpeg,mpegts,mp3,aac,wav,flac,ogg,amr"
READ_ONLY_THIS = ("-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS)
LONGEST_SIDE = 8192  # pixels
QUARTER_TURNS = (90, 270)
BRIGHTER = ("arib-std-b67", "smpte2084")  # transfer functions of HDR: HLG of phones, and PQ
# What else names the colours of HDR: what ffprobe calls it, what `setparams` calls it, and what it
# is where a film does not say (ITU-R BT.2100).
COLOURS = (
    ("color_primaries", "color_primaries", "bt2020"),
    ("color_space", "colorspace", "bt2020nc"),
    ("color_range", "range", "tv"),
)
UNNAMED = (None, "unknown", "reserved")
FIELDS_FIRST = ("tt", "bb", "tb", "bt")  # field orders of interlaced films


class UnfitError(Exception):
    """A recording that cannot be used; `code` has its sentence in `media.recordings.sentences`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Probed:
    """`kind` as in `Recording.Kind`; duration in seconds; size upright, in pixels (0 for sound).

    `hdr`: the colours of a film that is brighter than ordinary screens, as `setparams` takes them,
    otherwise empty; `is_interlaced`: in half pictures, as old cameras do. The tracks are those that
    a player would play, counted as the file has them.
    """

    kind: str
    duration: float
    width: int = 0
    height: int = 0
    has_sound: bool = True
    hdr: str = ""
    is_interlaced: bool = False
    picture_track: int = 0
    sound_track: int = 0


def probe(path: Path, folder: Path) -> Probed:
    """Look at a file; raises `UnfitError`, and `NotInstalledError` where ffprobe is absent.

    Raises `TimedOutError`, `KilledError` or `NoRoomError` where the machine could not look: no
    word of the file.
    """
    argv = [
        "ffprobe", "-v", "error", *READ_ONLY_THIS, "-print_format", "json",
        "-show_format", "-show_streams", f"file:{path}",
    ]  # fmt: skip
    try:
        answer = json.loads(runner.run(argv, folder, LIMITS).output)
    except (runner.KilledError, runner.NoRoomError):
        raise
    except (runner.FailedError, ValueError) as error:
        raise UnfitError("unreadable") from error
    if not 0 < _duration(answer) <= _most_seconds():
        answer["format"] = {"duration": _played(path, folder)}
    return _understood(answer)


def _most_seconds() -> float:
    return settings.RECORDING_MINUTES * 60


def _played(path: Path, folder: Path) -> float:
    """Seconds from the first to the last packet.

    A browser that records states no length, one that writes fragments states nonsense.
    """
    argv = [
        "ffmpeg", "-nostdin", "-v", "error", *READ_ONLY_THIS, "-i", f"file:{path}",
        "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-progress", "pipe:1", "-f", "null", "-",
    ]  # fmt: skip
    seconds = 0.0

    def note(line: str) -> None:
        nonlocal seconds
        name, _equals, value = line.partition("=")
        if name == "out_time_us" and value.isdecimal():
            seconds = int(value) / 1_000_000

    try:
        runner.run(argv, folder, LIMITS, note)
    except runner.KilledError:
        raise
    except runner.FailedError as error:
        raise UnfitError("unreadable") from error
    return seconds


def _understood(answer: dict[str, Any]) -> Probed:
    streams = answer.get("streams", [])
    moving = [
        stream
        for stream in streams
        if stream.get("codec_type") == "video" and not _is_cover(stream)
    ]
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    duration = _duration(answer)
    if not (moving or sounds):
        raise UnfitError("nothing_in_it")
    if duration <= 0:
        raise UnfitError("no_duration")
    if duration > _most_seconds():
        raise UnfitError("too_long")
    sound = _preferred(sounds)
    sound_track = int(sound.get("index", 0))
    if not moving:
        return Probed(Recording.Kind.SOUND, duration, sound_track=sound_track)
    film = _preferred(moving)
    width, height = _upright(film)
    if not 0 < min(width, height) <= max(width, height) <= LONGEST_SIDE:
        raise UnfitError("absurd_size")
    return Probed(
        Recording.Kind.FILM,
        duration,
        width,
        height,
        has_sound=bool(sounds),
        hdr=_hdr(film),
        is_interlaced=film.get("field_order") in FIELDS_FIRST,
        picture_track=int(film.get("index", 0)),
        sound_track=sound_track,
    )


def _duration(answer: dict[str, Any]) -> float:
    """What the file says of itself; 0 where it says nothing."""
    stated = answer.get("format", {})
    streams = [s for s in answer.get("streams", []) if s.get("codec_type") in ("video", "audio")]
    return _seconds(stated, *(stream for stream in streams if not _is_cover(stream)))


def _preferred(streams: list[dict[str, Any]]) -> dict[str, Any]:
    """The track that a player takes where nobody chooses: the default, else the first."""
    defaults = [s for s in streams if s.get("disposition", {}).get("default")]
    return next(iter([*defaults, *streams]), {})


def _is_cover(stream: dict[str, Any]) -> bool:
    """The picture that a sound file carries is no film."""
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _hdr(stream: dict[str, Any]) -> str:
    """Every colour by name, since a phone may name only a part and ffmpeg guesses nothing."""
    transfer = stream.get("color_transfer")
    if transfer not in BRIGHTER:
        return ""
    parameters = [f"color_trc={transfer}"]
    for key, name, default in COLOURS:
        value = stream.get(key)
        parameters.append(f"{name}={default if value in UNNAMED else value}")
    return ":".join(parameters)


def _seconds(*parts: dict[str, Any]) -> float:
    """The longest duration that anything states, 0 where nothing does."""
    durations = [0.0]
    for part in parts:
        try:
            durations.append(float(part.get("duration", 0)))
        except ValueError:
            continue
    return max(durations)


def _stretch(stream: dict[str, Any]) -> float:
    """How much wider than high one of its pixels is shown."""
    wide, _colon, high = str(stream.get("sample_aspect_ratio", "")).partition(":")
    if wide.isdecimal() and high.isdecimal() and int(wide) and int(high):
        return int(wide) / int(high)
    return 1.0


def _upright(stream: dict[str, Any]) -> tuple[int, int]:
    """Width and height as they are shown: phones note how they were held, cameras squeeze."""
    width, height = int(stream.get("width", 0)), int(stream.get("height", 0))
    width = round(width * _stretch(stream))
    rotations = [side_data.get("rotation", 0) for side_data in stream.get("side_data_list", [])]
    if any(abs(int(rotation)) % 360 in QUARTER_TURNS for rotation in rotations):
        return height, width
    return width, height
