"""Putting back one piece of a draft as it stood in an earlier one, and leaving all others."""

import json
from typing import Any

from interpretations.models.pieces import is_order, said_in

Content = dict[str, Any]
Blocks = list[dict[str, Any]]


def put_back(content: Content, old: Content, place: str) -> None:
    """Change a revision's content: at this place it says what the old one said there."""
    name, _slash, key = place.partition("/")
    if not key:
        content[name] = old.get(name)
    elif isinstance(content.get(name) or old.get(name), list):
        kept = [row for row in content.get(name) or [] if said_in(row) != key]
        content[name] = kept + [row for row in old.get(name) or [] if said_in(row) == key]
    elif is_order(place):
        content[name] = json.dumps(_in_order(_blocks(content, name), _blocks(old, name)))
    else:
        content[name] = json.dumps(_with_block(_blocks(content, name), _blocks(old, name), key))


def _blocks(content: Content, name: str) -> Blocks:
    return json.loads(content.get(name) or "[]")


def _with_block(blocks: Blocks, olds: Blocks, key: str) -> Blocks:
    """The blocks with this one as it was, where it was; without it if it was not there."""
    old = next((block for block in olds if block.get("id") == key), None)
    if old is None:
        return [block for block in blocks if block.get("id") != key]
    if any(block.get("id") == key for block in blocks):
        return [old if block.get("id") == key else block for block in blocks]
    return _put_after(blocks, old, olds[: olds.index(old)])


def _in_order(blocks: Blocks, olds: Blocks) -> Blocks:
    """The blocks in their old order; what came later stays behind what it stands behind now."""
    now = {block.get("id"): block for block in blocks}
    arranged = [now[old["id"]] for old in olds if old.get("id") in now]
    for position, block in enumerate(blocks):
        if block not in arranged:
            arranged = _put_after(arranged, block, blocks[:position])
    return arranged


def _put_after(blocks: Blocks, block: dict[str, Any], before: Blocks) -> Blocks:
    """Insert a block behind the nearest of those that stood before it; else as the first."""
    ids = [other.get("id") for other in blocks]
    places = [ids.index(one.get("id")) + 1 for one in reversed(before) if one.get("id") in ids]
    place = places[0] if places else 0
    return [*blocks[:place], block, *blocks[place:]]
