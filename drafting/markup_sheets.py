"""Style sheets within a page: what their rules say of being seen is written to the elements.

Read are rules for elements, classes and ids, also within one another, as a wide screen has them.
Of other rules it only matters whether they would take words away; those words are doubted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from drafting.declarations import COMMENT, each
from drafting.markup_sight import takes_colour_away
from drafting.markup_unseen import STRIKING, is_hidden, is_struck

PROPERTIES = frozenset((
    "display", "visibility", "content-visibility", "mso-hide", "opacity", "filter", "color",
    "background", "background-color", "background-image", "font-size", "position", "left", "top",
    "right", "bottom", "clip", "clip-path", "overflow", "width", "height", "max-width",
    "max-height", "text-indent", "transform", "text-shadow", "-webkit-text-fill-color",
    "-webkit-text-stroke", "-webkit-text-stroke-width",
))  # fmt: skip
BRACES = re.compile(r"([{}])")
QUOTED_BRACES = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
IMPORTED = re.compile(r"@import\b", re.IGNORECASE)
READ_WITHIN = ("@media", "@layer", "@supports")
CONDITION = re.compile(r"\((?!\s*min-width)")
COMPOUND = re.compile(r"([\w-]+|\*)?((?:[.#](?:[\w-]|[^\x00-\x7f])+)*)")
NAME = re.compile(r"([.#])((?:[\w-]|[^\x00-\x7f])+)")
COMBINATOR = re.compile(r"(\s*>\s*|\s+)")
# States that a page is not in before anybody touches it, and what is no element of it.
ELSEWHERE = re.compile(
    r"::|:(?:hover|focus|active|visited|target|before|after|first-line|first-letter|checked)"
)
ALWAYS = re.compile(r":(?:any-link|link|root)\b")
DEEPEST_SELECTOR = 6
DEEPEST_RULE = 6
MOST_LOOKS = 300_000  # at elements, for all rules together
INLINE = (1 << 20, 0, 0)

Declared = list[tuple[str, str, bool]]
Weight = tuple[int, int, int]


@dataclass(frozen=True)
class _Compound:
    """What one element must be; `is_parent` of the next one, else anywhere around it."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    is_parent: bool

    def fits(self, element: etree._Element) -> bool:
        return (
            self.tag in ("", "*", element.tag)
            and all(element.get("id") == name for name in self.ids)
            and set(self.classes) <= set(element.get("class", "").split())
        )

    @property
    def key(self) -> str:
        """The rarest name of the elements that may fit."""
        names = [f"#{name}" for name in self.ids] + [f".{name}" for name in self.classes]
        return names[0] if names else self.tag or "*"


@dataclass
class _Cascade:
    """Which declarations each element has, and whose words are in doubt."""

    elements: dict[str, list[etree._Element]]
    found: dict[etree._Element, list[tuple[Weight, int, Declared]]] = field(default_factory=dict)
    doubted: set[etree._Element] = field(default_factory=set)
    looks: int = 0

    def add(self, selector: str, declarations: Declared, *, is_sure: bool) -> None:
        """Give a rule to the elements that it is for."""
        compounds = _compounds(selector)
        if compounds and is_sure:
            weight = (
                sum(len(one.ids) for one in compounds),
                sum(len(one.classes) for one in compounds),
                sum(one.tag not in ("", "*") for one in compounds),
            )
            for element in self._fitting(compounds):
                rules = self.found.setdefault(element, [])
                rules.append((weight, len(rules), declarations))
        elif _takes_away(declarations):
            self.doubted.update(self._fitting(compounds or _last(selector)))

    def _fitting(self, compounds: list[_Compound]) -> Iterator[etree._Element]:
        for element in self.elements.get(compounds[-1].key, ()):
            self.looks += 1
            if self.looks > MOST_LOOKS:
                return
            if compounds[-1].fits(element) and self._is_within(compounds, element):
                yield element

    def _is_within(self, compounds: list[_Compound], element: etree._Element) -> bool:
        *before, _own = compounds
        if not before:
            return True
        for around in element.iterancestors():
            self.looks += 1
            if self.looks > MOST_LOOKS:
                break
            if before[-1].fits(around) and self._is_within(before, around):
                return True
            if before[-1].is_parent:
                break
        return False

    def write(self) -> None:
        """Put what counts behind what the elements say themselves."""
        for element, rules in self.found.items():
            own = element.get("style", "")
            rules.append((INLINE, 0, _of_seeing(own)))
            counting: dict[str, str] = {}
            for is_important in (False, True):
                for _weight, _order, declarations in sorted(rules, key=lambda rule: rule[:2]):
                    for name, value, marked in declarations:
                        if marked is is_important:
                            counting.pop(name, None)
                            counting[name] = value
            written = ";".join(f"{name}:{value}!important" for name, value in counting.items())
            element.set("style", f"{own};{written}" if own else written)


