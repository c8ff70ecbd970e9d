"""Names of elements and attributes of WordprocessingML, and the values of switches."""

import re

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

VAL = W + "val"
MEASURE = re.compile(r"([+-]?[0-9]{1,6}(?:\.[0-9]{1,6})?)(pt)?")
_OFF = frozenset({"0", "false", "off", "none"})


def value(element: etree._Element | None, path: str) -> str | None:
    """`w:val` of a child, or None where there is no such child; `path` without its prefix."""
    child = element.find(W + path) if element is not None else None
    return None if child is None else str(child.get(VAL, ""))


def number(text: str | None) -> int | None:
    """A whole number as the file has it, or None for what is none."""
    try:
        return int(text) if text else None
    except ValueError:
        return None


def points(text: str | None) -> float | None:
    """A measure of type in points; without a unit it is in half points. None for what is none."""
    match = MEASURE.fullmatch(text or "")
    return None if match is None else float(match[1]) / (1 if match[2] else 2)


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """A switch as it is set here; None where nothing is said."""
    child = properties.find(W + name) if properties is not None else None
    return None if child is None else child.get(VAL, "1") not in _OFF


def shows_hint(control: etree._Element) -> bool:
    """Whether a content control (`w:sdt`) shows what to fill in, as nobody has."""
    return bool(switch(control.find(f"{W}sdtPr"), "showingPlcHdr"))
