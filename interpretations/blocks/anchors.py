"""The addresses of clauses, put into the text where each of them begins."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

# Of one block, in the order of its text: the entries of a page's `clause_identities`. Of them are
# read `fragment`, `at`, the place in the stored block, and `mark`: an element of its own, or an id.
Anchors = list[Mapping[str, Any]]


def block_keys(ids: Iterable[str | None]) -> list[str]:
    """A name for each block of a body: its id; the second of two with one id is called `id~2`."""
    times: Counter[str] = Counter()
    keys = []
    for one in ids:
        name = str(one or "")
        times[name] += 1
        keys.append(name if times[name] == 1 else f"{name}~{times[name]}")
    return keys


def part_ids(body: StreamValue) -> None:
    """Give each block an id of its own: of two with one id the first keeps it, and its links.

    What the other gets follows from it: a form that goes on sending the old one, as autosave does,
    means the same block each time.
    """
    taken = {block["id"] for block in body.get_prep_value()}
    seen: set[str] = set()
    for place, block in enumerate(body.raw_data):
        own = str(block["id"])
        if own in seen:
            while own in taken:
                own = str(uuid.uuid5(uuid.NAMESPACE_OID, own))
            taken.add(own)
            body.raw_data[place] = {**block, "id": own}
        seen.add(own)


def keyed(body: StreamValue) -> Iterator[tuple[str, StreamValue.StreamChild]]:
    """The blocks of a body, each with its name."""
    return zip(block_keys(child.id for child in body), body, strict=True)


def anchors_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, Anchors]:
    """The entries by the block in which their clause begins, as `block_keys` names it."""
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
