"""How the words of a Word file look: by their run, its styles, and what lies behind them.

A property that switches (hidden) is on where one of the styles of paragraph and characters says
so, and not both (ECMA-376, 17.7.3); what the run itself says stands before all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from lxml import etree

from media.examine import xml
from media.examine.office_grounds import FILLS, Grounds
from media.examine.seeing import colour, is_tiny, is_unseen, number, word_colour

FALSE = ("0", "false", "off", "none")
DEEPEST = 20  # styles that stand on each other
WORDPROCESSING = "wordprocessingml"
LONGEST_EXCERPT = 12
NO_FILL = ("nil", "none")
# What makes letters seen whatever their colour is.
EDGES = frozenset({"outline", "shadow", "emboss", "imprint", "glow", "textOutline"})
PLAIN_PATTERNS = (None, "clear", "solid")
SHADED = {"p": "pPr", "tc": "tcPr", "tr": "tblPrEx", "tbl": "tblPr"}
UNKNOWN = object()  # what lies behind, where a style of tables or a shape decides it


class Sight(Enum):
    """Whether words are seen: `HIDDEN` ones take no room, `UNSEEN` ones stand where they are."""

    SEEN = "seen"
    HIDDEN = "hidden"
    UNSEEN = "unseen"


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a property that may be switched off is on."""
    return attributes.get("val", "1") not in FALSE


def is_hidden_row(row: etree._Element) -> bool:
    """Whether a row of a table in a text (`w:tr`) is marked as one that is not shown."""
    mark = _child(_child(row, "trPr"), "hidden")
    return mark is not None and is_on(xml.plain_attributes(mark))


@dataclass
class _Style:
    """A style as it is written, without what it stands on."""

    looks: dict[str, Any]
    stands_on: str = ""
    has_shades: bool = False


