"""Which styles of HTML mark their words as not shown, and which only look as if they did."""

import re
from collections.abc import Mapping

from media.examine.seeing import number

PAGE = frozenset({"html", "body"})
MARKS = {"display": "none", "content-visibility": "hidden"}
INVISIBLE = ("hidden", "collapse")
STRIKING = frozenset((
    "text-decoration", "text-decoration-line", "-webkit-text-decoration",
    "-webkit-text-decoration-line",
))  # fmt: skip
ZERO = r"(?:0++(?:\.0*+)?|\.0++)"
CLEAR = re.compile(rf"(?:alpha|opacity)\(\s*+(?:opacity\s*+=\s*+)?{ZERO}%?\s*+\)")
SHRUNK = re.compile(rf"scale(?:3d|x|y)?\(\s*+{ZERO}\s*+[,)]")
NOTHING = re.compile(rf"[+-]?{ZERO}(?:[a-z]{{1,4}}|%)?")
FAR_AWAY = re.compile(r"-[0-9]{3,}(?:\.[0-9]*)?(?:px|pt|em|rem|%|cm|vw|vh)?")
CUT_AWAY = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)|inset\((?:50|100)%\)")
CUTTING = ("hidden", "clip")
ANIMATED = ("animation", "animation-name")
OUT_OF_LINE = ("absolute", "fixed")
LEAST_OPACITY = 0.05
PLACES = ("left", "top", "right", "bottom")
ROOM = ("width", "height", "max-width", "max-height")


def is_struck(style: Mapping[str, str]) -> bool:
    """Whether a line goes through the words."""
    return any("line-through" in style.get(name, "") for name in STRIKING)


def is_hidden(style: Mapping[str, str], *, with_visibility: bool = True) -> bool:
    """Whether an element is marked as one that is not shown; all marks but one hold within it."""
    is_marked = any(style.get(name) == value for name, value in MARKS.items())
    if with_visibility and style.get("visibility") in INVISIBLE:
        return True
    return is_marked or style.get("mso-hide", "none") != "none"


def visibility(style: Mapping[str, str], around: bool) -> bool:
    """Whether the words of an element are not shown; what it says itself stands above."""
    value = style.get("visibility", "")
    return value in INVISIBLE or (around and value not in ("visible", "initial"))


def is_moving(style: Mapping[str, str]) -> bool:
    """Whether an element does not stay as it begins."""
    return any(style.get(name, "none") != "none" for name in ANIMATED)


def is_faint(style: Mapping[str, str]) -> bool:
    """Whether an element is shown, and yet looks as if it were not."""
    if is_moving(style):
        return False
    return _is_clear(style) or is_away(style)


def _is_clear(style: Mapping[str, str]) -> bool:
    text = style.get("opacity", "")
    opacity = number(text.rstrip("%"))
    if opacity is not None and opacity < (LEAST_OPACITY * (100 if text.endswith("%") else 1)):
        return True
    return bool(CLEAR.search(style.get("filter", "")))


def is_away(style: Mapping[str, str]) -> bool:
    """Whether it stands where nobody looks, or has no room."""
    if FAR_AWAY.fullmatch(style.get("text-indent", "")) or SHRUNK.search(
        style.get("transform", "")
    ):
        return True
    if style.get("position") in OUT_OF_LINE and (
        any(FAR_AWAY.fullmatch(style.get(name, "")) for name in PLACES)
        or CUT_AWAY.search(style.get("clip", "") or style.get("clip-path", ""))
    ):
        return True
    overflow = style.get("overflow", "")
    return overflow in CUTTING and any(
        style.get(name) and NOTHING.fullmatch(style[name]) for name in ROOM
    )
