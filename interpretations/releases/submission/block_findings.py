"""What is not filled in, block by block: its place in the body, its name and what is wrong."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

WHOLES = (StreamBlockValidationError, ListBlockValidationError, StructBlockValidationError)


class Flaw(NamedTuple):
    """`path` as Wagtail's editor knows it, from block to field; `name` as people read it."""

    path: tuple[str, ...]
    name: str
    problem: str


def flaws(block: Any, value: Any) -> list[Flaw]:
    """Everything that the editor would refuse in the value of a block."""
    try:
        block.clean(value)
    except ValidationError as error:
        return list(_flaws(block, value, error))
    return []


def _flaws(block: Any, value: Any, error: ValidationError) -> Iterator[Flaw]:
    """One flaw for each innermost error."""
    if not isinstance(error, WHOLES):
        yield Flaw((), "", "".join(error.messages))
        return
    if error.non_block_errors:
        yield Flaw((), "", "".join(map(str, error.non_block_errors)))
    for place, inner in error.block_errors.items():
        step, name, child, child_value = _child(block, value, place)
        for flaw in _flaws(child, child_value, inner):
            named = _("的").join(filter(None, (name, flaw.name)))
            yield Flaw((step, *flaw.path), named, flaw.problem)


def _child(block: Any, value: Any, place: Any) -> tuple[str, str, Any, Any]:
    """The path and the name of a child, its block and its value."""
    if isinstance(block, StreamBlock):
        child = value[place]
        name = _("第 %(place)d 块「%(name)s」") % {
            "place": place + 1,
            "name": child.block.label,
        }
        return str(child.id), name, child.block, child.value
    if isinstance(block, ListBlock):
        child = value.bound_blocks[place]
        return str(child.id), _("第 %d 项") % (place + 1), child.block, child.value
    assert isinstance(block, StructBlock)
    inner = block.child_blocks[place]
    return place, str(inner.label), inner, value.get(place)
