"""Pictures and filled shapes of a Word file, which may lie behind words that stand elsewhere.

Where a page ends is known by the breaks that the file has: a program that wrote none made one page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from media.examine import xml

FILLS = frozenset({"gradFill", "blipFill", "pattFill", "solidFill"})
PICTURES = ("{*}blip", "{*}imagedata", "{*}chart", "{*}relIds")
OLD_SHAPES = ("{*}shape", "{*}rect", "{*}roundrect", "{*}oval", "{*}background")
DRAWINGS = ("{*}drawing", "{*}pict", "{*}object")
ENDS = ("{*}lastRenderedPageBreak", "{*}pageBreakBefore", "{*}sectPr")
NO_FILLING = ("f", "false", "0")
BEHIND = re.compile(r"z-index\s*:\s*-")
STORIES = frozenset({"body", "footnote", "endnote", "hdr", "ftr"})


@dataclass
class Grounds:
    """What is drawn on the pages of one part: the blocks of those with a ground."""

    root: etree._Element
    drawn: set[etree._Element] = field(default_factory=set)  # something is filled on their page
    behind: set[etree._Element] = field(default_factory=set)  # and it lies behind the words

    def __post_init__(self) -> None:
        if next(self.root.iter(*DRAWINGS), None) is None:
            return
        stories = [one for one in self.root.iter(etree.Element) if xml.local(one) in STORIES]
        for story in stories or [self.root]:
            for page in _pages(story):
                self._look(page)

    def _look(self, page: list[etree._Element]) -> None:
        filled = [one for block in page for one in block.iter(*DRAWINGS) if _is_filled(one)]
        if filled:
            self.drawn.update(page)
        if any(map(_is_behind, filled)):
            self.behind.update(page)

    def may_lie_behind(self, element: etree._Element, is_floating: bool) -> bool:
        """Whether a picture or filled shape may lie behind words; `is_floating` in a text box."""
        blocks = self.drawn if is_floating else self.behind
        return bool(blocks) and any(one in blocks for one in element.iterancestors())


def _pages(story: etree._Element) -> Iterator[list[etree._Element]]:
    """The blocks of each page; one with a break stands on both."""
    page: list[etree._Element] = []
    for block in story.iterchildren(etree.Element):
        page.append(block)
        if _has_break(block):
            yield page
            page = [block]
    yield page


def _has_break(block: etree._Element) -> bool:
    breaks = (xml.plain_attributes(one).get("type") for one in block.iter("{*}br"))
    return next(block.iter(*ENDS), None) is not None or "page" in breaks


def _is_filled(drawing: etree._Element) -> bool:
    """Whether a drawing covers what is behind it."""
    if next(drawing.iter(*PICTURES), None) is not None:
        return True
    shapes = (*drawing.iter("{*}spPr"), *drawing.iter("{*}grpSpPr"))
    return any(map(_has_filling, shapes)) or _has_old_filling(drawing.iter(*OLD_SHAPES))


def _has_filling(properties: etree._Element) -> bool:
    """What a shape says of its filling, else its style."""
    names = {xml.local(child) for child in properties}
    if names & {*FILLS, "noFill"}:
        return bool(names & FILLS)
    shape = properties.getparent()
    named = () if shape is None else shape.iterfind("{*}style/{*}fillRef")
    return any(xml.plain_attributes(one).get("idx", "0") != "0" for one in named)


def _has_old_filling(shapes: Iterable[etree._Element]) -> bool:
    return any(xml.plain_attributes(shape).get("filled") not in NO_FILLING for shape in shapes)


def _is_behind(drawing: etree._Element) -> bool:
    """Whether the text flows over a drawing."""
    anchors = (xml.plain_attributes(one) for one in drawing.iterfind("{*}anchor"))
    if any(anchor.get("behindDoc", "0") not in NO_FILLING for anchor in anchors):
        return True
    return any(BEHIND.search(str(one.get("style", ""))) for one in drawing.iter(etree.Element))