@dataclass
class WordLooks:
    """The styles of a file; told before the texts that are written in them."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _ordinary: dict[str, Any] = field(default_factory=dict)  # of the whole document
    _paragraph: str = ""  # the style of paragraphs that name none
    _page: str | None = None
    _shows_page: bool = False
    _grounds: Grounds | None = None  # of the part that was looked at last
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)  # styles with all they have

    def learns(self, tag: str, element: etree._Element) -> bool:
        """Whether an element tells how words look; then it is kept in mind."""
        learn = LEARNT.get(tag)
        if learn is not None:
            learn(self, element)
        return learn is not None

    def define(self, style: etree._Element) -> None:
        """A style as the list of styles has it; the first of a name counts."""
        attributes = xml.plain_attributes(style)
        name = attributes.get("styleId", "")
        if attributes.get("type", "paragraph") == "paragraph" and is_on(
            {"val": attributes.get("default", "0")}
        ):
            self._paragraph = self._paragraph or name
        stands_on = _child(style, "basedOn")
        found = _Style(
            _looks(_child(style, "rPr")) | _shade_of(_child(style, "pPr"), "paragraph"),
            "" if stands_on is None else xml.plain_attributes(stands_on).get("val", ""),
            any(_shade(each) for each in style.iter("{*}shd")),
        )
        self._styles.setdefault(name, found)
        self._known.clear()

    def define_ordinary(self, defaults: etree._Element) -> None:
        """What every run looks like at first."""
        self._ordinary = self._ordinary or _looks(_child(defaults, "rPr"))

    def define_page(self, background: etree._Element) -> None:
        """The colour of the whole document, which shows only where the settings say so."""
        self._page = word_colour(xml.plain_attributes(background), "color", "themeColor")

    def define_shown_page(self, setting: etree._Element) -> None:
        """Whether the colour of the document shows."""
        self._shows_page = is_on(xml.plain_attributes(setting))

    def unseen_words(self, run: etree._Element) -> str:
        """The first words of a run that nobody sees; '' where they are seen."""
        words = "".join(run.itertext()).strip()
        if not words or WORDPROCESSING not in str(run.tag) or self.sight(run) is Sight.SEEN:
            return ""
        return words[:LONGEST_EXCERPT]

    def sight(self, run: etree._Element) -> Sight:
        """Whether the words of a run (`w:r`) are seen where they stand."""
        own = _looks(_child(run, "rPr"))
        around = list(run.iterancestors(*(f"{{*}}{tag}" for tag in (*SHADED, "txbxContent"))))
        paragraph = next((one for one in around if xml.local(one) == "p"), None)
        table = next((one for one in around if xml.local(one) == "tbl"), None)
        by_table = self._resolved(_named(table, "tblPr", "tblStyle"))
        by_paragraph = self._resolved(self._of_paragraph(paragraph))
        by_run = self._resolved(_named(run, "rPr", "rStyle"))
        looks = {**self._ordinary, **by_table, **by_paragraph, **by_run, **own}
        if own.get("hidden", self._is_switched_on(by_table, by_paragraph, by_run)):
            return Sight.HIDDEN
        if is_tiny(looks.get("points")):
            return Sight.UNSEEN
        words_colour = looks.get("colour")
        if not words_colour or any(looks.get(edge) for edge in EDGES):
            return Sight.SEEN
        behind = self._behind(looks, around, run)
        is_gone = behind is not UNKNOWN and is_unseen(words_colour, behind)
        return Sight.UNSEEN if is_gone else Sight.SEEN

    def _of_paragraph(self, paragraph: etree._Element | None) -> str:
        """The style of a paragraph; one that is not in the file is the ordinary one."""
        named = _named(paragraph, "pPr", "pStyle")
        return named if named in self._styles else self._paragraph

    def _is_switched_on(self, *styles: Mapping[str, Any]) -> bool:
        if self._ordinary.get("hidden"):
            return True
        return sum(bool(style.get("hidden")) for style in styles) % 2 == 1

    def _resolved(self, name: str) -> dict[str, Any]:
        """What a style says, with what it stands on."""
        if name not in self._known:
            looks: dict[str, Any] = {}
            for style in self._chain(name):
                looks = style.looks | looks
            self._known[name] = looks
        return self._known[name]

    def _chain(self, name: str) -> Iterator[_Style]:
        for _ in range(DEEPEST):
            if name not in self._styles:
                return
            yield self._styles[name]
            name = self._styles[name].stands_on

    def _behind(
        self, looks: Mapping[str, Any], around: list[etree._Element], run: etree._Element
    ) -> Any:
        """The colour behind words; `UNKNOWN` where that cannot be told from them."""
        if back := looks.get("run_back"):
            return back
        by_style = looks.get("paragraph_back")
        is_floating = False
        for one in around:
            tag = xml.local(one)
            if tag == "txbxContent":
                if (back := by_style or _behind_shape(one)) is not None:
                    return back
                is_floating = True
                continue
            properties = _child(one, SHADED[tag])
            if back := _shade_of(properties, "own").get("own_back"):
                return back
            if tag == "p" and by_style:
                return by_style
            if tag == "tbl" and self._has_shades(one):
                return UNKNOWN
        if self._grounds_of(run).may_lie_behind(run, is_floating):
            return UNKNOWN
        return self._page if self._shows_page else None

    def _grounds_of(self, run: etree._Element) -> Grounds:
        root = run.getroottree().getroot()
        if self._grounds is None or self._grounds.root is not root:
            self._grounds = Grounds(root)
        return self._grounds

    def _has_shades(self, table: etree._Element) -> bool:
        return any(style.has_shades for style in self._chain(_named(table, "tblPr", "tblStyle")))


LEARNT = {
    "style": WordLooks.define,
    "rPrDefault": WordLooks.define_ordinary,
    "background": WordLooks.define_page,
    "displayBackgroundShape": WordLooks.define_shown_page,
}


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next((child for child in element if xml.local(child) == name), None)


def _named(element: etree._Element | None, properties: str, name: str) -> str:
    """The style that an element names; '' for none."""
    reference = _child(_child(element, properties), name)
    return "" if reference is None else xml.plain_attributes(reference).get("val", "")


def _looks(properties: etree._Element | None) -> dict[str, Any]:
    """What the properties of characters say of being seen; only what they say."""
    looks: dict[str, Any] = {}
    for element in [] if properties is None else properties:
        tag, attributes = xml.local(element), xml.plain_attributes(element)
        if tag == "vanish":
            looks["hidden"] = is_on(attributes)
        elif tag in EDGES:
            looks[tag] = _is_edge(element, attributes)
        elif tag == "color":
            looks.setdefault("colour", word_colour(attributes, "val", "themeColor"))
        elif tag == "textFill":
            looks["colour"] = _colour_of(_child(element, "solidFill"))
        elif tag == "sz":
            looks["points"] = _points(attributes.get("val", ""))
        elif tag == "highlight":
            looks["run_back"] = _highlight(attributes.get("val", ""))
    return looks | (_shade_of(properties, "run") if not looks.get("run_back") else {})


def _is_edge(element: etree._Element, attributes: Mapping[str, str]) -> bool:
    """Whether an effect of letters shows; one without a size stands for none."""
    sizes = {attributes[name] for name in ("blurRad", "dist", "rad") if name in attributes}
    return is_on(attributes) and _child(element, "noFill") is None and sizes != {"0"}


def _colour_of(filling: etree._Element | None) -> str | None:
    """The colour of a filling as shapes have it; None for one that is changed or not plain.

    What stands in a colour makes it darker, lighter or clear: WPS writes grey as changed white.
    """
    for element in [] if filling is None else filling.iterchildren("{*}srgbClr", "{*}schemeClr"):
        value = xml.plain_attributes(element).get("val", "")
        is_changed = next(element.iterchildren(etree.Element), None) is not None
        found = word_colour({"themeColor": value}, "val", "themeColor") or colour(value)
        return None if is_changed else found
    return None


def _points(value: str) -> float | None:
    """A size: half points, or with its unit."""
    if value.endswith("pt"):
        return number(value.removesuffix("pt"))
    halves = number(value)
    return None if halves is None else halves / 2


def _highlight(name: str) -> Any:
    """What a text marker leaves; its colours have names, and all but white are seen."""
    if name == "none":
        return None
    return "FFFFFF" if name == "white" else UNKNOWN


def _shade_of(properties: etree._Element | None, of: str) -> dict[str, Any]:
    shade = _child(properties, "shd")
    back = None if shade is None else _shade(shade)
    return {f"{of}_back": back} if back else {}


def _shade(shade: etree._Element) -> Any:
    """The colour of a shade; None where there is none, `UNKNOWN` where two colours mix."""
    attributes = xml.plain_attributes(shade)
    if attributes.get("val") in NO_FILL:
        return None
    if attributes.get("val") not in PLAIN_PATTERNS:
        return UNKNOWN
    if attributes.get("val") == "solid":
        return word_colour(attributes, "color", "themeColor") or "000000"
    return word_colour(
        {name.replace("themeFill", "theme"): value for name, value in attributes.items()},
        "fill",
        "theme",
    )


def _behind_shape(text: etree._Element) -> Any:
    """What lies behind the words of a text box: its own filling, or nothing that can be told."""
    shape = text.getparent()
    shape = None if shape is None else shape.getparent()
    properties = _child(shape, "spPr")
    if properties is None:
        return UNKNOWN
    fill = next((each for each in properties if xml.local(each) in {*FILLS, "noFill"}), None)
    if fill is None or xml.local(fill) == "noFill":
        return None if fill is not None else UNKNOWN
    return (_colour_of(fill) or UNKNOWN) if xml.local(fill) == "solidFill" else UNKNOWN
