"""What a draft consists of, piece by piece: so that it shows who wrote what stands in it (P4).

A piece is a field, a row of a list or a block of a body; its place stays the same while others
come and go around it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.fields import StreamField

from interpretations.models.digest import BOOKKEEPING, EMPTY, child_row, digest

# The digest of what stands at each place.
Pieces = dict[str, str]
# What one save did: at each place, what stood there and what stands there now.
Changes = dict[str, list[str | None]]

# Keys that the editor gives to paragraphs and list entries, new ones whenever it likes.
PARAGRAPH_KEY = re.compile(r' data-block-key="[^"]*"')
AFTER = "/after"
# Follow from the body: nobody writes them, and nothing stands in them that is not there.
DERIVED = BOOKKEEPING | {"clause_identities"}
ENTRY_KEYS = {"type", "value", "id"}


def pieces_of(content: dict[str, Any], model: type[Model]) -> Pieces:
    """Return the pieces of a revision's content, which is of a page of this model."""
    parent_link = model._meta.pk.name
    return {
        place: value
        for name, stored in content.items()
        if name not in DERIVED and name != parent_link and stored not in EMPTY
        for place, value in _pieces(name, stored, model)
    }


def changes_between(before: Pieces, after: Pieces) -> Changes:
    """Return every place at which two states of a draft differ."""
    places = sorted(before.keys() | after.keys())
    return {
        place: [before.get(place), after.get(place)]
        for place in places
        if before.get(place) != after.get(place)
    }


def field_of(place: str) -> str:
    """Return the name of the field that a place is in."""
    return place.partition("/")[0]


def said_in(row: Any) -> str:
    """Return what a row of a list says, which is also how it is known."""
    return digest(_words(child_row(row)))


def is_order(place: str) -> bool:
    """Whether a place holds which block stands before another, and no words."""
    return place.endswith(AFTER)


def _pieces(name: str, stored: Any, model: type[Model]) -> Iterator[tuple[str, str]]:
    if isinstance(stored, list):
        # A row is known by what it says: others that come and go leave it the same piece.
        for row in stored:
            yield f"{name}/{said_in(row)}", said_in(row)
    elif isinstance(stored, str) and isinstance(model._meta.get_field(name), StreamField):
        yield from _blocks(name, json.loads(stored))
    else:
        yield name, digest({name: _words(stored)})


def _blocks(name: str, blocks: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    previous = ""
    for block in blocks:
        said = digest(_words(block))
        place = f"{name}/{block.get('id') or said}"
        yield place, said
        yield place + AFTER, previous
        previous = place


def _words(value: Any) -> Any:
    """Return a value without the keys that the editor needs and nobody reads."""
    if isinstance(value, dict):
        keys = value.keys() - {"id"} if value.keys() == ENTRY_KEYS else value.keys()
        return {key: _words(value[key]) for key in keys}
    if isinstance(value, list):
        return [_words(part) for part in value]
    return PARAGRAPH_KEY.sub("", value) if isinstance(value, str) else value
