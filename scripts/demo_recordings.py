"""Make the demonstration's films and sounds from its own words, and what readers get of them.

Needs ffmpeg, espeak-ng (Debian: `apt-get install espeak-ng`) and a Chinese font (fonts-noto-cjk);
the site itself needs none of it, for what this makes is committed. Run it after changing a
`words.json` under interpretations/demo/content/recorded; names of folders choose some of them.

The voice is synthetic, so every film says so on its first card and every sound in its first
sentence, and the site marks them 「AI 生成」. Original, sizes and poster go the way of an upload.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from interpretations.demo.content.board import GROUND  # noqa: E402
from interpretations.demo.content.cards import draw_card  # noqa: E402
from interpretations.demo.content.recordings import (  # noqa: E402
    POSTER_AT,
    Prepared,
    load_recordings,
)
from media.captions.read import Cue  # noqa: E402
from media.captions.write import webvtt  # noqa: E402
from media.models import Recording  # noqa: E402
from media.recordings.probe import probe  # noqa: E402
from media.recordings.transcode import Made, poster, transcode  # noqa: E402
from media.sandbox import runner  # noqa: E402

# "cmn" alone reads its own transcription as English.
VOICE = ("espeak-ng", "-v", "cmn-latn-pinyin", "-z")
FLUENTLY, SLOWLY = "200", "115"  # slowly: the sentence that says it is synthetic
BEFORE, BREATH, PAUSE, AFTER = 0.6, 0.15, 0.6, 0.8  # seconds of silence
FADE = 0.3  # seconds in which a card comes or goes
FRAMES = 10  # a second; only fades move
LOUDNESS = "loudnorm=I=-18:TP=-3,aresample=16000,aformat=channel_layouts=mono"
FILM = (
    "-c:v", "libx264", "-preset", "veryslow", "-tune", "stillimage", "-crf", "26",
    "-c:a", "aac", "-b:a", "24k", "-movflags", "+faststart",
)  # fmt: skip
SOUND = ("-c:a", "aac", "-b:a", "24k", "-movflags", "+faststart")


@dataclass(frozen=True)
class Spoken:
    """A voice track, what is said when, and the second at which each part ends."""

    track: Path
    cues: list[Cue]
    ends: list[float]


def speak(prepared: Prepared, folder: Path) -> Spoken:
    """Say every piece, with silence between; times are those of the pieces as they came out."""
    track, cues, ends = folder / "voice.wav", [], []
    with wave.open(str(track), "wb") as out:
        for part in prepared.words["parts"]:
            speed = SLOWLY if part.get("slowly") else FLUENTLY
            for place, piece in enumerate(part["say"]):
                said_file = folder / "said.wav"
                subprocess.run([*VOICE, "-s", speed, "-w", str(said_file), piece], check=True)
                with wave.open(str(said_file), "rb") as said:
                    if not cues:
                        out.setparams(said.getparams())
                    add_silence(out, BREATH if place else PAUSE if cues else BEFORE)
                    start = seconds(out)
                    out.writeframes(said.readframes(said.getnframes()))
                cues.append(Cue(start, seconds(out), piece))
            ends.append(seconds(out) + PAUSE / 2)
        add_silence(out, AFTER)
        ends[-1] = seconds(out)
    return Spoken(track, cues, ends)


def seconds(track: wave.Wave_write) -> float:
    """How long the track is by now."""
    return track.getnframes() / track.getframerate()


def add_silence(track: wave.Wave_write, length: float) -> None:
    """Say nothing for so many seconds."""
    track.writeframes(bytes(round(length * track.getframerate()) * track.getsampwidth()))


def make_film(prepared: Prepared, spoken: Spoken, folder: Path) -> Path:
    """Show each part's card while it is said; between two of them only their ground is seen."""
    argv, chain, before = ["ffmpeg", "-v", "error", "-y"], "", 0.0
    for number, part in enumerate(prepared.words["parts"]):
        card, length = folder / f"{number}.png", spoken.ends[number] - before
        card.write_bytes(draw_card(part["card"]))
        argv += ["-loop", "1", "-framerate", str(FRAMES), "-t", f"{length:.3f}", "-i", str(card)]
        fades = [f"fade=out:st={length - FADE:.3f}:d={FADE}:c={GROUND}"]
        if number:
            fades.insert(0, f"fade=in:d={FADE}:c={GROUND}")
        chain += f"[{number}:v]{','.join(fades)}[v{number}];"
        before = spoken.ends[number]
    count = len(spoken.ends)
    chain += "".join(f"[v{number}]" for number in range(count))
    chain += f"concat=n={count},format=yuv420p[film]"
    argv += ["-i", str(spoken.track), "-filter_complex", chain, "-map", "[film]"]
    argv += ["-map", f"{count}:a", "-af", LOUDNESS, *FILM]
    path = folder / "original.mp4"
    subprocess.run([*argv, str(path)], check=True)
    return path


def make_sound(spoken: Spoken, folder: Path) -> Path:
    """The voice alone."""
    path = folder / "original.m4a"
    argv = ["ffmpeg", "-v", "error", "-y", "-i", str(spoken.track), "-af", LOUDNESS, *SOUND]
    subprocess.run([*argv, str(path)], check=True)
    return path


def make(prepared: Prepared) -> None:
    """Make everything of one recording and put it into its folder."""
    with tempfile.TemporaryDirectory() as name, runner.workspace() as work:
        folder = Path(name)
        spoken = speak(prepared, folder)
        is_film = prepared.words["kind"] == Recording.Kind.FILM
        original = make_film(prepared, spoken, folder) if is_film else make_sound(spoken, folder)
        probed = probe(original, work)
        made = transcode(original, probed, work, lambda per_cent: None)
        if is_film:
            large = made["large"]
            picture = poster(large.path, probed.duration, POSTER_AT, work)
            made["poster"] = Made(picture, large.width, large.height)
        keep(prepared, original, probed.duration, made)
        (prepared.folder / "captions.vtt").write_text(webvtt(spoken.cues), "utf-8")


def keep(prepared: Prepared, original: Path, duration: float, made: dict[str, Made]) -> None:
    """Copy the files beside the words and note what a row needs to know of them."""
    content = original.read_bytes()
    (prepared.folder / original.name).write_bytes(content)
    files = {}
    for role, one in made.items():
        (prepared.folder / one.path.name).write_bytes(one.path.read_bytes())
        files[role] = [one.path.name, one.width, one.height]
    noted = {
        "original": original.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "duration": duration,
        "files": files,
    }
    text = json.dumps(noted, indent=1) + "\n"
    (prepared.folder / "made.json").write_text(text, "utf-8")


def main() -> None:
    """Make those that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    names = parser.parse_args().names
    for prepared in load_recordings():
        if not names or prepared.folder.name in names:
            make(prepared)
            print(f"{prepared.folder.name}: {prepared.made['duration']:.1f} s")


if __name__ == "__main__":
    main()
