"""The addresses of clauses, put into the text where each of them begins."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Anchor:
    """A fragment, and where it is put into its block: an attribute, or an element of its own."""

    fragment: str
    at: int
    is_element: bool


# The anchors of each block in the order of its text, by the block's id.
Anchors = Mapping[str, list[Anchor]]


def anchors_of(entries: Iterable[Mapping[str, Any]]) -> Anchors:
    """The anchors of a page's `clause_identities`."""
    found: defaultdict[str, list[Anchor]] = defaultdict(list)
    for entry in entries:
        anchor = Anchor(entry["fragment"], entry["at"], entry["mark"])
        found[entry["block"]].append(anchor)
    return found


def anchored(html: str, anchors: Iterable[Anchor]) -> str:
    """Stored rich text with an `id` on each element in which a clause begins.

    A further clause of the same element gets an element of its own, without words.
    """
    pieces, end = [], 0
    for anchor in anchors:
        own = mark(anchor.fragment) if anchor.is_element else f' id="{escape(anchor.fragment)}"'
        pieces += [html[end : anchor.at], own]
        end = anchor.at
    return "".join((*pieces, html[end:]))


def mark(fragment: str) -> SafeString:
    """An address where no element begins."""
    return mark_safe(f'<span id="{escape(fragment)}"></span>')
