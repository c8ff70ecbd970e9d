"""What of a caption is words, and what only tells a player how to show them."""

import html
import re
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
BRACES = re.compile(r"\{[^}]*(?:\}|\Z)")
DRAWING = re.compile(r"\\p(\d*)(?![a-zA-Z])")  # \p1 begins one, \p0 ends it; \pos is another
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
    end = text.rfind("}") + 1  # a brace that opens behind it is a sign like others
    words, is_drawing, position = "", False, 0
    for braces in BRACES.finditer(text[:end]):
        words += "" if is_drawing else text[position : braces.start()]
        for scale in DRAWING.findall(braces[0]):
            is_drawing = scale.strip("0") != ""
        position = braces.end()
    words += "" if is_drawing else text[position:]
    return printable(ASS_BREAK.sub("\n", words).replace(r"\h", " "))


def printable(text: str) -> str:
    """Text without characters that cannot be printed; breaks and blanks of any kind stay."""
    kept = storable(text).replace("\t", " ")
    lines = ("".join(filter(_is_shown, line)).strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_shown(character: str) -> bool:
    return character.isprintable() or category(character) == "Zs" or character == JOINER


def _name(tag: re.Match[str]) -> str:
    return (tag["name"] or "").lower()
