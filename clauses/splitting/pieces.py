"""The flow cut into pieces: each is a line, or a part of one, and knows its place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from clauses.characters import fold
from clauses.model import Finding, Kind, Paragraph, Span, Trouble
from clauses.splitting.labels import Label, label_at

_COUNTER = re.compile(r" *([0-9]{1,3})、")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_FINISHED = re.compile(r"[。！？；：!?;:）)”」】]\s*$")


@dataclass(frozen=True)
class Piece:
    """Characters that belong together, over one or several paragraphs."""

    text: str
    kind: Kind
    spans: tuple[Span, ...]

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def words(self) -> str:
        """The folded text without any blank."""
        return "".join(self.folded.split())

    @cached_property
    def label(self) -> Label | None:
        """The number at the beginning; a table has none."""
        return None if self.kind is Kind.TABLE else label_at(self.text, self.folded)

    def cut(self, start: int, end: int) -> "Piece":
        """Characters `start` to `end`, with their places."""
        spans, passed = [], 0
        for span in self.spans:
            length = span.end - span.start
            first, last = max(start - passed, 0), min(end - passed, length)
            if first < last:
                own = Span(span.paragraph, span.start + first, span.start + last, span.key)
                spans.append(own)
            passed += length
        return Piece(self.text[start:end], self.kind, tuple(spans))


def pieces_of(flow: Iterable[Paragraph]) -> tuple[list[Piece], list[Finding]]:
    """Cut the flow at its line breaks; empty lines are left out.

    Numbers that count the pages of a damaged copy are left out too, and what they tore apart is
    joined again; each is a finding.
    """
    lines = [piece for place, paragraph in enumerate(flow) for piece in _lines(place, paragraph)]
    counters = _counters(lines)
    return _without(lines, counters) if counters else (lines, [])


def _lines(place: int, paragraph: Paragraph) -> Iterable[Piece]:
    if paragraph.kind is Kind.TABLE:
        whole = Span(place, 0, len(paragraph.text), paragraph.key)
        yield Piece(paragraph.text, paragraph.kind, (whole,))
        return
    for match in _LINE.finditer(paragraph.text):
        if match[0].strip():
            span = Span(place, match.start(), match.end(), paragraph.key)
            yield Piece(match[0], paragraph.kind, (span,))


def _counters(lines: Sequence[Piece]) -> list[re.Match[str]]:
    """The page numbers of a copy whose every line is a page, most of them torn in mid-sentence.

    Empty where the numbers are no page numbers.
    """
    matches = [match for line in lines if (match := _COUNTER.match(line.folded))]
    if len(matches) < 3 or len(matches) != len(lines):
        return []
    if [int(match[1]) for match in matches] != [*range(1, len(lines) + 1)]:
        return []
    torn = sum(not _FINISHED.search(line.text) for line in lines[:-1])
    return matches if torn * 2 > len(lines) - 1 else []


def _without(
    lines: Sequence[Piece], counters: Sequence[re.Match[str]]
) -> tuple[list[Piece], list[Finding]]:
    kept = [line.cut(c.end(), len(line.text)) for line, c in zip(lines, counters, strict=True)]
    findings = [
        Finding(Trouble.PAGE_COUNTER, c[0].strip(), spans=line.cut(0, c.end()).spans)
        for line, c in zip(lines, counters, strict=True)
    ]
    spans = tuple(span for line in kept for span in line.spans)
    return [Piece("".join(line.text for line in kept), Kind.TEXT, spans)], findings
