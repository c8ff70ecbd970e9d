"""A neutral text as JSON, with its pictures as files beside it: how it leaves the child process."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drafting.flow import Cell, Finding, Flow, Item, Kind, Note, Paragraph, Picture, Run, Table
from drafting.place import Place


def dumped(flow: Flow, folder: Path) -> str:
    """The text as JSON; writes the pictures into `folder`."""
    items = [_item(item, order, folder) for order, item in enumerate(flow.items)]
    return json.dumps(
        {
            "items": items,
            "notes": [asdict(note) for note in flow.notes],
            "findings": [asdict(finding) for finding in flow.findings],
        },
        ensure_ascii=False,
    )


def loaded(text: str, folder: Path) -> Flow:
    """The text of `dumped` again."""
    data = json.loads(text)
    return Flow(
        [_made(item, folder) for item in data["items"]],
        [Note(**(note | _note(note))) for note in data["notes"]],
        [
            Finding(**(finding | {"place": _place(finding["place"])}))
            for finding in data["findings"]
        ],
    )


def _note(note: dict[str, Any]) -> dict[str, Any]:
    paragraphs = [_paragraph(paragraph) for paragraph in note["paragraphs"]]
    return {"paragraphs": paragraphs, "place": Place(**note["place"])}


def _place(place: dict[str, Any] | None) -> Place | None:
    return Place(**place) if place else None


def _item(item: Item, order: int, folder: Path) -> dict[str, Any]:
    if not isinstance(item, Picture):
        return asdict(item)
    file = f"picture-{order}"
    (folder / file).write_bytes(item.data)
    return {"file": file, "name": item.name, "alt": item.alt, "place": item.place.facts()}


def _made(item: dict[str, Any], folder: Path) -> Item:
    if "runs" in item:
        return _paragraph(item)
    place = Place(**item["place"])
    if "rows" in item:
        return Table([[_cell(cell) for cell in row] for row in item["rows"]], place)
    return Picture(item["name"], (folder / item["file"]).read_bytes(), item["alt"], place)


def _cell(cell: dict[str, Any]) -> Cell:
    return Cell(**{**cell, "paragraphs": list(map(_paragraph, cell["paragraphs"]))})


def _paragraph(item: dict[str, Any]) -> Paragraph:
    return Paragraph(
        [Run(**run) for run in item["runs"]],
        Place(**item["place"]),
        Kind(item["kind"]),
        item["level"],
        item["number"],
    )
