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
# WebVTT names these, with their semicolon; anything else after & is an address's or the writer's.
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|lrm|rlm|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
JOINER = "\u200d"  # holds the parts of one picture sign together
BRACES = re.compile(r"\{[^}]*\}")
DRAWING = re.compile(r"\\p(\d*)(?![a-zA-Z])")  # \p1 begins one, \p0 ends it; \pos is another
ASS_BREAK = re.compile(r"\\[Nn]")


def plain(text: str) -> str:
    """The words of a caption in SRT or WebVTT; who says them stands before: `记者：…`."""
    tags = [match for match in TAG.finditer(text) if match["name"]]
    opened = {_name(tag) for tag in tags if not tag["end"]}
    closed = {_name(tag) for tag in tags if tag["end"]}

    def replaced(tag: re.Match[str]) -> str:
        name, words = _name(tag), (tag["words"] or "").strip()
        if name == "v":
            return f"{words}：" if words else ""
        if name in ("", "font", "lang") or (name in opened & closed and not words):
            return ""
        return tag[0]

    words = TAG.sub(replaced, text)
    return printable(ENTITY.sub(lambda entity: html.unescape(entity[0]), words))


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
