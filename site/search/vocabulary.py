"""The words that the office keeps for search: what means the same, and how people ask."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db import connection

from chinese.folding import fold
from search.figures import NUMERAL, in_chinese, in_digits
from search.models import WordGroup
from search.near import sound
from search.pairs import runs
from search.spelled import Spellings, spellings

_SEPARATORS = re.compile(r"[\s、，,;；/]+")
_SHORT_WORD = 3


class Part(NamedTuple):
    """A stretch of a query: one of our words, a word that only asks, or what is between them."""

    text: str
    is_asking: bool
    same: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """`same` gives the other words of a word's groups; `asking` only says that somebody asks."""

    same: dict[str, tuple[str, ...]]
    asking: frozenset[str]

    def parts(self, query: str) -> list[Part]:
        """Cut a folded query at the words that are known, the longest first, and at numerals."""
        return [part for run in self._runs(query) for part in run]

    def corrected(self, query: str) -> str:
        """The query with each stretch that is one character off a known word put right."""
        return " ".join(
            "".join(
                self._nearest(part.text) if not (part.is_asking or part.same) else part.text
                for part in run
            )
            for run in self._runs(query)
        )

    def _runs(self, query: str) -> Iterator[list[Part]]:
        """The parts of each run of a folded query."""
        for place, run, is_chinese in runs(query):
            if is_chinese:
                yield list(self._cut(run))
            else:
                same = in_chinese(query, place, place + len(run))
                yield [Part(run, run in self.asking, (*self.same.get(run, ()), *same))]

    def _cut(self, run: str) -> Iterator[Part]:
        """The known words of a run and what is between them.

        Beside a known word, single characters of questions fall away: 公租房|要交|多少钱.
        """
        known = list(self._known(run))
        if not known:
            yield self._part(run)
            return
        starts = [0, *(place + len(word) for place, word in known)]
        for start, (place, word) in zip(starts, [*known, (len(run), "")], strict=True):
            telling = run[start:place].strip(self._characters_of_questions)
            if start < place:
                yield self._part(telling) if len(telling) > 1 else Part(run[start:place], True, ())
            if word:
                yield self._part(word)

    def _part(self, text: str) -> Part:
        same = self.same.get(text, ())
        if not same and NUMERAL.fullmatch(text):
            same = (in_digits(text),)
        return Part(text, text in self.asking, same)

    def _known(self, run: str) -> Iterator[tuple[int, str]]:
        """The known words of a run with their places, from the left, the longest of each place."""
        place = 0
        while place < len(run):
            word = self._word_at(run, place)
            if word:
                yield place, word
            place += len(word) or 1

    def _word_at(self, run: str, place: int) -> str:
        """The longest known word that begins here, else a numeral, else ''."""
        windows = (run[place : place + length] for length in self._lengths)
        if word := next((window for window in windows if window in self._words), ""):
            return word
        numeral = NUMERAL.match(run, place)
        return numeral[0] if numeral else ""

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for word in (*self.same, *self.asking) if len(word) > 1)

    @cached_property
    def spellings(self) -> Spellings:
        """Our words in pinyin."""
        return spellings((*self.same, *self.asking))

    @cached_property
    def _lengths(self) -> list[int]:
        """How long our words are, the longest first."""
        return sorted({len(word) for word in self._words}, reverse=True)

    @cached_property
    def _characters_of_questions(self) -> str:
        return "".join(word for word in self.asking if len(word) == 1)

    def _nearest(self, text: str) -> str:
        """A stretch with the first window that is nearly a known word made that word."""
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                typed = text[start : start + length]
                for word in sorted(self._with_a_gap(typed)):
                    if _is_slip(typed, word, len(text)):
                        return f"{text[:start]}{word}{text[start + length :]}"
        return text

    def _with_a_gap(self, typed: str) -> set[str]:
        """The known words that have all but one character alike."""
        return {word for gap in _gaps(typed) for word in self._by_gap.get(gap, ())}

    @cached_property
    def _by_gap(self) -> dict[str, list[str]]:
        """Our words by what remains of them when one character is not looked at."""
        words: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.same:
            for gap in _gaps(word):
                words[gap].append(word)
        return words


def _gaps(word: str) -> Iterator[str]:
    return (f"{word[:at]}·{word[at + 1 :]}" for at in range(len(word)))


def _is_slip(typed: str, word: str, stretch: int) -> bool:
    """Whether one character is another one; inside more text a short word must sound alike."""
    wrong = [pair for pair in zip(typed, word, strict=True) if pair[0] != pair[1]]
    if len(wrong) != 1 or len(word) < 2:
        return False
    long_enough = len(word) > _SHORT_WORD or len(word) == stretch == _SHORT_WORD
    return long_enough or sound(wrong[0][0]) == sound(wrong[0][1])


def vocabulary() -> Vocabulary:
    """The words as they are kept today, in one query; each search asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, words FROM search_wordgroup ORDER BY kind DESC, id")
        return of_groups(tuple(cursor.fetchall()))


@lru_cache(maxsize=2)
def of_groups(groups: tuple[tuple[str, str], ...]) -> Vocabulary:
    """Read the lists: kind and words, parted by 、, commas or blanks; kept while they are alike."""
    same: dict[str, tuple[str, ...]] = {}
    asking: set[str] = set()
    for kind, text in groups:
        words = words_of(text)
        if kind == WordGroup.Kind.ASKING:
            asking.update(words)
            continue
        for word in words:
            others = [other for other in words if other != word]
            same[word] = tuple(dict.fromkeys([*same.get(word, ()), *others]))
    return Vocabulary(same, frozenset(asking))


def words_of(text: str) -> list[str]:
    """The words of one list, folded as texts are."""
    return list(dict.fromkeys(filter(None, _SEPARATORS.split(fold(text)))))
