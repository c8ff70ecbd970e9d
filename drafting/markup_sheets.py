"""Style sheets within a page: what their rules say of being seen is written to the elements.

Read are rules for elements, classes and ids, also within one another, as a wide screen has them.
Of other rules it only matters whether they would take words away, which are doubted then, and
whether they paint: what lies behind such elements is not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from drafting.declarations import COMMENT, declared, each
from drafting.markup_unseen import OUT_OF_LINE, PLACES, STRIKING, is_hidden, is_struck

PROPERTIES = STRIKING | frozenset((
    "display", "visibility", "content-visibility", "mso-hide", "opacity", "filter", "color",
    "background", "background-color", "background-image", "font-size", "position", "left", "top",
    "right", "bottom", "clip", "clip-path", "overflow", "width", "height", "max-width",
    "max-height", "text-indent", "transform", "text-shadow", "-webkit-text-fill-color",
    "-webkit-text-stroke", "-webkit-text-stroke-width", "background-clip",
    "-webkit-background-clip", "animation", "animation-name",
))  # fmt: skip
BRACES = re.compile(r"([{}])")
QUOTED_BRACES = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
IMPORTED = re.compile(r"@import\b", re.IGNORECASE)
READ_WITHIN = ("@media", "@layer", "@supports")
CONDITION = re.compile(r"\((?!\s*min-width)")
WORD = r"[\w\-\u0080-\U0010ffff]++"
COMPOUND = re.compile(rf"({WORD}|\*)?+((?:[.#]{WORD}|\[[\w-]++\])*+)")
NAME = re.compile(rf"([.#\[])({WORD})")
COMBINATOR = re.compile(r"(\s*>\s*|\s+)")
ANY_COMBINATOR = re.compile(r"[\s>+~]+")
WITH_VALUE = re.compile(r"\[\s*+([\w-]++)[^\[\]]*+\]")
# States that a page is not in before anybody touches it, and what is no element of it.
ELSEWHERE = re.compile(
    r"::|:(?:hover|focus|active|visited|target|before|after|first-line|first-letter|checked|empty)"
)
BESIDE = re.compile(r":(?:before|after)\b")
ALWAYS = re.compile(r":(?:any-link|link|root)\b")
DEEPEST_SELECTOR = 6
DEEPEST_RULE = 6
MOST_LOOKS = 300_000  # at elements, for all rules together
LOOKS_OF_SELECTOR = 10  # reading one takes as long
MOST_WRITTEN = 4_000_000  # characters, to all elements together
LONGEST_VALUE = 100
LONGEST_CONDITION = 200
UNWRITABLE = re.compile(r"[\"';:\\*]")  # would end a declaration within a style, or begin another
UNKNOWN = "var()"
STRONGEST = (1 << 20, 0, 0)

Declared = dict[str, tuple[str, bool]]  # values, and whether they are marked as important
Weight = tuple[int, int, int]


@dataclass(frozen=True)
class _Compound:
    """What one element must be; `is_parent` of the next one, else anywhere around it."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[str, ...]
    is_parent: bool

    def fits(self, element: etree._Element) -> bool:
        return (
            self.tag in ("", "*", element.tag)
            and all(element.get("id") == name for name in self.ids)
            and set(self.classes) <= set(element.get("class", "").split())
            and all(element.get(name) is not None for name in self.attributes)
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
    written: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether there was more than is read."""
        return self.looks > MOST_LOOKS or self.written > MOST_WRITTEN

    def add(self, selectors: list[str], declarations: Declared, *, is_sure: bool) -> None:
        """Give a rule to the elements that it is for."""
        hides, unknown = _takes_away(declarations), _unknown(declarations)
        for selector in selectors:
            self.looks += LOOKS_OF_SELECTOR
            if self.is_cut:
                return
            if ELSEWHERE.search(selector):
                if unknown and BESIDE.search(selector):
                    self._give(_last(selector), STRONGEST, unknown)
                continue
            compounds = _compounds(selector)
            if compounds and is_sure:
                self._give(compounds, _weight(compounds), declarations)
                continue
            compounds = compounds or _last(selector)
            if unknown:
                self._give(compounds, STRONGEST, unknown)
            if hides:
                self.doubted.update(self._fitting(compounds))

    def doubt(self, element: etree._Element) -> None:
        """Rules that were not read may hide an element, or lay a ground behind its words."""
        self.doubted.add(element)
        self._note(element, STRONGEST, {"background-image": (UNKNOWN, False)})

    def _give(self, compounds: list[_Compound], weight: Weight, declarations: Declared) -> None:
        for element in self._fitting(compounds):
            self.looks += len(declarations)
            self._note(element, weight, declarations)

    def _note(self, element: etree._Element, weight: Weight, declarations: Declared) -> None:
        rules = self.found.setdefault(element, [])
        rules.append((weight, len(rules), declarations))

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
        """Put what counts before what the elements say themselves, which goes on to stand above."""
        for element, rules in self.found.items():
            own = element.get("style", "")
            counting: dict[str, tuple[str, bool]] = {}
            for _weight, _order, declarations in sorted(rules, key=lambda rule: rule[:2]):
                for name, (value, marked) in declarations.items():
                    if marked or not counting.get(name, ("", False))[1]:
                        counting.pop(name, None)
                        counting[name] = value, marked
            if not _is_out_of_line(counting, own):  # what moves a little is no height of a sheet
                for name in ("position", *PLACES):
                    counting.pop(name, None)
            written = ";".join(
                f"{name}:{value}{'!important' * marked}"
                for name, (value, marked) in counting.items()
            )
            self.written += len(written)
            if self.written > MOST_WRITTEN:
                return
            element.set("style", f"{written};{own}")


def apply(root: etree._Element) -> set[etree._Element]:
    """Write what the style sheets of a page say to its elements.

    Returns those that may be hidden by a rule or a whole sheet that was not read.
    """
    elements = _by_name(root)
    css = "\n".join(map(_of_sheet, elements.get("style", ())))
    cascade = _Cascade(elements)
    for outer, selectors, body in _rules(css):
        declarations = _of_seeing(body)
        if not declarations or any(map(_is_for_others, outer)):
            continue
        chosen = [ALWAYS.sub("", one).strip() for one in selectors.split(",") if one.strip()]
        cascade.add(chosen, declarations, is_sure=all(map(_is_read_within, outer)))
    if cascade.is_cut or IMPORTED.search(css) or _has_sheets_elsewhere(elements):
        cascade.doubt(root)
        for element in elements["*"]:
            if element.get("class"):
                cascade.doubt(element)
    cascade.write()
    if cascade.is_cut:
        cascade.doubted.update(elements["*"])
    return cascade.doubted


def _of_sheet(sheet: etree._Element) -> str:
    """The rules of a sheet within what it is for."""
    media = BRACES.sub("", sheet.get("media") or "all")
    return f"@media {media}{{{_without_comments(sheet.text or '')}}}"


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
            before = text.rpartition(";")[2].strip()
            is_long = before.startswith("@") and len(before) > LONGEST_CONDITION
            opened.append("@" if is_long else before)
        elif piece == "}" and opened:
            selectors = opened.pop()
            if text.strip() and not selectors.startswith("@"):
                yield opened if len(opened) < DEEPEST_RULE else [""], selectors, text
        text = "" if piece in ("{", "}") else piece


def _of_seeing(style: str) -> Declared:
    """The declarations that may decide whether words are seen."""
    found: Declared = {}
    for name, value, marked in each(style):
        is_last_word = marked or not found.get(name, ("", False))[1]
        if name in PROPERTIES and is_last_word and (kept := _writable(name, value)):
            found.pop(name, None)
            found[name] = kept, marked
    return found


def _writable(name: str, value: str) -> str:
    """A value as it can stand among others; '' for one that cannot and says nothing."""
    if len(value) > LONGEST_VALUE or value.rfind("(") > value.rfind(")"):
        return UNKNOWN if name.startswith("background") else ""
    return UNWRITABLE.sub("", value)


def _takes_away(declarations: Declared) -> bool:
    style = {name: value for name, (value, _) in declarations.items()}
    return is_hidden(style) or is_struck(style)


def _unknown(declarations: Declared) -> Declared:
    """What an element may have of a rule that is not known to be for it: another look."""
    names = {
        "background-image" if name.startswith("background") else name
        for name in declarations
        if name == "color" or name.startswith("background")
    }
    return {name: (UNKNOWN, False) for name in sorted(names)}


def _is_out_of_line(declarations: Declared, own: str) -> bool:
    """Whether an element with these and its own declarations stands anywhere on the page."""
    value, marked = declarations.get("position", ("", False))
    return (value if marked else declared(own).get("position", value)) in OUT_OF_LINE


def _weight(compounds: list[_Compound]) -> Weight:
    return (
        sum(len(one.ids) for one in compounds),
        sum(len(one.classes) + len(one.attributes) for one in compounds),
        sum(one.tag not in ("", "*") for one in compounds),
    )


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
    match = COMPOUND.match(ANY_COMBINATOR.split(WITH_VALUE.sub(r"[\1]", selector))[-1])
    return [_compound(match, is_parent=False)] if match else []


def _compound(match: re.Match[str], *, is_parent: bool) -> _Compound:
    names = NAME.findall(match[2])
    return _Compound(
        (match[1] or "").lower(),
        tuple(name for sign, name in names if sign == "#"),
        tuple(name for sign, name in names if sign == "."),
        tuple(name.lower() for sign, name in names if sign == "["),
        is_parent,
    )
