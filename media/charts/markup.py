"""From Vega's markup to ours: only known elements and attributes, small, safe, self-contained.

No style, no script, no link, no class; ids begin with `@@`, which the page replaces by a
prefix of its own. Titles and texts come from the table and are escaped by the writer.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from media.charts import theme
from media.charts.layout import Layout, Share
from media.charts.legend import SAMPLE, Placed
from media.charts.theme import width_of, wrapped

PREFIX = "@@"
ELEMENTS = frozenset(("g", "path", "rect", "line", "text", "tspan", "circle"))
KEPT = frozenset(
    (
        "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "width", "height", "transform", "fill",
        "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
        "stroke-linejoin", "stroke-linecap", "opacity", "text-anchor", "font-size", "font-weight",
    )
)  # fmt: skip
DEFAULTS = {
    ("opacity", "1"), ("fill-opacity", "1"), ("stroke-width", "0"), ("stroke-dasharray", ""),
    ("transform", "translate(0,0)"), ("font-size", f"{theme.SIZE}px"), ("text-anchor", "start"),
    ("font-weight", "normal"),
}  # fmt: skip
LONG_NUMBER = re.compile(r"(?<![0-9])-?[0-9]+\.[0-9]{2,}(?:e-?[0-9]+)?")
PART = 64  # the width of a share in the lines beside a pie
FILLED = ("mark-rect", "mark-arc", "mark-area")
# Lines and dots of paper colour over a series' own, so that two areas differ without colour.
PATTERNS = (
    (8, "M-2,2l4,-4M0,8l8,-8M6,10l4,-4", 1.6), (7, "M3.5,3.5h.01", 3),
    (8, "M-2,6l4,4M0,0l8,8M6,-2l4,4", 1.6), (6, "M0,3h6", 1.6), (6, "M3,0v6", 1.6),
    (9, "M0,0l9,9M0,9l9,-9", 1.2), (10, "M5,5h.01", 5),
)  # fmt: skip
Element = ElementTree.Element


def clean(svg: str, layout: Layout, title: str, description: str) -> str:
    """Return the markup of one width, ready to stand in a page."""
    source = fromstring(svg)
    root = ElementTree.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img",
        "viewBox": f"0 0 {layout.width} {layout.height}",
        "width": str(layout.width), "height": str(layout.height),
        "font-family": theme.FONTS, "font-size": str(theme.SIZE), "fill": "none",
        "aria-labelledby": f"{PREFIX}t {PREFIX}d",
    })  # fmt: skip
    _text_element(root, "title", title, f"{PREFIX}t")
    _text_element(root, "desc", description, f"{PREFIX}d")
    used_patterns: set[int] = set()
    elements = [element for child in source for element in _kept(child, layout, used_patterns, "")]
    _around(root, layout, used_patterns)
    root.extend(elements)
    if used_patterns:
        root.insert(2, _definitions(used_patterns))
    return ElementTree.tostring(root, encoding="unicode")


def _text_element(root: Element, tag: str, text: str, name: str) -> None:
    ElementTree.SubElement(root, tag, {"id": name}).text = text


def _kept(
    element: Element, layout: Layout, used_patterns: set[int], group: str
) -> Iterator[Element]:
    """What stays of an element: itself, its children without it, or nothing."""
    tag = element.tag.rsplit("}", 1)[-1]
    if tag not in ELEMENTS or element.get("display") == "none" or element.get("d") == "":
        return
    group = element.get("class", group)
    children = [
        cleaned for child in element for cleaned in _kept(child, layout, used_patterns, group)
    ]
    attributes = {
        name: LONG_NUMBER.sub(_short, value)
        for name, value in element.attrib.items()
        if name in KEPT and (name, value) not in DEFAULTS
    }
    if tag == "g":
        attributes.pop("fill", None)
        if children and attributes:
            yield _made(tag, attributes, children, None)
        elif children:
            yield from children
        return
    if not children and tag in ("text", "tspan") and not (element.text or "").strip("\u200b "):
        return
    if not _is_seen(tag, attributes, children):
        return
    if tag == "text":
        _halo(attributes)
    elif layout.patterned and group.startswith(FILLED):
        _pattern(attributes, used_patterns)
    text = (element.text or "").replace("\u200b", "") or None
    yield _made(tag, attributes, children, text)


def _is_seen(tag: str, attributes: dict[str, str], children: list[Element]) -> bool:
    is_painted = any(attributes.get(name, "none") != "none" for name in ("fill", "stroke"))
    return is_painted or bool(children) or tag in ("text", "tspan")


def _made(
    tag: str, attributes: dict[str, str], children: list[Element], text: str | None
) -> Element:
    element = ElementTree.Element(tag, attributes)
    element.text = text
    element.extend(children)
    return element


def _short(match: re.Match[str]) -> str:
    rounded = f"{float(match[0]):.1f}".removesuffix(".0")
    return "0" if rounded == "-0" else rounded


def _halo(attributes: dict[str, str]) -> None:
    """A number over a line or an area stays readable."""
    if attributes.get("stroke") == theme.PAPER and "stroke-width" in attributes:
        attributes["paint-order"] = "stroke"
        attributes["stroke-linejoin"] = "round"
    else:
        attributes.pop("stroke", None)


def _pattern(attributes: dict[str, str], used_patterns: set[int]) -> None:
    colour = attributes.get("fill", "")
    if colour in theme.SERIES[1:]:
        place = theme.SERIES.index(colour)
        used_patterns.add(place)
        attributes["fill"] = f"url(#{PREFIX}p{place})"


def _definitions(used_patterns: set[int]) -> Element:
    definitions = ElementTree.Element("defs")
    for place in sorted(used_patterns):
        size, lines, width = PATTERNS[(place - 1) % len(PATTERNS)]
        pattern = ElementTree.SubElement(definitions, "pattern", {
            "id": f"{PREFIX}p{place}", "width": str(size), "height": str(size),
            "patternUnits": "userSpaceOnUse",
        })  # fmt: skip
        ElementTree.SubElement(pattern, "rect", {
            "width": str(size), "height": str(size), "fill": theme.SERIES[place],
        })  # fmt: skip
        ElementTree.SubElement(pattern, "path", {
            "d": lines, "stroke": theme.PAPER, "stroke-width": str(width),
            "stroke-opacity": ".5", "stroke-linecap": "round",
        })  # fmt: skip
    return definitions


def _around(root: Element, layout: Layout, used_patterns: set[int]) -> None:
    """Units above the axes, the legend, the lines beside a pie."""
    for text, anchor in layout.units:
        x = 0 if anchor == "start" else layout.width
        _write(root, text, x, 14, theme.SECOND, anchor, size=theme.SMALL)
    for placed in layout.legend:
        _sample(root, placed, layout.patterned, used_patterns)
        _write(root, placed.text, placed.x + SAMPLE + 6, placed.y + 15, theme.INK, size=theme.SMALL)
    for share in layout.shares:
        _share(root, share, used_patterns)


def _write(
    root: Element, text: str, x: float, y: float, colour: str, anchor: str = "start",
    size: int = theme.SIZE, strong: bool = False,
) -> None:  # fmt: skip
    attributes = {"x": f"{x:g}", "y": f"{y:g}", "fill": colour}
    attributes |= {"font-size": str(size)} if size != theme.SIZE else {}
    attributes |= {"font-weight": "bold"} if strong else {}
    attributes |= {"text-anchor": anchor} if anchor != "start" else {}
    ElementTree.SubElement(root, "text", attributes).text = text


def _sample(root: Element, placed: Placed, patterned: bool, used_patterns: set[int]) -> None:
    entry, x, y = placed.entry, placed.x, placed.y
    if entry.mark == "line":
        dashes = " ".join(map(str, theme.DASHES[entry.place]))
        attributes = {
            "d": f"M{x:g},{y + 10:g}h{SAMPLE}",
            "stroke": entry.colour,
            "stroke-width": "2.5",
        }
        if dashes:
            attributes["stroke-dasharray"] = dashes
        ElementTree.SubElement(root, "path", attributes)
        shape = SAMPLE_SHAPES[entry.place]
        ElementTree.SubElement(root, "path", {
            "d": shape, "transform": f"translate({x + SAMPLE / 2:g},{y + 10:g})",
            "fill": entry.colour, "stroke": theme.PAPER,
        })  # fmt: skip
        return
    _swatch(root, x + 2, y + 3, entry.colour, patterned, used_patterns)


# The shapes of `theme.SHAPES`, about as large as on the line.
SAMPLE_SHAPES = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z", "M-3.5,-3.5h7v7h-7Z", "M0,-4.5L4.5,3.5H-4.5Z",
    "M0,-5L4,0L0,5L-4,0Z", "M-1.5,-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3Z", "M0,4.5L4.5,-3.5H-4.5Z",
)  # fmt: skip


def _swatch(
    root: Element, x: float, y: float, colour: str, patterned: bool, used_patterns: set[int]
) -> None:
    attributes = {"x": f"{x:g}", "y": f"{y:g}", "width": "18", "height": "14", "fill": colour}
    if patterned:
        _pattern(attributes, used_patterns)
    ElementTree.SubElement(root, "rect", attributes)


def _share(root: Element, share: Share, used_patterns: set[int]) -> None:
    _swatch(root, share.x, share.y + 8, theme.SERIES[share.place], True, used_patterns)
    right, middle = share.x + share.width, share.y + 20
    if share.part:
        _write(root, share.part, right, middle, theme.INK, "end", strong=share.strong)
        right -= PART
    label = wrapped(share.label, right - share.x - 36 - width_of(share.text), lines=1)[0]
    _write(root, label, share.x + 28, middle, theme.INK, strong=share.strong)
    _write(root, share.text, right, middle, theme.SECOND, "end", strong=share.strong)
