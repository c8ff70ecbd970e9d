"""What an element of HTML says about its paragraph: a heading, a title, a caption, contents."""

import re

from lxml import etree

from drafting.flow import Kind

HEADINGS = {f"h{level}": level for level in range(1, 7)}
WORD_CLASS = re.compile(r"\bMso(Title|Toc|Heading|Caption)(\d?)", re.IGNORECASE)


def kind_of(element: etree._Element) -> tuple[Kind, int] | tuple[None, int]:
    """What an element says about its paragraph; None where it says nothing."""
    if element.tag in HEADINGS:
        return Kind.HEADING, HEADINGS[element.tag]
    if element.tag in ("figcaption", "caption"):
        return Kind.CAPTION, 0
    match = WORD_CLASS.search(element.get("class", ""))
    if match is None:
        return None, 0
    kinds = {"title": Kind.TITLE, "toc": Kind.CONTENTS, "caption": Kind.CAPTION}
    name = match[1].lower()
    return (Kind.HEADING, int(match[2] or 1)) if name == "heading" else (kinds[name], 0)
