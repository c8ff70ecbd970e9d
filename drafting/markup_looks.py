"""What survives of the looks of HTML, and what is left out because no reader sees it."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from drafting.addresses import kept_address
from drafting.flow import Kind
from drafting.heights import Standing
from drafting.markup_heights import ORDINARY, called_height, standing_of

WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
STRUCK = re.compile(
    r"(?<![\w-])(?:-webkit-)?text-decoration[\w-]*+\s*+:[^;:]*line-through", re.IGNORECASE
)
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:|visibility\s*:\s*hidden", re.IGNORECASE)
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
    kind: Kind = Kind.TEXT
    level: int = 0
    is_preformatted: bool = False

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
    made = replace(made, standing=standing_of(element, around.standing))
    if tag == "pre":
        made = replace(made, is_preformatted=True)
    return made


def why_dropped(element: etree._Element) -> str | None:
    """The code of what is told when an element is left out; None for what stays."""
    style, classes = element.get("style", ""), element.get("class", "")
    if REMARK.search(style) or any(name in classes for name in REMARK_CLASSES):
        return "remark_dropped"
    if element.tag in ("del", "s", "strike") or STRUCK.search(style):
        return "struck"
    if element.get("hidden") is not None or HIDDEN.search(style):
        return "hidden"
    return None
