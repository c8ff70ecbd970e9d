"""Propose which clauses the paragraphs of an interpretation explain; a person confirms.

Rather nothing than something wrong: each proposal says why, and how surely.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from clauses.characters import HAN, fold, plain
from clauses.citing.cite import Context, cite
from clauses.citing.document import Document
from clauses.citing.names import short_names
from clauses.model import Clause
from clauses.proposing.figures import Figure, figures
from clauses.proposing.phrases import Phrases
from clauses.proposing.quotations import Difference, quotations_in
from clauses.splitting.labels import label_at

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)

_LEAST_SHARED = 14  # characters of rare runs
_SURELY_SHARED = 60
_AROUND = 24  # characters around a figure that should speak of the same thing
_LEAST_IN_COMMON = 3
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 40
_ABOUT = re.compile(
    "^(?:关于|对于|什么是|如何理解|怎样|怎么|如何)"
    "|(?:的(?:说明|问题|情况|是什么)?|说明|问题|情况|是什么)[?？。：:]*+$"
    "|(?<![?？。：:])[?？。：:]++$"
)
_HAN_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")


class Why(StrEnum):
    """Why a clause is proposed."""

    CITATION = "citation"
    QUOTATION = "quotation"
    HEADING = "heading"
    PHRASE = "phrase"
    FIGURE = "figure"


@dataclass(frozen=True)
class Reason:
    """One reason, from 0 to 1 how strong, and the words of the paragraph that give it.

    `differences` are where a quotation is not word for word.
    """

    why: Why
    strength: float
    words: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Paragraph number `paragraph` (from 0) explains the clause with the id `clause`."""

    paragraph: int
    clause: str
    strength: float
    reasons: tuple[Reason, ...]


def propose(paragraphs: Sequence[str], document: Document) -> tuple[Proposal, ...]:
    """The proposed links of an interpretation, by paragraph, the surest first.

    Citations (1.0) and quotations count as said; equal headings (0.9), long shared phrases (0.6
    to 0.95) and figures that one clause alone has (0.6 and more) are signs. Several reasons make
    a proposal stronger.
    """
    clauses = list(document.clauses.values())
    names = short_names("\n".join(paragraphs))
    finders = _Finders(document, clauses, names)
    found = []
    for place, paragraph in enumerate(paragraphs):
        reasons: defaultdict[str, list[Reason]] = defaultdict(list)
        for clause, reason in finders.reasons(paragraph):
            reasons[clause].append(reason)
        proposals = [
            Proposal(place, clause, _together(why), tuple(why)) for clause, why in reasons.items()
        ]
        found += sorted(proposals, key=lambda one: -one.strength)
    return tuple(found)


def _together(reasons: Sequence[Reason]) -> float:
    doubt = 1.0
    for reason in reasons:
        doubt *= 1 - reason.strength
    return round(1 - doubt, 3)


class _Finders:
    """What finds clauses for one paragraph after the other."""

    def __init__(
        self, document: Document, clauses: Sequence[Clause], names: Mapping[str, str]
    ) -> None:
        self.context = Context(document, None, names)
        self.clauses = clauses
        self.phrases = Phrases(clause.text for clause in clauses)
        self.headings = _once((_bare(c.heading), c.id) for c in clauses if c.heading)
        self.figures = _once((f.value, at) for at, c in enumerate(clauses) for f in _figures(c))

    def reasons(self, paragraph: str) -> Iterator[tuple[str, Reason]]:
        yield from self._cited(paragraph)
        yield from self._quoted(paragraph)
        yield from self._headed(paragraph)
        yield from self._phrased(paragraph)
        yield from self._figured(paragraph)

    def _cited(self, paragraph: str) -> Iterator[tuple[str, Reason]]:
        for citation in cite(paragraph, self.context):
            for clause in citation.clauses:
                yield clause, Reason(Why.CITATION, 1.0, citation.text)

    def _quoted(self, paragraph: str) -> Iterator[tuple[str, Reason]]:
        for quotation in quotations_in(paragraph, self.clauses, self.phrases):
            strength = 0.95 if quotation.verbatim else 0.8
            yield (
                quotation.clause,
                Reason(Why.QUOTATION, strength, quotation.text, quotation.differences),
            )

    def _headed(self, paragraph: str) -> Iterator[tuple[str, Reason]]:
        for words in _heads(paragraph):
            clause = self.headings.get(words)
            if clause is not None and len(words) >= _SHORTEST_HEADING:
                yield clause, Reason(Why.HEADING, 0.9, words)
                return

    def _phrased(self, paragraph: str) -> Iterator[tuple[str, Reason]]:
        words = plain(paragraph)
        shared: defaultdict[int, set[int]] = defaultdict(set)
        longest: dict[int, str] = {}
        for run in self.phrases.shared(words):
            shared[run.clause].update(range(run.start, run.end))
            longest[run.clause] = max(
                longest.get(run.clause, ""), words[run.start : run.end], key=len
            )
        taken: set[int] = set()
        for clause in sorted(shared, key=lambda one: (-len(shared[one]), one)):
            # Words that a better clause has too speak for that one.
            own = shared[clause] - taken
            if len(own) >= _LEAST_SHARED:
                taken |= own
                strength = min(0.95, 0.6 + 0.35 * len(own) / _SURELY_SHARED)
                yield self.clauses[clause].id, Reason(Why.PHRASE, strength, longest[clause])

    def _figured(self, paragraph: str) -> Iterator[tuple[str, Reason]]:
        said: Counter[int] = Counter()
        words: dict[int, str] = {}
        for figure in figures(paragraph):
            clause = self.figures.get(figure.value)
            if clause is not None and self._speaks_of_the_same(paragraph, figure, clause):
                said[clause] += 1
                words.setdefault(clause, paragraph[figure.start : figure.end])
        for clause, count in said.items():
            strength = min(0.9, 0.45 + 0.15 * count)
            yield self.clauses[clause].id, Reason(Why.FIGURE, strength, words[clause])

    def _speaks_of_the_same(self, paragraph: str, figure: Figure, clause: int) -> bool:
        around = paragraph[max(figure.start - _AROUND, 0) : figure.end + _AROUND]
        pairs = {*_HAN_PAIR.findall(around)} & {*_HAN_PAIR.findall(self.clauses[clause].text)}
        return len(pairs) >= _LEAST_IN_COMMON


def _once(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    """What has a key alone; a key of two things leads to none."""
    found: defaultdict[Key, set[Value]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _figures(clause: Clause) -> Iterator[Figure]:
    return figures(clause.text)


def _bare(heading: str) -> str:
    return _ABOUT.sub("", plain(heading))


def _heads(paragraph: str) -> Iterator[str]:
    """What may be the heading of a paragraph: the line, or its first sentence."""
    line = paragraph.strip().partition("\n")[0]
    label = label_at(line, fold(line))
    line = line[label.end :] if label else line
    for words in (line, re.split("[。：:？?]", line, maxsplit=1)[0]):
        if len(words) <= _LONGEST_HEADING:
            yield _bare(words)
