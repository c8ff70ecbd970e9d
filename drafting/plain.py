"""Plain text and Markdown, a paragraph a line; lines that a program broke are joined again."""

import re
import unicodedata
from collections.abc import Iterator

from markdown_it import MarkdownIt

from drafting import markup
from drafting.characters import BLANKS, cleaned
from drafting.flow import Flow, Paragraph, Run
from drafting.refusal import UnreadableError
from drafting.sink import Sink
from media.examine.encodings import decode_text, is_doubtful

# Lines of letters and of terminals; what is wider was not broken by a program.
WIDEST, NARROWEST = 100, 30
FULL = 0.85  # of the widest line: what is shorter ended by itself
LEAST_FULL = 4  # lines that go on; fewer are chance
ENDS = tuple("。；：！？;:!?…”」』》")
BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]+[编章节条款]|[一二三四五六七八九十百零〇]+、"
    r"|[（(][一二三四五六七八九十百零〇\d]+[）)]|\d{1,3}[.．、]|[①-⑳㈠-㈩]|附件|——)"
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
INDENT = re.compile(r"(?:\u3000{2}|[ \t\u00a0]{2,})")
BULLET = re.compile(r"^[-*+][ \t]+")
# Numbers stay as they are typed: Markdown would count them anew.
MARKDOWN = MarkdownIt("commonmark", {"breaks": True}).enable("table").disable(["list", "code"])


def read(data: bytes) -> Flow:
    """Read a text file; raises `UnreadableError`."""
    flow = Flow()
    sink = Sink(flow)
    for line in _lines(decoded(data), flow):
        if text := line.strip(BLANKS):
            sink.add(Paragraph([Run(text)], sink.next_place()))
    return flow


def read_markdown(data: bytes) -> Flow:
    """Read Markdown: headings, emphasis, links and tables; lists as they are typed."""
    told = Flow()
    lines = [BULLET.sub("• ", line.strip(BLANKS)) for line in _lines(decoded(data), told)]
    flow = markup.read(MARKDOWN.render("\n".join(lines)))
    flow.findings[:0] = told.findings
    return flow


def decoded(data: bytes) -> str:
    """The characters of a text file; raises `UnreadableError` for what is none."""
    try:
        text, encoding = decode_text(data)
    except UnicodeError as error:
        raise UnreadableError("encoding") from error
    if is_doubtful(text, encoding):
        raise UnreadableError("encoding")
    if CONTROLS.search(text):
        raise UnreadableError("not_text")
    return text


def _lines(text: str, flow: Flow) -> list[str]:
    lines = cleaned(text).split("\n")
    if not _is_wrapped(lines):
        return lines
    flow.tell("unwrapped")
    return list(_joined(lines))


def _width(line: str) -> int:
    """Columns, of which a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a program broke the lines: most full ones stop within a sentence."""
    widths = [_width(line.rstrip(BLANKS)) for line in lines]
    widest = max(widths, default=0)
    if not NARROWEST <= widest <= WIDEST:
        return False
    full = [line for line, width in zip(lines, widths, strict=True) if width >= FULL * widest]
    going_on = sum(not line.rstrip(BLANKS).endswith(ENDS) for line in full)
    return going_on >= LEAST_FULL and going_on >= 0.5 * len(full)


def _joined(lines: list[str]) -> Iterator[str]:
    """The paragraphs that broken lines make up."""
    widest = max(_width(line.rstrip(BLANKS)) for line in lines)
    paragraph = ""
    goes_on = False
    for line in lines:
        words = line.strip(BLANKS)
        begins = not words or INDENT.match(line) or BEGINS.match(words) or not goes_on
        if begins and paragraph:
            yield paragraph
            paragraph = ""
        paragraph = glued(paragraph, words)
        goes_on = bool(words) and _width(line.rstrip(BLANKS)) >= FULL * widest
    if paragraph:
        yield paragraph


def glued(before: str, after: str) -> str:
    """Two ends of a broken line: with a blank only between words of letters."""
    is_apart = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii()
    return f"{before} {after}" if is_apart and after[:1].isalnum() else before + after
