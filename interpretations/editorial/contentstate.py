"""What Wagtail's editor of rich text posts, read strictly: a shape it never sends is refused.

The exporter behind it leaves out whatever it does not know, words included, or fails. The form is
that of Draft.js (`RawDraftContentState`): blocks with their text and the ranges of styles and links
in it, counted in characters, and a map of what is linked to.
"""

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from wagtail.whitelist import check_url

# The editor draws no deeper lists; each level is an element more, for every line.
DEEPEST = 10
# Links to files have a number and no address (`wagtail.documents.rich_text.contentstate`).
DOCUMENT = "DOCUMENT"
LINE = re.compile(r"[^\n]+")


class MisreadContent(ValueError):
    """It is no text that the editor could have sent."""


@dataclass(frozen=True)
class Known:
    """The types of blocks, styles and entities that a field's features have."""

    blocks: Set[str]
    styles: Set[str]
    entities: Set[str]


def read(posted: str, known: Known) -> dict[str, Any]:
    """Return the content in the exporter's terms; an emptied editor sends `null`.

    Raises `MisreadContent`.
    """
    try:
        content = json.loads(posted)
    except (ValueError, RecursionError) as error:
        raise MisreadContent from error
    if content is None:
        return {"blocks": [], "entityMap": {}}
    _expect(isinstance(content, dict))
    blocks, entities = content.get("blocks"), content.get("entityMap")
    _expect(isinstance(blocks, list) and isinstance(entities, dict))
    read_entities = {key: _entity(entity, known) for key, entity in entities.items()}
    read_blocks = [_block(block, known, read_entities) for block in blocks]
    return {"blocks": read_blocks, "entityMap": read_entities}


def _block(block: Any, known: Known, entities: dict[str, Any]) -> dict[str, Any]:
    _expect(isinstance(block, dict) and isinstance(block.get("text"), str))
    kind, depth, key = block.get("type"), block.get("depth", 0), block.get("key", "")
    _expect(isinstance(kind, str) and kind in known.blocks and isinstance(key, str))
    _expect(_is_count(depth) and depth <= DEEPEST)
    length = len(block["text"])
    styles = [_range(item, "style", length) for item in _list(block, "inlineStyleRanges")]
    links = [_range(item, "key", length) for item in _list(block, "entityRanges")]
    _expect(all(isinstance(item["style"], str) for item in styles))
    _expect({item["style"] for item in styles} <= known.styles)
    for item in links:
        _expect(_is_count(item["key"]) or isinstance(item["key"], str))
        _expect(str(item["key"]) in entities)
    links.sort(key=lambda item: item["offset"])
    _expect(all(_end(item) <= after["offset"] for item, after in pairwise(links)))
    return {
        "key": key,
        "type": kind,
        "depth": depth,
        "text": block["text"],
        "inlineStyleRanges": styles,
        "entityRanges": [line for item in links for line in _lines_of(item, block["text"])],
    }


def _entity(entity: Any, known: Known) -> dict[str, Any]:
    _expect(isinstance(entity, dict))
    kind, data = entity.get("type"), entity.get("data")
    _expect(isinstance(kind, str) and kind in known.entities and isinstance(data, dict))
    number, address = data.get("id"), data.get("url")
    if number is not None or kind == DOCUMENT:
        # Whether a row has this number is answered for all that name one.
        _expect(isinstance(number, int | str) and not isinstance(number, bool))
    else:
        _expect(isinstance(address, str) and check_url(address) is not None)
    return {"type": kind, "mutability": "MUTABLE", "data": data}


def _range(item: Any, what: str, length: int) -> dict[str, Any]:
    """A piece of the text; `length` is all of it."""
    _expect(isinstance(item, dict) and what in item)
    offset, size = item.get("offset"), item.get("length")
    _expect(_is_count(offset) and _is_count(size) and offset + size <= length)
    return {"offset": offset, "length": size, what: item[what]}


def _end(item: dict[str, Any]) -> int:
    return item["offset"] + item["length"]


def _lines_of(link: dict[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """A link for each line that it goes over: inside a link the exporter writes no break.

    A link of no character is none: beside it the exporter mistakes others.
    """
    for line in LINE.finditer(text, link["offset"], _end(link)):
        yield {**link, "offset": line.start(), "length": line.end() - line.start()}


def _list(block: dict[str, Any], name: str) -> list[Any]:
    items = block.get(name)
    _expect(isinstance(items, list))
    return items  # type: ignore[return-value]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _expect(is_so: bool) -> None:
    if not is_so:
        raise MisreadContent
