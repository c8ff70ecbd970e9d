"""How high and how large the words of HTML stand, in points, as browsers and Word show them."""

import re

from lxml import etree

from drafting.declarations import declared
from drafting.heights import LEAST_RISE, Standing

CALLED = re.compile(
    r"(?:vertical-align|font-variant-position)\s*:\s*(super|sub)(?![-\w])", re.IGNORECASE
)
LENGTH = r"\s*:\s*([+-]?[0-9]{0,6}\.?[0-9]{1,6})\s*(pt|px|em|rem|ex|%)"
RAISED = re.compile(rf"mso-text-raise{LENGTH}", re.IGNORECASE)
ALIGNED = re.compile(rf"vertical-align{LENGTH}", re.IGNORECASE)
ALIGNED_AT_TOP = re.compile(r"vertical-align\s*:\s*text-top", re.IGNORECASE)
MOVED = re.compile(r"position\s*:\s*relative", re.IGNORECASE)
TOP = re.compile(rf"(?<![-\w])top{LENGTH}", re.IGNORECASE)
BOTTOM = re.compile(rf"(?<![-\w])bottom{LENGTH}", re.IGNORECASE)
SIZE = re.compile(r"\+?([0-9]{0,6}\.?[0-9]{1,6})([a-z]*|%)")
NAMED_SIZES = {"xx-small": 6.75, "x-small": 7.5, "small": 9.75, "medium": 12.0, "large": 13.5}
ORDINARY = Standing(size=12.0)  # what browsers begin with
SMALLER = 0.83
POINTS = {"pt": 1.0, "px": 0.75, "rem": 12.0}
LENGTHS = POINTS | {"": 0.75, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "q": 0.709}
PER_SIZE = {"em": 1.0, "ex": 0.5, "%": 0.01}


def called_height(element: etree._Element) -> str:
    """`super` or `sub` where an element says so, else ''."""
    if match := CALLED.search(element.get("style", "")):
        return match[1].lower()
    return {"sup": "super", "sub": "sub"}.get(element.tag, "")


def standing_of(element: etree._Element, around: Standing) -> Standing:
    """Where the words of an element stand within those around it."""
    style = element.get("style", "")
    size = _size(element.tag, style, around.size or 0.0)
    rise = _rise(style, size)
    return Standing(around.rise if rise is None else rise, size)


def _rise(style: str, size: float) -> float | None:
    """How far a style moves words up; None where it does not."""
    if match := RAISED.search(style) or ALIGNED.search(style):
        return _points(match, size)
    if ALIGNED_AT_TOP.search(style):
        return LEAST_RISE
    if MOVED.search(style):
        if match := TOP.search(style):
            return -_points(match, size)
        if match := BOTTOM.search(style):
            return _points(match, size)
    return None


def _size(tag: str, style: str, around: float) -> float:
    text = declared(style).get("font-size", "")
    if match := SIZE.fullmatch(text):
        return _length(float(match[1]), match[2], around)
    if text == "smaller" or (not text and tag == "small"):
        return around * SMALLER
    return NAMED_SIZES.get(text, around)


def _length(count: float, unit: str, around: float) -> float:
    """A size in points; one that is counted from the page or the window is ordinary, or nothing."""
    if unit in PER_SIZE:
        return count * PER_SIZE[unit] * around
    if unit in LENGTHS and unit != "rem":
        return count * LENGTHS[unit]
    return (ORDINARY.size or around) if count else 0.0


def _points(match: re.Match[str], size: float) -> float:
    unit = match[2].lower()
    return float(match[1]) * (POINTS[unit] if unit in POINTS else PER_SIZE[unit] * size)
