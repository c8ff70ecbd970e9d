"""The real texts that lie beside the project, where they do."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
NAMES = sorted(path.stem for path in (SHARED / "policies").glob("*.json"))
SEED = SHARED / "seed-jiujiang-opinions.txt"
needs_texts = pytest.mark.skipif(not NAMES, reason="the real texts do not lie beside the project")


def entry(name):
    return json.loads((SHARED / "policies" / f"{name}.json").read_text(encoding="utf-8"))


def lines(name):
    """The lines of a text as they are shown, blanks at their ends left out."""
    return [line for text in entry(name)["body"].split("\n") if (line := text.strip(" \u3000"))]
