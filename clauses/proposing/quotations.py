"""Quotations in an interpretation: which clause says it, and whether word for word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from clauses.characters import fold, plain
from clauses.citing.document import Document
from clauses.model import Clause
from clauses.proposing.phrases import LENGTH, Phrases
from clauses.splitting.labels import label_at

_QUOTED = re.compile('“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|"([^"]+)"')
_OMITTED = re.compile("…+|\\.{3,}")
_EDGE = "。；，、;,.:!?"
_SHORTEST = LENGTH
_ALIKE = 75.0  # of 100
_MOST_COMPARED = 5


@dataclass(frozen=True)
class Difference:
    """What a quotation says, and what the document prints in its place; one may be ''."""

    said: str
    printed: str


@dataclass(frozen=True)
class Quotation:
    """Characters `start` to `end` of a text, the marks left out, that a clause says.

    Widths, blanks and the sign at the end do not count. `differences` are empty where it is
    word for word; …… stands for words left out.
    """

    start: int
    end: int
    text: str
    clause: str
    verbatim: bool
    differences: tuple[Difference, ...] = ()


def quotations(text: str, document: Document) -> tuple[Quotation, ...]:
    """The quotations of a text that come from the document, from eight characters on."""
    clauses = list(document.clauses.values())
    phrases = Phrases(clause.text for clause in clauses)
    return tuple(quotations_in(text, clauses, phrases))


def quotations_in(text: str, clauses: Sequence[Clause], phrases: Phrases) -> Iterator[Quotation]:
    """As `quotations`, with the index that the caller has."""
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        said = match[group]
        parts = [plain(part).strip(_EDGE) for part in _OMITTED.split(_unnumbered(said))]
        parts = [part for part in parts if part]
        if not parts or max(map(len, parts)) < _SHORTEST:
            continue
        if found := _said_by(parts, phrases):
            clause, differences = found
            start, end = match.span(group)
            own = clauses[clause].id
            yield Quotation(start, end, said, own, not differences, differences)


def _unnumbered(said: str) -> str:
    """A quotation may begin with the clause's own number."""
    label = label_at(said, fold(said))
    return said[label.end :] if label else said


def _said_by(parts: Sequence[str], phrases: Phrases) -> tuple[int, tuple[Difference, ...]] | None:
    candidates = _candidates(parts, phrases)
    for clause in candidates:
        if _in_order(parts, phrases.texts[clause]):
            return clause, ()
    whole = "".join(parts)
    scored = [(fuzz.partial_ratio(whole, phrases.texts[one]), -one) for one in candidates]
    if not scored or max(scored)[0] < _ALIKE:
        return None
    clause = -max(scored)[1]
    # A clause shorter than the quotation is a part of it, not its source.
    if len(phrases.texts[clause]) * 2 < len(whole):
        return None
    return clause, tuple(_differences(whole, phrases.texts[clause]))


def _candidates(parts: Sequence[str], phrases: Phrases) -> list[int]:
    votes: Counter[int] = Counter()
    for part in parts:
        for at in range(len(part) - LENGTH + 1):
            votes.update(phrases.having(part[at : at + LENGTH]))
    ranked = sorted(votes.items(), key=lambda one: (-one[1], one[0]))
    return [clause for clause, _ in ranked[:_MOST_COMPARED]]


def _in_order(parts: Sequence[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _differences(said: str, text: str) -> Iterator[Difference]:
    aligned = fuzz.partial_ratio_alignment(said, text)
    if aligned is None:
        return
    printed = text[aligned.dest_start : aligned.dest_end]
    own = said[aligned.src_start : aligned.src_end]
    for step in Levenshtein.opcodes(own, printed):
        if step.tag != "equal":
            yield Difference(
                own[step.src_start : step.src_end], printed[step.dest_start : step.dest_end]
            )
