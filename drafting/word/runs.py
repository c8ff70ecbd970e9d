"""The words of one paragraph: runs with what survives of their looks, and what hangs on them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from drafting import signs
from drafting.addresses import kept_address
from drafting.characters import cleaned
from drafting.flow import MOST_TOLD, Run
from drafting.heights import Standing, height_of, line_of
from drafting.word.fields import COUNTING, SILENT, Field, Fields, drawn, link_of
from drafting.word.names import MC, W14, WP, WPS, A, M, R, V, W, points, shows_hint, switch, value
from drafting.word.shapes import art, is_hidden, outside_boxes
from drafting.word.styles import Styles
from media.examine.office_styles import Sight, WordLooks
from media.examine.relations import Relation

# Elements that only wrap what is read.
WRAPPERS = frozenset(
    W + name for name in ("smartTag", "customXml", "ins", "moveTo", "dir", "bdo", "sdtContent")
)
KNOWN_CHOICES = (f"{WPS}txbx", f"{A}blip", f"{A}t", f"{V}textbox", f"{V}imagedata")
DRAWINGS = (f"{W}sym", f"{W}drawing", f"{W}pict")
DRAWN = {"chart": "chart", "diagram": "diagram"}
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}")
LINE_BREAKS = frozenset({None, "textWrapping"})
HEIGHTS = {"superscript": "super", "subscript": "sub"}


@dataclass(frozen=True)
class Drawn:
    """A picture that a run names: the id of its relation, its name and description."""

    relation: str
    name: str
    alt: str


@dataclass
class Words:
    """What one paragraph says. `boxes` are the contents of its text boxes, `art` words drawn."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    art: list[str] = field(default_factory=list)
    findings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    hid: bool = False  # something takes no room
    faded_until: int = 0  # how many runs there are with the last that nobody can read
    line: Standing | None = None  # known once something does not stand on it

    def tell(self, code: str, **facts: Any) -> None:
        self.findings.append((code, facts))

    def fade(self, text: str) -> None:
        """Tell words that can hardly be read; what goes on from one run to the next is one."""
        is_next = bool(self.findings) and self.faded_until == len(self.runs)
        if is_next and self.findings[-1][0] == "unseen":
            text = self.findings.pop()[1]["words"] + text
        self.tell("unseen", words=text.strip()[:MOST_TOLD])
        self.faded_until = len(self.runs) + 1


