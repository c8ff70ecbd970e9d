"""A refused form is shown again with what was typed, but without what may not be seen (P7)."""

import re
from collections.abc import Set
from typing import Any

from django.db.models import Model
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText, extract_references_from_rich_text

from interpretations.models.guard.references import Target, target_of

# One that is never closed goes to the end: else each of many is looked for up to there.
LINK = re.compile(r"<(?:a|embed)\b[^>]*(?:>|\Z)")


def without(value: Any, hidden: Set[Target]) -> Any:
    """Return a field's value with these choices emptied and these links taken from their words.

    An editor looks up whatever it is given, and would tell its title, address and file.
    """
    if isinstance(value, Model):
        return None if target_of(value, value.pk) in hidden else value
    if isinstance(value, RichText):
        return RichText(_unlinked(value.source, hidden))
    if isinstance(value, str):
        return _unlinked(value, hidden)
    if isinstance(value, StructValue):
        for name, part in value.items():
            value[name] = without(part, hidden)
    elif isinstance(value, (ListValue, StreamValue)):
        for child in value.bound_blocks if isinstance(value, ListValue) else value:
            child.value = without(child.value, hidden)
    return value


def _unlinked(html: str, hidden: Set[Target]) -> str:
    def keep(link: re.Match[str]) -> str:
        named = extract_references_from_rich_text(link[0])
        return (
            "<a>" if any(target_of(model, key) in hidden for model, key, *_ in named) else link[0]
        )

    return LINK.sub(keep, html)
