"""Drawings of a document: what they show in words, and whether they are shown."""

import re

from lxml import etree

from drafting.characters import cleaned
from drafting.word.names import WP, A, V, W

HIDDEN = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(element: etree._Element) -> bool:
    """Whether a drawing is marked as one that is not shown."""
    described = element.find(f"{WP}*/{WP}docPr")
    if described is not None:
        return described.get("hidden", "0") not in ("0", "false", "off")
    shape = element.find(f"{V}*")
    return shape is not None and bool(HIDDEN.search(str(shape.get("style", ""))))


def art(element: etree._Element) -> list[str]:
    """Words that a drawing shows without a text box: a line for each."""
    paths = outside_boxes(element, f"{V}textpath")
    drawn_texts = ["".join(p.itertext(f"{A}t")) for p in outside_boxes(element, f"{A}p")]
    texts = (*(str(path.get("string", "")) for path in paths), *drawn_texts)
    return [words for text in texts if (words := cleaned(text).strip())]


def outside_boxes(element: etree._Element, tag: str) -> list[etree._Element]:
    """The elements of a drawing outside of its text boxes, which are read by themselves."""
    box = f"{W}txbxContent"
    return [
        found
        for found in element.iter(tag)
        if not any(above.tag == box for above in _between(found, element))
    ]


def _between(inner: etree._Element, outer: etree._Element) -> list[etree._Element]:
    """The elements around `inner` that lie in `outer`."""
    around = []
    for above in inner.iterancestors():
        if above is outer:
            break
        around.append(above)
    return around
