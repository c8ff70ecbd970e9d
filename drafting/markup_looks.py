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
from drafting.markup_unseen import PAGE, is_faint, is_hidden, is_struck, visibility
from media.examine.seeing import is_tiny

WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
# No page can write a name like this; set where something within is marked as visible.
SHOWN_WITHIN = "{drafting}shown-within"
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
    is_hidden: bool = False  # by the visibility of what is around
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
    made = _shown(made, element)
    if tag == "pre":
        made = replace(made, is_preformatted=True)
    return made


def looks_in(element: etree._Element, outer: etree._Element | None, around: Looks) -> Looks:
    """Those of words that stand apart within `outer`, as in a cell: plain ones.

    Of what is around only goes on what may make them unseen: size, colour, ground and looks.
    """
    path = takewhile(lambda one: one is not outer, (element, *element.iterancestors()))
    made = replace(
        Looks(),
        standing=Standing(size=around.standing.size),
        ink=around.ink,
        is_faint=around.is_faint,
        is_hidden=around.is_hidden,
    )
    for one in reversed([each for each in path if each.attrib]):
        made = _shown(made, one)
        made = replace(made, standing=Standing(size=made.standing.size))
    return made


def _shown(around: Looks, element: etree._Element) -> Looks:
    """Looks with what an element says of how its words are seen."""
    style = declared(element.get("style", ""))
    is_page = element.tag in PAGE  # which a script shows, whatever a sheet begins with
    return replace(
        around,
        standing=standing_of(element, around.standing),
        ink=ink_of(element, around.ink),
        is_faint=around.is_faint or (is_faint(style) and not is_page),
        is_hidden=visibility(style, around.is_hidden) and not is_page,
    )


def why_dropped(element: etree._Element) -> str | None:
    """The code of what is told when an element is left out; None for what stays."""
    written, classes = element.get("style", ""), element.get("class", "")
    if REMARK.search(written) or any(name in classes for name in REMARK_CLASSES):
        return "remark_dropped"
    style = declared(written)
    if element.tag in ("del", "s", "strike") or is_struck(style):
        return "struck"
    is_closed = element.tag == "dialog" and element.get("open") is None
    if is_closed or element.get("hidden") is not None:
        return "hidden"
    if element.tag in PAGE or not is_hidden(style):
        return None
    is_shown_within = element.get(SHOWN_WITHIN) and not is_hidden(style, with_visibility=False)
    return None if is_shown_within else "hidden"
