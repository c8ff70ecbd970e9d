"""What of a caption is words, and what only tells a player how to show them."""

import html
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import category

from pysubs2 import SSAStyle

from media.examine.characters import storable
from media.examine.seeing import is_tiny, number

# The tags of SRT and WebVTT; any other sign < belongs to the words. They come in pairs: one
# without its partner is the writer's, as in «若a<b则…».
TAG = re.compile(
    r"<(?P<end>/)?(?P<name>[bisuc]|ruby|rt|font|lang|v)(?:\.[^\s<>.]+)*"
    r"(?:[ \t](?P<words>[^<>\n]*))?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\[^{}\n]*\}",
    re.IGNORECASE,
)
NO_READING = re.compile(r"<rt>[ \t]*</rt>", re.IGNORECASE)
# Of these some words behind the name belong to the tag, and it may stand alone with them:
# `color="red"`, `zh-CN`.
ATTRIBUTED = frozenset({"font", "lang"})
ATTRIBUTE = re.compile(r"[a-z]+\s*=|[a-z]{2,3}(?:-[a-z0-9]+)*$", re.IGNORECASE)
# A tag of captions that was left among the words: without its partner, or without its end.
UNFINISHED = re.compile(
    r"</?(?:[bisuc]|ruby|rt|font|lang|v)(?:\.[^\s<>.]+)*(?:[ \t][^<>\n]*)?>"
    r"|</?(?:font|lang|v)(?:\.[^\s<>.]+)*[ \t][^<>\n]*(?=$|\n)",
    re.IGNORECASE,
)
# WebVTT names these, with their semicolon; anything else after & is an address's or the writer's.
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|lrm|rlm|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
JOINER = "\u200d"  # holds the parts of one picture sign together
BRACES = re.compile(r"\\(?P<sign>[{}])|\{[^}]*(?:\}|\Z)")
FILLING, PARTS = "1", frozenset("134")  # and the outline and the shadow of letters
LEAST_CLEAR = 0xF0  # of 0xFF: less than a sixteenth of a colour is seen by nobody
# \p1 begins a drawing, \p0 ends it, \pos is another command; \fs is a size, \fsp is none.
COMMAND = re.compile(
    r"\\(?:p(?P<drawing>\d*)(?![a-zA-Z])|(?P<part>alpha|[134]a)&?H?(?P<alpha>[0-9a-f]*)"
    r"|(?P<measure>fscx|fscy|fs)(?![a-z])(?P<size>[0-9.]*)|r(?!nd)(?P<style>[^\\{}]*))",
    re.IGNORECASE,
)
CHANGING = re.compile(r"\\t\(")
ASS_BREAK = re.compile(r"\\[Nn]")


def plain(text: str) -> str:
    """The words of a caption in SRT or WebVTT; who says them begins a line: `记者：…`.

    A reading above characters stands behind them in brackets. What looks like a tag and is none
    stays as it was typed; `doubtful` finds it.
    """
    text = NO_READING.sub("", text)
    taken = _tags_taken(text)

    def replaced(tag: re.Match[str]) -> str:
        name, words = _name(tag), (tag["words"] or "").strip()
        if name and tag.start() not in taken:
            return tag[0]
        if name == "v":
            return f"\n{words}：" if words else "\n" if tag["end"] else ""
        if name == "rt":
            return "）" if tag["end"] else "（"
        return ""

    words = TAG.sub(replaced, text)
    return printable(ENTITY.sub(lambda entity: html.unescape(entity[0]), words))


def _tags_taken(text: str) -> set[int]:
    """Where the tags begin that are no words: they have a partner, or need none."""
    taken: set[int] = set()
    opened: dict[str, list[re.Match[str]]] = defaultdict(list)
    position, begins_line = 0, True
    for tag in TAG.finditer(text):
        _before, line_break, behind = text[position : tag.start()].rpartition("\n")
        begins_line = (begins_line or bool(line_break)) and not behind.strip()
        position = tag.end()
        name = _name(tag)
        if name and tag["end"]:
            partner = opened[name].pop() if opened[name] else None
            if partner and not tag["words"] and _may_open(partner):
                taken |= {partner.start(), tag.start()}
        elif name:
            opened[name].append(tag)
            if _stands_alone(tag, begins_line):
                taken.add(tag.start())
    return taken


def _may_open(tag: re.Match[str]) -> bool:
    """Whether the words in a tag, if any, are such as belong there."""
    words = (tag["words"] or "").strip()
    if _name(tag) in ATTRIBUTED:
        return not words or bool(ATTRIBUTE.match(words))
    return not words or _name(tag) == "v"


def _stands_alone(tag: re.Match[str], begins_line: bool) -> bool:
    """Whether a tag needs no end: it names who speaks, at the beginning of a line, or a look."""
    words = (tag["words"] or "").strip()
    if _name(tag) == "v":
        return bool(words) and begins_line
    return _name(tag) in ATTRIBUTED and bool(ATTRIBUTE.match(words))


