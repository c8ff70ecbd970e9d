"""What of a caption is words, and what only tells a player how to show them."""

import html
import re
from dataclasses import dataclass, field
from unicodedata import category

from media.examine.characters import storable

# The tags of SRT and WebVTT; any other sign < belongs to the words. Those that tell how letters
# look come in pairs: one without its partner is the writer's, as in «若a<b则…».
TAG = re.compile(
    r"<(?P<end>/)?(?P<name>[bisuc]|ruby|rt|font|lang|v)(?:\.[^\s<>.]+)*"
    r"(?:[ \t](?P<words>[^<>\n]*))?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\[^{}\n]*\}",
    re.IGNORECASE,
)
NO_READING = re.compile(r"<rt>[ \t]*</rt>", re.IGNORECASE)
# Of these the words behind the name belong to the tag: `color="red"`, `zh-CN`; alone, only such.
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
# \p1 begins a drawing, \p0 ends it, \pos is another command; \fs is a size, \fsp is none.
COMMAND = re.compile(
    r"\\(?:p(?P<drawing>\d*)(?![a-zA-Z])|(?P<part>alpha|[134]a)&?H?(?P<alpha>[0-9a-f]*)"
    r"|(?P<measure>fscx|fscy|fs)(?![a-z])(?P<size>[0-9.]*)|r(?!nd))",
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
    tags = [match for match in TAG.finditer(text) if match["name"]]
    opened = {_name(tag) for tag in tags if not tag["end"]}
    closed = {_name(tag) for tag in tags if tag["end"]}
    paired = opened & closed

    def replaced(tag: re.Match[str]) -> str:
        name, words = _name(tag), (tag["words"] or "").strip()
        if name == "v":
            return f"\n{words}：" if words else "\n" if tag["end"] else ""
        if name == "rt" and name in paired and not words:
            return "）" if tag["end"] else "（"
        is_look = name in paired and (not words or name in ATTRIBUTED)
        if name == "" or is_look or (name in ATTRIBUTED and ATTRIBUTE.match(words)):
            return ""
        return tag[0]

    words = TAG.sub(replaced, text)
    return printable(ENTITY.sub(lambda entity: html.unescape(entity[0]), words))


def doubtful(words: str) -> str:
    """What of the words of a caption looks like a tag that was not finished; else empty."""
    match = UNFINISHED.search(words)
    return match[0] if match else ""


def plain_ass(text: str) -> str:
    """The words of an ASS or SSA line: no commands, no notes in braces, no drawings."""
    return shown_ass(text)[0]


def shown_ass(text: str) -> tuple[str, str]:
    """The words of an ASS or SSA line that a player shows, and which of them are only outlines."""
    end = text.rfind("}") + 1  # a brace that opens behind it is a sign like others
    look, words, hollow = _AssLook(), "", ""
    position = 0
    for braces in (*BRACES.finditer(text[:end]), None):
        stretch = text[position : braces.start() if braces else len(text)]
        if not look.is_hidden:
            words += stretch
            hollow += stretch if look.is_hollow else ""
        if braces and braces["sign"]:
            words += "" if look.is_hidden else braces["sign"]
        elif braces:
            look.take(braces[0])
        position = braces.end() if braces else position
    return _ass_lines(words), _ass_lines(hollow)


def _ass_lines(words: str) -> str:
    return printable(ASS_BREAK.sub("\n", words).replace(r"\h", " "))


@dataclass
class _AssLook:
    """Whether what follows in a line is drawn, clear or of no size."""

    is_drawing: bool = False
    clear: set[str] = field(default_factory=set)  # parts of letters that are not seen
    without_size: set[str] = field(default_factory=set)

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
                parts = PARTS if command["part"].lower() == "alpha" else {command["part"][0]}
                is_clear = command["alpha"].upper() == "FF"
                self.clear = self.clear | parts if is_clear else self.clear - parts
            elif command["measure"]:
                is_none = bool(command["size"]) and not command["size"].strip("0.")
                change = self.without_size.add if is_none else self.without_size.discard
                change(command["measure"].lower())
            else:  # \r takes all looks back
                self.clear, self.without_size = set(), set()
        if CHANGING.search(braces):
            self.clear, self.without_size = set(), set()


def printable(text: str) -> str:
    """Text without characters that cannot be printed; breaks and blanks of any kind stay."""
    kept = storable(text).replace("\t", " ")
    lines = ("".join(filter(_is_shown, line)).strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_shown(character: str) -> bool:
    return character.isprintable() or category(character) == "Zs" or character == JOINER


def _name(tag: re.Match[str]) -> str:
    return (tag["name"] or "").lower()