class RunReader:
    """Reads the runs of paragraphs in one part; fields may go on from one to the next."""

    def __init__(
        self,
        styles: Styles,
        word_looks: WordLooks,
        targets: dict[str, Relation],
        note_mark: Callable[[str, str], str],
    ) -> None:
        self._styles = styles
        self._word_looks = word_looks
        self._targets = targets
        self._note_mark = note_mark
        self._fields = Fields()

    def read(self, paragraph: etree._Element, style_id: str) -> Words:
        words = Words()
        self._inline(paragraph, _Around(words, style_id, paragraph))
        return words

    def _inline(self, element: etree._Element, around: "_Around") -> None:
        for child in element.iterchildren(etree.Element):
            if child.tag == f"{W}r":
                self._run(child, around)
            elif child.tag == f"{W}hyperlink":
                self._inline(child, around.linked(self._address(child, around.words)))
            elif child.tag == f"{W}fldSimple":
                link = link_of(str(child.get(f"{W}instr", "")))
                self._inline(child, around.linked(link) if link else around)
            elif child.tag == f"{W}sdt":
                self._control(child, around)
            elif child.tag in WRAPPERS:
                self._inline(child, around)
            elif child.tag == f"{MC}AlternateContent":
                self._inline(chosen(child), around)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                formula = "".join(text.text or "" for text in child.iter(f"{M}t"))
                around.words.runs.append(Run(cleaned(formula)))
                around.words.tell("formula", words=formula[:MOST_TOLD])

    def _control(self, element: etree._Element, around: "_Around") -> None:
        """A content control; one that nobody has filled in shows its hint, which is no text."""
        content = element.find(f"{W}sdtContent")
        box = element.find(f"{W}sdtPr/{W14}checkbox")
        if box is not None and not _prints(content):
            ticked = box.find(f"{W14}checked")
            is_ticked = ticked is not None and ticked.get(f"{W14}val", "1") in ("1", "true", "on")
            around.words.runs.append(Run(signs.TICKED if is_ticked else signs.UNTICKED))
        elif box is None and shows_hint(element):
            around.words.tell("placeholder")
        elif content is not None:
            self._inline(content, around)

    def _address(self, element: etree._Element, words: Words) -> str:
        relation = self._targets.get(str(element.get(f"{R}id", "")))
        if relation is None or not relation.external:
            return ""  # a place in the same document
        address = kept_address(relation.target)
        if not address:
            words.tell("link_dropped", target=relation.target[:80])
        return address

    def _run(self, run: etree._Element, around: "_Around") -> None:
        looks = self._looks(run, around)
        for child in run.iterchildren(etree.Element):
            self._piece(child, looks, around)

    def _looks(self, run: etree._Element, around: "_Around") -> "_Looks":
        properties = run.find(f"{W}rPr")
        run_style, style_id = value(properties, "rStyle"), around.style_id

        def is_on(name: str) -> bool:
            state = switch(properties, name)
            if state is not None:
                return state
            # Styles of runs and of paragraphs toggle one another (17.7.3).
            return self._styles.switch(run_style, name) != self._styles.switch(style_id, name)

        fonts = properties.find(f"{W}rFonts") if properties is not None else None
        return _Looks(
            bold=is_on("b"),
            sight=self._word_looks.sight(run),
            struck=is_on("strike") or is_on("dstrike"),
            capitals=is_on("caps"),
            height=self._height(properties, run_style, around),
            font=str(fonts.get(f"{W}ascii", "")) if fonts is not None else "",
        )

    def _height(
        self, properties: etree._Element | None, run_style: str | None, around: "_Around"
    ) -> str:
        called = value(properties, "vertAlign") or self._styles.run_value(run_style, "vertAlign")
        if called in HEIGHTS:
            return HEIGHTS[called]
        own = self._standing(properties, around.style_id)
        return height_of(own, self._line(around)) if own.rise else ""

    def _line(self, around: "_Around") -> Standing:
        """The line on which the words of a paragraph stand."""
        words = around.words
        if words.line is None:
            runs = outside_boxes(around.paragraph, f"{W}r")
            words.line = line_of(
                self._standing(run.find(f"{W}rPr"), around.style_id)
                for run in runs
                if (run.findtext(f"{W}t") or "").strip()
            )
        return words.line

    def _standing(self, properties: etree._Element | None, style_id: str) -> Standing:
        def of(name: str) -> float | None:
            styles = (value(properties, "rStyle"), style_id)
            found = (value(properties, name), *(self._styles.run_value(s, name) for s in styles))
            return points(next((text for text in found if text is not None), None))

        return Standing(of("position") or 0.0, of("sz"))

    def _piece(self, child: etree._Element, looks: "_Looks", around: "_Around") -> None:
        name = child.tag
        if name == f"{W}fldChar":
            ended = self._fields.mark(child)
            if ended is not None and self._fields.is_shown:
                self._without_result(ended, looks, around)
        elif name in (f"{W}instrText", f"{W}delInstrText"):
            self._fields.instruct(child.text or "")
        elif name == f"{MC}AlternateContent":
            for inner in chosen(child).iterchildren(etree.Element):
                self._piece(inner, looks, around)
        elif not self._fields.is_shown:
            return
        elif name in (f"{W}drawing", f"{W}pict", f"{W}object"):
            if looks.sight is Sight.HIDDEN or is_hidden(child):
                _hide_drawing(child, around.words)
            else:
                self._drawing(child, around.words)
        else:
            self._write(self._text(child, looks, around), looks, around)

    def _without_result(self, ended: Field, looks: "_Looks", around: "_Around") -> None:
        if ended.form is not None:
            self._write(ended.form, looks, around)
        elif text := drawn(ended.instruction):
            self._write(text, looks, around)
        elif ended.name == "EQ":
            around.words.tell("formula", words=ended.instruction.strip()[:MOST_TOLD])
        elif ended.name in COUNTING:
            around.words.tell("number_field", name=ended.name)
        elif ended.name not in SILENT:
            around.words.tell("field_missing", name=ended.name[:MOST_TOLD])

    def _text(self, child: etree._Element, looks: "_Looks", around: "_Around") -> str:
        """What a piece of a run prints."""
        name = child.tag
        if name == f"{W}t":
            return self._typed(child.text or "", looks, around)
        if name in (f"{W}tab", f"{W}ptab"):
            return "\t"
        if name == f"{W}cr" or (name == f"{W}br" and child.get(f"{W}type") in LINE_BREAKS):
            return "\n"
        if name == f"{W}noBreakHyphen":
            return "-"
        if name == f"{W}sym":
            return self._symbol(child, around.words)
        if name == f"{W}ruby":
            return self._ruby(child, around.words)
        if name in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnotes" if name == f"{W}footnoteReference" else "endnotes"
            own_mark = child.get(f"{W}customMarkFollows", "0") not in ("0", "false", "off")
            mark = self._note_mark(kind, str(child.get(f"{W}id", "")))
            return "" if own_mark else mark
        return ""

    def _ruby(self, element: etree._Element, words: Words) -> str:
        """The words, and how they are read in brackets, as browsers without ruby print it."""
        base, reading = (
            "".join(self._seen_of(run, words) for run in element.iterfind(f"{W}{name}//{W}r"))
            for name in ("rubyBase", "rt")
        )
        return f"{base}（{reading}）" if reading else base

    def _seen_of(self, run: etree._Element, words: Words) -> str:
        text = "".join(piece.text or "" for piece in run.iterfind(f"{W}t"))
        sight = self._word_looks.sight(run)
        if _hide(text, sight, words):
            return ""
        if sight is Sight.UNSEEN and text.strip():
            words.fade(text)
        return text

    def _typed(self, text: str, looks: "_Looks", around: "_Around") -> str:
        return signs.PRIVATE_USE.sub(
            lambda match: self._sign(looks.font, ord(match[0]), around.words), text
        )

    def _symbol(self, element: etree._Element, words: Words) -> str:
        """A sign by its code in a font; one without a code is none."""
        code = str(element.get(f"{W}char", ""))
        is_code = HEXADECIMAL.fullmatch(code)
        return self._sign(str(element.get(f"{W}font", "")), int(code, 16), words) if is_code else ""

    def _sign(self, font: str, code: int, words: Words) -> str:
        sign = signs.from_font(font, code)
        if sign == signs.MISSING:
            words.tell("unknown_sign", font=font or "?", sign=f"{code:X}")
        return sign

    def _write(self, text: str, looks: "_Looks", around: "_Around") -> None:
        if not text:
            return
        words = around.words
        is_hidden = _hide(text, looks.sight, words)
        if is_hidden or looks.struck:
            if not is_hidden and text.strip():
                words.tell("struck", words=text.strip()[:MOST_TOLD])
            return
        text = cleaned(text.upper() if looks.capitals else text)
        if looks.sight is Sight.UNSEEN and text.strip():
            words.fade(text)
        if looks.height and text.strip():
            text = self._at_height(text, looks.height, words)
        link = around.link or self._fields.link
        words.runs.append(Run(text, looks.bold, link))

    @staticmethod
    def _at_height(text: str, height: str, words: Words) -> str:
        is_set = signs.raised(text) if height == "super" else signs.lowered(text)
        if is_set is None and text not in signs.STANDING:
            words.tell("signs", words=text[:MOST_TOLD])
        return text if is_set is None else is_set

    def _drawing(self, element: etree._Element, words: Words) -> None:
        described = element.find(f".//{WP}docPr")
        alt = str(described.get("descr", "")) if described is not None else ""
        name = str(described.get("name", "")) if described is not None else ""
        words.boxes += outside_boxes(element, f"{W}txbxContent")
        words.art += art(element)
        for blip in outside_boxes(element, f"{A}blip"):
            self._picture(blip, name, alt, words)
        for image in outside_boxes(element, f"{V}imagedata"):
            shape = image.getparent()
            described_as = str(shape.get("alt", "")) if shape is not None else ""
            self._picture(image, str(image.get("title", "")), described_as, words)
        for data in element.iter(f"{A}graphicData"):
            kind = str(data.get("uri", "")).rpartition("/")[2]
            if kind in DRAWN:
                words.tell(DRAWN[kind])
        if element.tag == f"{W}object":
            words.tell("embedded")

    def _picture(self, element: etree._Element, name: str, alt: str, words: Words) -> None:
        relation = element.get(f"{R}embed") or element.get(f"{R}id")
        if relation is None:
            words.tell("linked_picture")
        else:
            words.pictures.append(Drawn(str(relation), name, alt))


