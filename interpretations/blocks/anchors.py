"""The addresses of clauses, put into the text where each of them begins."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Of one block, in the order of its text: the entries of a page's `clause_identities`. Of them are
# read `fragment`, `at`, the place in the stored block, and `mark`: an element of its own, or an id.
Anchors = list[Mapping[str, Any]]


def anchors_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, Anchors]:
    """The entries by the id of the block in which their clause begins."""
    found: defaultdict[str, Anchors] = defaultdict(list)
    for entry in entries:
        found[entry["block"]].append(entry)
    return found


def anchored(html: str, anchors: Anchors) -> str:
    """Stored rich text with an `id` on each element in which a clause begins.

    A further clause of the same element gets an element of its own, without words.
    """
    pieces, end = [], 0
    for anchor in anchors:
        at, own = anchor["at"], escape(anchor["fragment"])
        pieces.append(html[end:at])
        pieces.append(f'<span id="{own}"></span>' if anchor["mark"] else f' id="{own}"')
        end = at
    return "".join((*pieces, html[end:]))


def marks(anchors: Anchors) -> SafeString:
    """Addresses where no text is that could hold them."""
    return mark_safe(anchored("", anchors))
