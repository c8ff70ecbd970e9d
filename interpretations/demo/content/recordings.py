"""The demonstration's films and sounds: words by hand, files as `scripts/demo_recordings.py` made.

One folder a recording under `recorded`: `words.json` says what is said and shown, part by part;
beside it lie the original, what the product makes of it, and `made.json` with its measures.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

__all__ = ["Prepared", "load_recording", "load_recordings"]

FOLDER = Path(__file__).with_name("recorded")
POSTER_AT = 1.5  # seconds: the title stands still


@dataclass(frozen=True)
class Prepared:
    """A film or a sound in its folder, whose name is its slug."""

    folder: Path

    @cached_property
    def words(self) -> dict[str, Any]:
        """`kind` as in `Recording.Kind`, `title`, `department`, the `set` it explains, `parts`."""
        return json.loads((self.folder / "words.json").read_text("utf-8"))

    @cached_property
    def made(self) -> dict[str, Any]:
        """`original` and its `sha256`, `duration` in seconds, `files`: role -> name, width, height.

        Sizes are pixels, 0 for sound.
        """
        return json.loads((self.folder / "made.json").read_text("utf-8"))

    @property
    def transcript(self) -> str:
        """What is said, a line for each part."""
        return "\n".join("".join(part["say"]) for part in self.words["parts"])

    @property
    def captions(self) -> str:
        """The same as WebVTT, timed."""
        return (self.folder / "captions.vtt").read_text("utf-8")


def load_recording(slug: str) -> Prepared:
    """Return the one of this name."""
    return Prepared(FOLDER / slug)


def load_recordings() -> list[Prepared]:
    """Return them all, in the order of their names."""
    return [Prepared(folder) for folder in sorted(FOLDER.iterdir())]
