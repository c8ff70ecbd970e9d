"""What survives of the looks of HTML, and what is left out because no reader sees it."""

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from lxml import etree

from drafting.addresses import kept_address
from drafting.declarations import declared
from drafting.flow import Kind
from drafting.heights import Standing
from drafting.markup_heights import ORDINARY, called_height, standing_of
from drafting.markup_sight import PAPER, Ink, ink_of
from drafting.markup_unseen import is_faint, is_hidden, is_struck
from media.examine.seeing import is_tiny

WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
REMARK = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)
REMARK_CLASSES = ("msocomanchor", "msocomtxt", "MsoCommentReference")
LEAST_BOLD = 600


@dataclass(frozen=True)
class Looks:
    """What holds for the words of an element; `height` is one that it is called by."""

    bold: bool = False
    link: str = ""
    height: str = ""
    standing: Standing = ORDINARY
    ink: Ink = PAPER
    is_faint: bool = False
    kind: Kind = Kind.TEXT
    level: int = 0
    is_preformatted: bool = False

    @property
    def is_unseen(self) -> bool:
        """Whether nobody can read the words, though they are shown."""
        return self.is_faint or is_tiny(self.standing.size) or self.ink.is_unseen

    def of_kind(self, kind: Kind | None, level: int) -> "Looks":
        """The same in a paragraph of a kind; None keeps the one around."""
        return self if kind is None else replace(self, kind=kind, level=level)


def looks_of(element: etree._Element, around: Looks) -> Looks:
    """The looks of an element within those around it."""
    tag, style = element.tag, element.get("style", "")
    made = around
    if tag in ("b", "strong"):
        made = replace(made, bold=True)
    if weight := WEIGHT.search(style):
        text = weight[1].lower()
        is_bold = text in ("bold", "bolder") or (text.isdecimal() and int(text) >= LEAST_BOLD)
        made = replace(made, bold=is_bold)
    if tag == "a" and (address := kept_address(element.get("href", ""))):
        made = replace(made, link=address)
    if height := called_height(element):
        made = replace(made, height=height)
    made = replace(
        made,
        standing=standing_of(element, around.standing),
        ink=ink_of(element, around.ink),
        is_faint=around.is_faint or is_faint(declared(style)),
    )
    if tag == "pre":
        made = replace(made, is_preformatted=True)
    return made


def looks_in(element: etree._Element, outer: etree._Element | None, around: Looks) -> Looks:
    """Those of words that stand apart within `outer`, as in a cell: plain ones.

    Of what is around only goes on what may make them unseen: size, colour, ground and looks.
    """
    path = takewhile(lambda one: one is not outer, (element, *element.iterancestors()))
    size, ink, faint = around.standing.size, around.ink, around.is_faint
    for one in reversed([each for each in path if each.attrib]):
        size, ink = standing_of(one, Standing(size=size)).size, ink_of(one, ink)
        faint = faint or is_faint(declared(one.get("style", "")))
    return Looks(standing=Standing(size=size), ink=ink, is_faint=faint)


def why_dropped(element: etree._Element) -> str | None:
    """The code of what is told when an element is left out; None for what stays."""
    written, classes = element.get("style", ""), element.get("class", "")
    if REMARK.search(written) or any(name in classes for name in REMARK_CLASSES):
        return "remark_dropped"
    style = declared(written)
    if element.tag in ("del", "s", "strike") or is_struck(style):
        return "struck"
    is_closed = element.tag == "dialog" and element.get("open") is None
    if is_closed or element.get("hidden") is not None or is_hidden(style):
        return "hidden"
    return None