@dataclass(frozen=True)
class _Looks:
    bold: bool
    sight: Sight
    struck: bool
    capitals: bool
    height: str
    font: str


@dataclass(frozen=True)
class _Around:
    """What holds for the runs of a stretch: whose words they are, their style and link."""

    words: Words
    style_id: str
    paragraph: etree._Element
    link: str = ""

    def linked(self, link: str) -> "_Around":
        return replace(self, link=link or self.link)


def chosen(element: etree._Element) -> etree._Element:
    """One of the alternatives of the same content: the newer one where we know what it holds."""
    choice, fallback = element.find(f"{MC}Choice"), element.find(f"{MC}Fallback")
    if choice is None:
        return fallback if fallback is not None else element.makeelement(f"{MC}Choice")
    is_known = any(next(choice.iter(tag), None) is not None for tag in KNOWN_CHOICES)
    return choice if is_known or fallback is None else fallback


def _prints(content: etree._Element | None) -> bool:
    """Whether anything of a control is seen."""
    if content is None:
        return False
    is_drawn = next(content.iter(*DRAWINGS), None) is not None
    return is_drawn or any((text.text or "").strip() for text in content.iter(f"{W}t"))


def _hide(text: str, sight: Sight, words: Words) -> bool:
    """Whether words are left out because the file marks them as not shown."""
    if sight is not Sight.HIDDEN:
        return False
    words.hid = True
    if text.strip():
        words.tell("hidden", words=text.strip()[:MOST_TOLD])
    return True


def _hide_drawing(element: etree._Element, words: Words) -> None:
    """A drawing that is not shown: its words are told, else that there is one."""
    typed = "".join(element.itertext(f"{W}t", f"{A}t")) or "".join(art(element))
    if typed.strip():
        words.tell("hidden", words=typed.strip()[:MOST_TOLD])
    else:
        words.tell("hidden_picture")
