"""SVG drawings inside documents: what acts, fetches, or tells of their making goes."""

import base64
import re
from collections.abc import Callable

from lxml import etree

from media.examine import xml
from media.examine.findings import RefusedError

# What acts, what tells of the making, and what puts an address there later.
DROPPED = frozenset(
    {"script", "metadata", "foreignObject", "namedview", "animate", "set", "handler", "listener"}
)
LEADS_OUTSIDE = re.compile(r"\s*(?:[a-z]+:|//|\\\\)", re.IGNORECASE)
# Styles that ask for a file: only `url(#…)` stays within the drawing.
FETCHING = re.compile(r"@import|url\(\s*+(?:[\"']\s*+)?[^#\"'\s]", re.IGNORECASE)
EDITORS = ("inkscape", "sodipodi")
PICTURE = re.compile(r"\s*data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)
# Gives a picture without what is no picture; None for what is none.
CleanPicture = Callable[[bytes], bytes | None]


def svg(data: bytes, clean_picture: CleanPicture) -> bytes:
    """The drawing, byte for byte where nothing had to go; raises `RefusedError`."""
    root = xml.parse(data)
    if xml.local(root) != "svg":
        raise RefusedError("markup")
    # Comments and instructions around the drawing go when its root alone is written.
    changed = root.getprevious() is not None or root.getnext() is not None
    for element in list(root.iter()):
        if _goes(element):
            xml.drop(element)
            changed = True
            continue
        for name, value in list(element.attrib.items()):
            kept = _kept_value(etree.QName(name), value, clean_picture)
            changed |= kept != value
            if kept is None:
                del element.attrib[name]
            else:
                element.set(name, kept)
    return xml.written(root) if changed else data


def _goes(element: etree._Element) -> bool:
    name = xml.local(element)
    fetches = name == "style" and FETCHING.search("".join(element.itertext()))
    return not name or name in DROPPED or bool(fetches)


def _kept_value(name: etree.QName, value: str, clean_picture: CleanPicture) -> str | None:
    """An attribute as it may stay; None where it acts, fetches or is an editor's."""
    if any(editor in (name.namespace or "") for editor in EDITORS):
        return None
    if name.localname.casefold().startswith("on") or FETCHING.search(value):
        return None
    if name.localname == "href" and LEADS_OUTSIDE.match(value):
        return _picture(value, clean_picture)
    return value


def _picture(address: str, clean_picture: CleanPicture) -> str | None:
    """An address that is a picture itself, cleaned; None for every other."""
    match = PICTURE.fullmatch(address)
    if not match:
        return None
    try:
        content = base64.b64decode(match[1])
    except ValueError:
        return None
    kept = clean_picture(content)
    if kept is None or kept == content:
        return address if kept else None
    return f"{address.partition(',')[0]},{base64.b64encode(kept).decode()}"
