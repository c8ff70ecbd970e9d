"""Whether the words of HTML can be read: their colour against what lies behind them."""

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from PIL import ImageColor

from drafting.declarations import declared
from drafting.markup_unseen import OUT_OF_LINE, is_moving
from media.examine.seeing import WHITE, is_unseen, number

FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
PARTS = re.compile(r"[0-9.]+%?")
TOKEN = re.compile(r"[^\s(,]+(?:\([^()]{0,99}\))?")
PAINTED = ("url(", "gradient(", "var(", "image(")  # what lies behind is no one colour
AS_AROUND = frozenset({"inherit", "currentcolor", "unset", ""})
OUTLINED = ("text-shadow", "-webkit-text-stroke", "-webkit-text-stroke-width")
WITHOUT = ("none", "0", "0px", "inherit", "initial", "unset")
GROUNDS = ("background", "background-color", "background-image")
CLIPPED = ("background", "background-clip", "-webkit-background-clip")
OLD_NAMES = {"body": "text"}  # of elements whose colour is called otherwise than by `color`
LONGEST = 100  # characters of a colour
MARKER = "FFFF00"


@dataclass(frozen=True)
class Colour:
    """Six digits, and how much of it covers what lies behind, from 0 to 1."""

    digits: str
    cover: float = 1.0

    def over(self, behind: str) -> str:
        """What is seen of it on a colour."""
        pairs = (
            (int(self.digits[at : at + 2], 16), int(behind[at : at + 2], 16)) for at in (0, 2, 4)
        )
        return "".join(
            f"{round(own * self.cover + under * (1 - self.cover)):02X}" for own, under in pairs
        )


@dataclass(frozen=True)
class Ink:
    """The colour of words, None where the browser chooses, and what lies behind them.

    `behind` is None where that is not one colour, as with pictures.
    """

    words: Colour | None = None
    behind: str | None = WHITE

    @property
    def is_unseen(self) -> bool:
        """Whether nobody can read the words."""
        if self.words is None:
            return False
        if self.behind is None:
            return self.words.cover == 0
        return is_unseen(self.words.over(self.behind), self.behind)


PAPER = Ink()


def ink_of(element: etree._Element, around: Ink) -> Ink:
    """The ink of an element within the one around it."""
    if not element.attrib and element.tag != "mark":
        return around
    style = declared(element.get("style", ""))
    return Ink(_words(element, style, around.words), _behind(element, style, around.behind))


def _words(
    element: etree._Element, style: Mapping[str, str], around: Colour | None
) -> Colour | None:
    if any(style.get(name, "none") not in WITHOUT for name in OUTLINED) or is_moving(style):
        return None  # a shadow or an outline shows them, or a movement
    if any("text" in style.get(name, "").split() for name in CLIPPED):
        return None  # they are cut out of what lies behind
    text = style.get("-webkit-text-fill-color") or style.get("color")
    if text is not None:
        return around if text in AS_AROUND else colour(text)
    if text := element.get(OLD_NAMES.get(str(element.tag), "color"), ""):
        return colour(text) or colour(f"#{text}")
    # Links and marked words have colours of their own.
    has_own = element.tag == "mark" or (element.tag == "a" and element.get("href") is not None)
    return None if has_own else around


def _behind(element: etree._Element, style: Mapping[str, str], around: str | None) -> str | None:
    behind = MARKER if element.tag == "mark" else around
    under = None if style.get("position") in OUT_OF_LINE or is_moving(style) else around
    behind = under if under is None else behind
    if element.get("background"):
        behind = None
    if text := element.get("bgcolor", ""):
        behind = _laid(colour(text) or colour(f"#{text}"), behind)
    is_painted = False
    for name in (one for one in style if one in GROUNDS):
        if name != "background-color":
            is_painted = any(sign in style[name] for sign in PAINTED)
        if name != "background-image":
            found = next(filter(None, map(colour, TOKEN.findall(style[name]))), None)
            behind = _laid(found, under)
    return None if is_painted else behind


def _laid(found: Colour | None, behind: str | None) -> str | None:
    """What lies behind with a colour laid upon it."""
    if found is None:
        return behind
    if behind is None:
        return found.digits if found.cover == 1 else None
    return found.over(behind)


def colour(text: str) -> Colour | None:
    """A colour as CSS writes it; None for what is none, or is the browser's choice."""
    return _colour(text.strip().lower()) if len(text) <= LONGEST else None


@lru_cache(maxsize=1024)
def _colour(text: str) -> Colour | None:
    if text == "transparent":
        return Colour("000000", 0.0)
    if match := FUNCTION.fullmatch(text):
        return _of_parts(match[1], PARTS.findall(match[2]))
    try:
        red, green, blue, *cover = ImageColor.getrgb(text)
    except ValueError:
        return None
    return Colour(f"{red:02X}{green:02X}{blue:02X}", cover[0] / 255 if cover else 1.0)


def _of_parts(function: str, parts: list[str]) -> Colour | None:
    """A colour by its three parts, and how much it covers."""
    if len(parts) not in (3, 4):
        return None
    cover = _share(parts[3], 1.0) if len(parts) == 4 else 1.0
    if function == "rgb":
        shares = tuple(_share(part, 255.0) / 255 for part in parts[:3])
    else:
        hue, fullness, light = parts[:3]
        shares = hls_to_rgb(_share(hue, 360.0) / 360, _share(light, 1.0), _share(fullness, 1.0))
    return Colour("".join(f"{round(share * 255):02X}" for share in shares), cover)


def _share(text: str, whole: float) -> float:
    value = number(text.rstrip("%")) or 0.0
    return min(value / 100 * whole if text.endswith("%") else value, whole)
