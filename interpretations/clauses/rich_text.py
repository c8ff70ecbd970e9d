"""Stored rich text as paragraphs, each with the place of its first sign in the HTML.

Read sign by sign and never parsed into a tree: a place found in the words is a place in the HTML,
in which an anchor can be put without changing anything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from clauses import Kind

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"  # one that nothing closes hides the rest, in browsers too
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*+)(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*>"
    r"|(?P<words>[^<]+|<)",
    re.DOTALL,
)
_ENTITY = re.compile(r"&[#0-9A-Za-z]+;?")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that begin a line of their own; whatever else stands in the text runs on in its line.
_PARTS = {"p", "li", "ul", "ol", "div", "blockquote", "hr", "table", "tr", "td", "th", *_HEADINGS}


@dataclass
class Line:
    """One paragraph, heading or entry of a list.

    `text` has a line break for each `<br/>`; `opening` is the place behind the name of the
    element that it is, where an attribute can be put, or None for words outside any element;
    `runs` are the pieces of its text: place in the text, place in the HTML, stored words.
    """

    kind: Kind = Kind.TEXT
    level: int = 0
    opening: int | None = None
    text: str = ""
    runs: list[tuple[int, int, str]] = field(default_factory=list)

    def place_of(self, at: int) -> int:
        """The place in the HTML of sign `at` of the text."""
        start, place, stored = next(run for run in reversed(self.runs) if run[0] <= at)
        return place + _stored_length(stored, at - start)


def lines_of(html: str) -> Iterator[Line]:
    """Yield every line that has words, in the order of the text."""
    line = Line()
    for token in _TOKEN.finditer(html):
        tag = (token["tag"] or "").lower()
        if tag in _PARTS:
            if line.text.strip():
                yield line
            line = Line() if token["end"] else _opened(tag, token.end("tag"))
        elif tag == "br":
            line.text += "\n"
        elif token["words"]:
            line.runs.append((len(line.text), token.start(), token["words"]))
            line.text += unescape(token["words"])
    if line.text.strip():
        yield line


def _opened(tag: str, opening: int) -> Line:
    if tag in _HEADINGS:
        return Line(Kind.HEADING, _HEADINGS[tag], opening)
    return Line(Kind.LIST_ITEM if tag == "li" else Kind.TEXT, 0, opening)


def _stored_length(stored: str, length: int) -> int:
    """How many stored signs make the first `length` signs of the text."""
    if "&" not in stored:
        return length
    place = passed = 0
    for entity in _ENTITY.finditer(stored):
        before = entity.start() - place
        if passed + before >= length:
            break
        passed, place = passed + before + len(unescape(entity[0])), entity.end()
    return place + max(length - passed, 0)
