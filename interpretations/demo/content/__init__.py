"""The demonstration's words: departments and sets, written by hand, one JSON file a set."""

import json
from importlib.resources import files
from typing import Any

__all__ = ["load_departments", "load_sets"]


def load_departments() -> list[dict[str, str]]:
    """Return the departments that the sets belong to."""
    return json.loads(files(__name__).joinpath("departments.json").read_text("utf-8"))


def load_sets() -> list[dict[str, Any]]:
    """Return every set in the order of its file's number."""
    found = (entry for entry in files(__name__).iterdir() if _is_set(entry.name))
    return [
        json.loads(entry.read_text("utf-8"))
        for entry in sorted(found, key=lambda entry: entry.name)
    ]


def _is_set(name: str) -> bool:
    """Tell a set's file, `NN-slug.json`, from the others in the folder."""
    return name[:2].isdigit() and name.endswith(".json")
