"""The demonstration's pictures as `scripts/demo_pictures.py` made them: a site needs no font.

A file is named by what it shows: where the words of a drawing change, its file is missing.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["chart_path", "drawing_path", "parts_of"]

FOLDER = Path(__file__).with_name("pictures")
LETTERS = 16  # of a hash: enough to tell a few dozen pictures apart


def drawing_path(drawing: dict[str, Any]) -> Path:
    """Where the PNG of a drawing lies, its words as they stand in the JSON of a set."""
    words = json.dumps(drawing, ensure_ascii=False, sort_keys=True)
    return FOLDER / f"drawing-{hashlib.sha256(words.encode()).hexdigest()[:LETTERS]}.png"


def chart_path(key: str) -> Path:
    """Where the PNG of a chart lies, by the key of its `ChartDrawing`."""
    return FOLDER / f"chart-{key[:LETTERS]}.png"


def parts_of(words: Any) -> Iterator[dict[str, Any]]:
    """Give every object in the words of sets, wherever it stands."""
    if isinstance(words, dict):
        yield words
        words = [*words.values()]
    if isinstance(words, list):
        for part in words:
            yield from parts_of(part)
