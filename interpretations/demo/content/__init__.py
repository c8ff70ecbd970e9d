"""The demonstration's words: departments and sets, written by hand, one JSON file a set.

`state` is where a set stands after its first release; `with` names the set whose release it
shares instead; `later` tells, in order, what happened to it afterwards.
"""

import json
from importlib.resources import files
from typing import Any

__all__ = ["load_departments", "load_sets"]


def load_departments() -> list[dict[str, str]]:
    """Return the departments that the sets belong to."""
    return json.loads(files(__name__).joinpath("departments.json").read_text("utf-8"))


def load_sets() -> list[dict[str, Any]]:
    """Return the sets in the order of their files' numbers; `along` holds what goes with each."""
    entries = (entry for entry in files(__name__).iterdir() if _is_set(entry.name))
    sets = [
        json.loads(entry.read_text("utf-8"))
        for entry in sorted(entries, key=lambda entry: entry.name)
    ]
    return [
        {
            **words,
            "along": [companion for companion in sets if companion.get("with") == words["slug"]],
        }
        for words in sets
        if "with" not in words
    ]


def _is_set(name: str) -> bool:
    """Tell a set's file, `NN-slug.json`, from the others in the folder."""
    return name[:2].isdigit() and name.endswith(".json")
