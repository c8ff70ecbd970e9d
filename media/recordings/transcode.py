"""Turning an original into what readers receive: two films or one sound, and a poster."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from media.models import Recording
from media.recordings.probe import READ_ONLY_THIS, Probed
from media.sandbox import runner

RUNGS = {"large": 720, "small": 480}  # the shorter side in pixels
QUALITY = "23"  # x264's own default
SOUND = {"large": ("128k", "2"), "small": ("96k", "1")}
POSTER_AFTER = 0.1  # of the duration, where nobody has chosen
POSTER_SIDE = 720
WHOLE_PICTURES = "bwdif=mode=send_frame"
# HDR to the colours of ordinary screens: ordinary white at 203 nits (ITU-R BT.2408), what is
# brighter bent softly; measured in decision 0033.
ORDINARY_COLOURS = (
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
)
# A minute of film takes less than a minute; ten times that is a machine in trouble.
PATIENCE = 10
SHORTEST_PATIENCE = 600  # seconds
LEAN = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")


@dataclass(frozen=True)
class Made:
    """A finished file in the work folder; size in pixels, 0 for sound."""

    path: Path
    width: int = 0
    height: int = 0


def transcode(
    source: Path, probed: Probed, folder: Path, on_progress: Callable[[int], None]
) -> dict[str, Made]:
    """Make everything in `folder`; returns `large`, and for films `small` and `poster`.

    `on_progress` is called with per cent as ffmpeg goes; what it raises stops the work.
    Raises the errors of `media.sandbox.runner`.
    """
    if probed.kind == Recording.Kind.SOUND:
        return {"large": _sound(source, probed, folder, on_progress)}
    sizes = {name: _fitted(probed, side) for name, side in RUNGS.items()}
    files = {
        name: Made(folder / f"{name}.mp4", width, height) for name, (width, height) in sizes.items()
    }
    _run(film_arguments(source, probed, files), probed, folder, on_progress)
    return files


def film_arguments(source: Path, probed: Probed, files: dict[str, Made]) -> list[str]:
    """ffmpeg's arguments for both sizes in one pass."""
    names = list(files)
    filters = "".join(f"{step}," for step in _preparation(probed, files["large"]))
    chain = f"[0:{probed.picture_track}]{filters}split={len(names)}" + "".join(
        f"[{name}]" for name in names
    )
    for name, file in files.items():
        chain += f";[{name}]scale={file.width}:{file.height},setsar=1,format=yuv420p[v{name}]"
    argv = [*_start(source), "-filter_complex", chain]
    for name, file in files.items():
        argv += ["-map", f"[v{name}]"]
        if probed.has_sound:
            rate, channels = SOUND[name]
            argv += [
                "-map",
                f"0:{probed.sound_track}",
                "-c:a",
                "aac",
                "-b:a",
                rate,
                "-ac",
                channels,
            ]
        argv += [
            "-c:v", "libx264", "-preset", "veryfast", "-crf", QUALITY, "-profile:v", "high",
            *LEAN, "-movflags", "+faststart", "-f", "mp4", f"file:{file.path}",
        ]  # fmt: skip
    return argv


def _preparation(probed: Probed, large: Made) -> Iterator[str]:
    """Filters before the film is parted into its sizes."""
    if probed.is_interlaced:
        yield WHOLE_PICTURES
    if probed.hdr:
        yield f"scale={large.width}:{large.height}"  # fewer pixels to convert
        yield f"setparams={probed.hdr}"
        yield ORDINARY_COLOURS


def poster(film: Path, duration: float, at: float | None, folder: Path) -> Path:
    """Make the poster of a finished film as WebP: at this second, or a telling one near 10 %."""
    second = min(duration * POSTER_AFTER if at is None else at, max(duration - 0.2, 0))
    frame_filter = "thumbnail=24," if at is None else ""
    path = folder / "poster.webp"
    argv = [
        "ffmpeg", "-nostdin", "-v", "error", "-y", *READ_ONLY_THIS, "-ss", f"{second:.3f}",
        "-i", f"file:{film}", "-vf", f"{frame_filter}scale='min({POSTER_SIDE * 2},iw)':-2",
        "-frames:v", "1", "-c:v", "libwebp", "-quality", "80", f"file:{path}",
    ]  # fmt: skip
    runner.run(argv, folder, runner.Limits(seconds=120, memory=2048 * runner.MEGABYTE))
    return path


def _sound(source: Path, probed: Probed, folder: Path, on_progress: Callable[[int], None]) -> Made:
    path = folder / "large.m4a"
    argv = [
        *_start(source), "-map", f"0:{probed.sound_track}", "-vn", "-c:a", "aac", "-b:a", "96k",
        *LEAN, "-movflags", "+faststart", "-f", "mp4", f"file:{path}",
    ]  # fmt: skip
    _run(argv, probed, folder, on_progress)
    return Made(path)


def _start(source: Path) -> list[str]:
    return [
        "ffmpeg", "-nostdin", "-v", "error", "-y", "-progress", "pipe:1", *READ_ONLY_THIS,
        "-i", f"file:{source}",
    ]  # fmt: skip


def _run(argv: list[str], probed: Probed, folder: Path, on_progress: Callable[[int], None]) -> None:
    def note_progress(line: str) -> None:
        name, _equals, value = line.partition("=")
        if name == "out_time_us" and value.isdecimal():
            share = int(value) / 1_000_000 / probed.duration
            on_progress(min(99, round(share * 100)))

    seconds = max(probed.duration * PATIENCE, SHORTEST_PATIENCE)
    limits = runner.Limits(
        seconds=seconds,
        cpu_seconds=round(seconds * 4),
        memory=4096 * runner.MEGABYTE,
        file_size=1024 * runner.MEGABYTE,
    )
    runner.run(argv, folder, limits, note_progress)


def _fitted(probed: Probed, side: int) -> tuple[int, int]:
    """Even sizes with this shorter side; never enlarged."""
    scale = min(1, side / min(probed.width, probed.height))
    width, height = (
        max(2, round(length * scale / 2) * 2) for length in (probed.width, probed.height)
    )
    return width, height