def apply(root: etree._Element) -> set[etree._Element]:
    """Write what the style sheets of a page say to its elements.

    Returns those that may be hidden by a rule or a whole sheet that was not read.
    """
    elements = _by_name(root)
    css = "\n".join(
        f"@media {sheet.get('media') or 'all'}{{{_without_comments(sheet.text or '')}}}"
        for sheet in elements.get("style", ())
    )
    cascade = _Cascade(elements)
    for outer, selectors, body in _rules(css):
        declarations = _of_seeing(body)
        if not declarations or any(map(_is_for_others, outer)):
            continue
        is_sure = all(map(_is_read_within, outer))
        for selector in map(str.strip, selectors.split(",")):
            if selector and not ELSEWHERE.search(selector):
                cascade.add(ALWAYS.sub("", selector).strip(), declarations, is_sure=is_sure)
    cascade.write()
    if cascade.looks > MOST_LOOKS or IMPORTED.search(css) or _has_sheets_elsewhere(elements):
        cascade.doubted.update(one for one in elements.get("*", ()) if one.get("class"))
    return cascade.doubted


def _without_comments(css: str) -> str:
    return QUOTED_BRACES.sub(
        lambda match: "''" if BRACES.search(match[0]) else match[0],
        COMMENT.sub("", css).replace("<!--", "").replace("-->", ""),
    )


def _by_name(root: etree._Element) -> dict[str, list[etree._Element]]:
    """All elements, by their tags, classes and ids."""
    named: dict[str, list[etree._Element]] = {}
    for element in root.iter(etree.Element):
        classes = (f".{name}" for name in element.get("class", "").split())
        for name in {"*", str(element.tag), f"#{element.get('id', '')}", *classes}:
            named.setdefault(name, []).append(element)
    return named


def _has_sheets_elsewhere(elements: dict[str, list[etree._Element]]) -> bool:
    """Whether sheets belong to the page that are not in it."""
    return any(
        "stylesheet" in link.get("rel", "").lower().split()
        and not _is_for_others(f"@media {link.get('media', '')}")
        for link in elements.get("link", ())
    )


def _is_for_others(outer: str) -> bool:
    """Whether rules are for paper or small screens, which a page is not compared with."""
    text = outer.lower()
    is_printed = "print" in text and "screen" not in text
    return text.startswith("@media") and (is_printed or "max-width" in text)


def _is_read_within(outer: str) -> bool:
    """Whether rules hold on a wide screen without anything else that would have to be known."""
    return outer.lower().startswith(READ_WITHIN) and not CONDITION.search(outer)


def _rules(css: str) -> Iterator[tuple[list[str], str, str]]:
    """Each rule: what it stands in, its selectors and its declarations."""
    opened: list[str] = []
    text = ""
    for piece in BRACES.split(css):
        if piece == "{":
            opened.append(text.rpartition(";")[2].strip())
        elif piece == "}" and opened:
            selectors = opened.pop()
            if text.strip() and not selectors.startswith("@"):
                yield opened if len(opened) < DEEPEST_RULE else [""], selectors, text
        text = "" if piece in ("{", "}") else piece


def _of_seeing(style: str) -> Declared:
    """The declarations that may decide whether words are seen."""
    return [one for one in each(style) if one[0] in PROPERTIES or STRIKING.fullmatch(one[0])]


def _takes_away(declarations: Declared) -> bool:
    style = {name: value for name, value, _ in declarations}
    return is_hidden(style) or is_struck(style) or takes_colour_away(style)


def _compounds(selector: str) -> list[_Compound]:
    """What the elements of a selector must be, from without to within; empty for others."""
    parts = COMBINATOR.split(selector)
    if len(parts) > DEEPEST_SELECTOR * 2:
        return []
    compounds = []
    for place in range(0, len(parts), 2):
        match = COMPOUND.fullmatch(parts[place])
        if match is None or not match[0]:
            return []
        is_parent = parts[place + 1 : place + 2] != [] and ">" in parts[place + 1]
        compounds.append(_compound(match, is_parent=is_parent))
    return compounds


def _last(selector: str) -> list[_Compound]:
    """The element itself of a selector, as far as it is read."""
    match = COMPOUND.match(COMBINATOR.split(selector)[-1])
    return [_compound(match, is_parent=False)] if match else []


def _compound(match: re.Match[str], *, is_parent: bool) -> _Compound:
    names = NAME.findall(match[2])
    return _Compound(
        (match[1] or "").lower(),
        tuple(name for sign, name in names if sign == "#"),
        tuple(name for sign, name in names if sign == "."),
        is_parent,
    )
