"""Automatic numbers: what Word and WPS print before a paragraph (ECMA-376, 17.9).

Counters belong to the abstract list, so two lists that share one run on; `w:startOverride` makes
a list begin anew where it is used first.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from drafting import signs
from drafting.number import BULLET, Number
from drafting.numerals import is_known, numeral
from drafting.word.names import MC, VAL, W, number, switch, value
from drafting.word.styles import Styles, style_of_list

LEVELS = 9
PLACEHOLDER = re.compile(r"%([1-9])")
NEVER_RESTARTS = 0

KEPT_BY_LEGAL = frozenset({"decimal", "decimalZero"})  # `w:isLgl` makes the others decimal


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and prints."""

    start: int = 0
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    restarts_after: int | None = None  # the level, from 1, that makes it begin anew
    style: str = ""
    is_hidden: bool = False
    padding: int = 0  # digits, in formats of one's own such as 001
    symbol_font: str = ""

    def words(self, count: int) -> str:
        """The number alone, as this level forms it."""
        if self.padding:
            return f"{count:0{self.padding}}"
        return numeral(count, self.number_format)


@dataclass
class _List:
    """One `w:num`: which abstract list it counts in, and what it changes of it."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of one document, in their order."""

    def __init__(
        self, root: etree._Element | None, styles: Styles, styles_root: etree._Element | None
    ) -> None:
        self._styles = styles
        self._lists = _lists(root, styles_root)
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * LEVELS)
        self._begun: set[tuple[str, int]] = set()
        self.unknown_formats: set[str] = set()

    def of(self, properties: etree._Element | None, style_id: str) -> Number | None:
        """Count a paragraph and return its number; None where it has none."""
        wanted = self._wanted(properties, style_id)
        if wanted is None:
            return None
        list_id, level = wanted
        return self._count(list_id, level)

    def _wanted(self, properties: etree._Element | None, style_id: str) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, then those of its styles."""
        own = properties.find(W + "numPr") if properties is not None else None
        list_id, level = value(own, "numId"), number(value(own, "ilvl"))
        passed: list[str] = []
        for style in self._styles.chain(style_id):
            if list_id is not None and level is not None:
                break
            passed.append(style.id)
            inherited = style.paragraph.find(W + "numPr") if style.paragraph is not None else None
            if inherited is None:
                continue
            level = number(value(inherited, "ilvl")) if level is None else level
            list_id = value(inherited, "numId") if list_id is None else list_id
        if list_id is None or list_id not in self._lists:
            return None  # also "0", which switches a number off
        if value(own, "ilvl") is None and (linked := self._linked(list_id, passed)) is not None:
            level = linked
        return list_id, min(max(level or 0, 0), LEVELS - 1)

    def _linked(self, list_id: str, style_ids: list[str]) -> int | None:
        """The level that names one of these styles as its own."""
        levels = self._lists[list_id].levels
        for style_id in style_ids:
            for place, level in levels.items():
                if level.style == style_id:
                    return place
        return None

    def _count(self, list_id: str, place: int) -> Number | None:
        used = self._lists[list_id]
        level = used.levels.get(place)
        if level is None:
            return None
        counts = self._counts[used.abstract]
        if place in used.starts and (list_id, place) not in self._begun:
            counts[place] = None
        self._begun.add((list_id, place))
        previous = counts[place]
        start = used.starts.get(place, level.start)
        counts[place] = start if previous is None else previous + 1
        for deeper in range(place + 1, LEVELS):
            if _begins_anew(used.levels.get(deeper), place):
                counts[deeper] = None
        if level.is_hidden:
            return None
        is_bullet = level.number_format == "bullet"
        return Number(self._text(used, place, counts), level.suffix, place + 1, is_bullet)

    def _text(self, used: _List, place: int, counts: list[int | None]) -> str:
        level = used.levels[place]
        if level.number_format == "bullet":
            return _bullet(level)

        def words(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            named = used.levels.get(at)
            if named is None or at > place:
                return ""
            count = counts[at]
            if count is None:
                count = used.starts.get(at, named.start)
            if not is_known(named.number_format):
                self.unknown_formats.add(named.number_format)
            if level.is_legal and named.number_format not in KEPT_BY_LEGAL:
                return str(count)
            return named.words(count)

        return PLACEHOLDER.sub(words, level.text)


def _begins_anew(deeper: Level | None, after: int) -> bool:
    """Whether a level begins anew after a paragraph of the level `after`, counted from 0."""
    if deeper is None or deeper.restarts_after is None:
        return True
    return deeper.restarts_after != NEVER_RESTARTS and after < deeper.restarts_after


def _bullet(level: Level) -> str:
    """The sign of a bullet; what only a font of symbols shows becomes what it looks like."""
    font = level.symbol_font or "symbol"
    text = signs.PRIVATE_USE.sub(lambda m: signs.from_font(font, ord(m[0])), level.text)
    return text.replace(signs.MISSING, BULLET)


def _lists(root: etree._Element | None, styles_root: etree._Element | None) -> dict[str, _List]:
    """Every `w:num` by its id."""
    if root is None:
        return {}
    abstracts = {str(a.get(W + "abstractNumId")): a for a in root.iterfind(W + "abstractNum")}
    elements = {str(num.get(W + "numId")): num for num in root.iterfind(W + "num")}
    made = {}
    for list_id, element in elements.items():
        abstract = _followed(value(element, "abstractNumId"), abstracts, elements, styles_root)
        if list_id != "0" and abstract is not None:
            made[list_id] = _list(element, abstract, abstracts[abstract])
    return made


def _followed(
    abstract: str | None,
    abstracts: dict[str, etree._Element],
    elements: dict[str, etree._Element],
    styles_root: etree._Element | None,
) -> str | None:
    """The abstract list that has the levels: one may only name a style, which names a list."""
    seen: set[str] = set()
    while abstract in abstracts and abstract not in seen:
        seen.add(abstract)
        link = value(abstracts[abstract], "numStyleLink")
        if link is None:
            return abstract
        list_id = style_of_list(styles_root, link)
        abstract = value(elements.get(list_id or ""), "abstractNumId")
    return None


def _list(element: etree._Element, abstract_id: str, abstract: etree._Element) -> _List:
    levels = {_place(level): _level(level) for level in abstract.iterfind(W + "lvl")}
    made = _List(abstract_id, levels)
    for override in element.iterfind(W + "lvlOverride"):
        place = _place(override)
        replacement = override.find(W + "lvl")
        if replacement is not None:
            made.levels[place] = _level(replacement)
        start = number(value(override, "startOverride"))
        if start is not None:
            made.starts[place] = start
    return made


def _place(element: etree._Element) -> int:
    return number(element.get(W + "ilvl")) or 0


def _level(element: etree._Element) -> Level:
    number_format, padding = _format(element)
    run = element.find(W + "rPr")
    fonts = run.find(W + "rFonts") if run is not None else None
    is_picture = element.find(W + "lvlPicBulletId") is not None
    return Level(
        start=number(value(element, "start")) or 0,
        number_format="bullet" if is_picture else number_format,
        text=value(element, "lvlText") or (BULLET if is_picture else ""),
        suffix=value(element, "suff") or "tab",
        is_legal=bool(switch(element, "isLgl")),
        restarts_after=number(value(element, "lvlRestart")),
        style=value(element, "pStyle") or "",
        is_hidden=bool(switch(run, "vanish")),
        padding=padding,
        symbol_font=str(fonts.get(W + "ascii", "")) if fonts is not None else "",
    )


def _format(element: etree._Element) -> tuple[str, int]:
    """The format of a level, and the digits of one such as `001, 002, 003, ...`.

    Newer programs write the latter as a choice; who does not know it reads the fallback.
    """
    found = element.find(W + "numFmt")
    if found is None:
        found = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if found is None:
        return "decimal", 0
    if found.get(VAL) != "custom":
        return str(found.get(VAL, "decimal")), 0
    first = str(found.get(W + "format", "")).partition(",")[0].strip()
    return "decimal", len(first) if first.isdecimal() else 0
