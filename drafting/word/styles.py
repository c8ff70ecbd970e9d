"""Styles: what a paragraph or run has from its style and from those that it is based on."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from drafting.word.names import VAL, W, number, switch, value

HEADING_NAMES = ("heading ", "标题 ")
TITLE_NAMES = frozenset({"title", "标题", "公文标题", "文件标题"})
CONTENTS_NAMES = ("toc ", "目录 ")
CAPTION_NAMES = frozenset({"caption", "题注"})
BODY_OUTLINE = 9  # the outline level that means: none


@dataclass(frozen=True)
class Style:
    """One style; `run` and `paragraph` are its properties."""

    id: str
    name: str
    based_on: str
    run: etree._Element | None
    paragraph: etree._Element | None


class Styles:
    """The styles of a document; works without any, as some programs write none."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        self._switches: dict[tuple[str | None, str], bool] = {}
        self._values: dict[tuple[str | None, str], str | None] = {}
        for element in root.iterfind(W + "style") if root is not None else ():
            style = _style(element)
            self._styles[style.id] = style
            is_default = element.get(W + "default") in ("1", "true", "on")
            if is_default and element.get(W + "type") == "paragraph":
                self._default = style.id

    def of_paragraph(self, properties: etree._Element | None) -> str:
        """The id of the style that a paragraph has, the default one where it names none."""
        named = value(properties, "pStyle")
        return named if named and named in self._styles else self._default

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """A style, then what it is based on; a circle ends it."""
        seen_ids: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen_ids:
            seen_ids.add(style_id)
            yield self._styles[style_id]
            style_id = self._styles[style_id].based_on

    def names(self, style_id: str) -> Iterator[str]:
        """The names of a chain in small letters."""
        return (style.name.casefold() for style in self.chain(style_id))

    def switch(self, style_id: str | None, name: str) -> bool:
        """A switch of runs as a chain sets it."""
        key = (style_id, name)
        if key not in self._switches:
            found = (switch(style.run, name) for style in self.chain(style_id))
            self._switches[key] = next((state for state in found if state is not None), False)
        return self._switches[key]

    def run_value(self, style_id: str | None, name: str) -> str | None:
        """A value of runs as a chain sets it."""
        key = (style_id, name)
        if key not in self._values:
            found = (value(style.run, name) for style in self.chain(style_id))
            self._values[key] = next((text for text in found if text is not None), None)
        return self._values[key]

    def outline_level(self, properties: etree._Element | None, style_id: str) -> int:
        """The level of a heading from 1, or 0."""
        levels = [value(properties, "outlineLvl")]
        levels += [value(style.paragraph, "outlineLvl") for style in self.chain(style_id)]
        level = next((number(text) for text in levels if text is not None), None)
        if level is not None:
            return level + 1 if 0 <= level < BODY_OUTLINE else 0
        return next(filter(None, map(_level_of_name, self.names(style_id))), 0)


def _style(element: etree._Element) -> Style:
    return Style(
        id=str(element.get(W + "styleId", "")),
        name=value(element, "name") or "",
        based_on=value(element, "basedOn") or "",
        run=element.find(W + "rPr"),
        paragraph=element.find(W + "pPr"),
    )


def _level_of_name(name: str) -> int:
    """`heading 2` and `标题 2` are headings also in files that lost their levels."""
    for start in HEADING_NAMES:
        if name.startswith(start) and name.removeprefix(start).isdecimal():
            return min(int(name.removeprefix(start)), BODY_OUTLINE)
    return 0


def style_of_list(root: etree._Element | None, style_id: str) -> str | None:
    """The numbering that a style of lists names (`w:numStyleLink`)."""
    for element in root.iterfind(W + "style") if root is not None else ():
        if element.get(W + "styleId") == style_id:
            link = element.find(f"{W}pPr/{W}numPr/{W}numId")
            return None if link is None else str(link.get(VAL, ""))
    return None
