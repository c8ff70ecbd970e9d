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
    otherwise empty; `is_interlaced`: in half pictures, as old cameras do.
    """

    kind: str
    duration: float
    width: int = 0
    height: int = 0
    has_sound: bool = True
    hdr: str = ""
    is_interlaced: bool = False


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
    return _understood(answer)


def _understood(answer: dict[str, Any]) -> Probed:
    streams = answer.get("streams", [])
    moving = [
        stream
        for stream in streams
        if stream.get("codec_type") == "video" and not _is_cover(stream)
    ]
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    duration = _seconds(answer.get("format", {}), *moving, *sounds)
    if not (moving or sounds):
        raise UnfitError("nothing_in_it")
    if duration <= 0:
        raise UnfitError("no_duration")
    if duration > settings.RECORDING_MINUTES * 60:
        raise UnfitError("too_long")
    if not moving:
        return Probed(Recording.Kind.SOUND, duration)
    width, height = _upright(moving[0])
    if not 0 < min(width, height) <= max(width, height) <= LONGEST_SIDE:
        raise UnfitError("absurd_size")
    return Probed(
        Recording.Kind.FILM,
        duration,
        width,
        height,
        has_sound=bool(sounds),
        hdr=_hdr(moving[0]),
        is_interlaced=moving[0].get("field_order") in FIELDS_FIRST,
    )


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


def _upright(stream: dict[str, Any]) -> tuple[int, int]:
    """Width and height as they are shown: phones note how they were held."""
    width, height = int(stream.get("width", 0)), int(stream.get("height", 0))
    rotations = [side_data.get("rotation", 0) for side_data in stream.get("side_data_list", [])]
    if any(abs(int(rotation)) % 360 in QUARTER_TURNS for rotation in rotations):
        return height, width
    return width, height