def doubtful(words: str) -> str:
    """What of the words of a caption looks like a tag that was not finished; else empty."""
    match = UNFINISHED.search(words)
    return match[0] if match else ""


class AssWords(NamedTuple):
    """Words of a line: those that a player shows, those of them that are clear, those left out."""

    shown: str
    hollow: str
    unseen: str


def shown_ass(
    text: str, style: str = "Default", styles: Mapping[str, SSAStyle] | None = None
) -> AssWords:
    """The words of an ASS or SSA line: no commands, no notes in braces, no drawings.

    It begins in its `style`, one of `styles`; what is hollow is seen by its outlines alone.
    """
    end = text.rfind("}") + 1  # a brace that opens behind it is a sign like others
    look = _AssLook(styles or {}, style)
    shown, hollow, unseen = "", "", ""
    position = 0
    for braces in (*BRACES.finditer(text[:end]), None):
        stretch = text[position : braces.start() if braces else len(text)]
        if braces and braces["sign"]:
            stretch += braces["sign"]
        if look.is_hidden:
            unseen += "" if look.is_drawing else stretch
        else:
            shown += stretch
            hollow += stretch if look.is_hollow else ""
        if braces and not braces["sign"]:
            look.take(braces[0])
        position = braces.end() if braces else position
    return AssWords(*map(_ass_lines, (shown, hollow, unseen)))


def _ass_lines(words: str) -> str:
    return printable(ASS_BREAK.sub("\n", words).replace(r"\h", " "))


@dataclass
class _AssLook:
    """Whether what follows in a line is drawn, clear or of no size."""

    styles: Mapping[str, SSAStyle]
    name: str
    is_drawing: bool = False
    clear: frozenset[str] = frozenset()  # parts of letters that are not seen
    without_size: frozenset[str] = frozenset()
    style: SSAStyle = field(default_factory=SSAStyle)

    def __post_init__(self) -> None:
        self._begin("")

    @property
    def is_hidden(self) -> bool:
        return self.is_drawing or bool(self.without_size) or self.clear >= PARTS

    @property
    def is_hollow(self) -> bool:
        return FILLING in self.clear

    def take(self, braces: str) -> None:
        """Follow the commands between two braces; what changes by and by is seen at some time."""
        for command in COMMAND.finditer(braces):
            if command["drawing"] is not None:
                self.is_drawing = command["drawing"].strip("0") != ""
            elif command["part"]:
                self._take_alpha(command["part"].lower(), command["alpha"])
            elif command["measure"]:
                self._take_size(command["measure"].lower(), number(command["size"]))
            else:
                self._begin(command["style"].strip())
        if CHANGING.search(braces):
            self.clear, self.without_size = frozenset(), frozenset()

    def _begin(self, name: str) -> None:
        """Take on the look of a style: of the line's own where there is none of this name."""
        ways = (name, self.name.strip().lstrip("*"), "Default")
        self.style = next((self.styles[way] for way in ways if way in self.styles), SSAStyle())
        self.clear = _clear_parts(self.style)
        self.without_size = _without_size(self.style)

    def _take_alpha(self, part: str, alpha: str) -> None:
        """How clear a part of the letters is; without a figure it is as in the style."""
        parts = PARTS if part == "alpha" else frozenset(part[0])
        if not alpha:
            clear = parts & _clear_parts(self.style)
        else:
            clear = parts if int(alpha[-2:], 16) >= LEAST_CLEAR else frozenset()
        self.clear = (self.clear - parts) | clear

    def _take_size(self, measure: str, size: float | None) -> None:
        of_style = measure in _without_size(self.style)
        is_none = of_style if size is None else is_tiny(size)
        rest = self.without_size - {measure}
        self.without_size = rest | {measure} if is_none else rest


def _clear_parts(style: SSAStyle) -> frozenset[str]:
    colours = zip("134", (style.primarycolor, style.outlinecolor, style.backcolor), strict=True)
    return frozenset(part for part, colour in colours if colour.a >= LEAST_CLEAR)


def _without_size(style: SSAStyle) -> frozenset[str]:
    sizes = {"fs": style.fontsize, "fscx": style.scalex, "fscy": style.scaley}
    return frozenset(measure for measure, size in sizes.items() if is_tiny(size))


def printable(text: str) -> str:
    """Text without characters that cannot be printed; breaks and blanks of any kind stay."""
    kept = storable(text).replace("\t", " ")
    lines = ("".join(filter(_is_shown, line)).strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_shown(character: str) -> bool:
    return character.isprintable() or category(character) == "Zs" or character == JOINER


def _name(tag: re.Match[str]) -> str:
    return (tag["name"] or "").lower()
