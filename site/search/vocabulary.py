"""The words that the office keeps for search: what means the same, and how people ask."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from chinese.folding import fold
from search.models import WordGroup
from search.near import sound
from search.pairs import runs

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
        """Cut a folded query at the words that are known, the longest first."""
        found: list[Part] = []
        for _place, run, is_chinese in runs(query):
            found += self._cut(run) if is_chinese else [self._part(run)]
        return found

    def corrected(self, query: str) -> str:
        """The query with each stretch that is one character off a known word put right."""
        return " ".join(
            self._nearest(part.text) if not (part.is_asking or part.same) else part.text
            for part in self.parts(query)
        )

    def _cut(self, run: str) -> Iterator[Part]:
        """The known words of a run and what is between them.

        Beside a known word, single characters of questions fall away: 公租房|要交|多少钱.
        """
        known = list(self._known.finditer(run))
        if not known:
            yield self._part(run)
            return
        starts = [0, *(word.end() for word in known)]
        for start, word in zip(starts, [*known, None], strict=True):
            between = run[start : word.start() if word else len(run)]
            telling = between.strip(self._characters_of_questions)
            if between:
                yield self._part(telling) if len(telling) > 1 else Part(between, True, ())
            if word:
                yield self._part(word[0])

    def _part(self, text: str) -> Part:
        return Part(text, text in self.asking, self.same.get(text, ()))

    @cached_property
    def _known(self) -> re.Pattern[str]:
        words = {word for word in (*self.same, *self.asking) if len(word) > 1}
        return re.compile("|".join(map(re.escape, sorted(words, key=_longest_first))) or r"(?!)")

    @cached_property
    def _characters_of_questions(self) -> str:
        return "".join(word for word in self.asking if len(word) == 1)

    def _nearest(self, text: str) -> str:
        """A stretch with the first window that is nearly a known word made that word."""
        for word in sorted(self.same, key=_longest_first):
            for start in range(len(text) - len(word) + 1):
                if _is_slip(text[start : start + len(word)], word, len(text)):
                    return f"{text[:start]}{word}{text[start + len(word) :]}"
        return text


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _is_slip(typed: str, word: str, stretch: int) -> bool:
    """Whether one character is another one; inside more text a short word must sound alike."""
    wrong = [pair for pair in zip(typed, word, strict=True) if pair[0] != pair[1]]
    if len(wrong) != 1 or len(word) < 2:
        return False
    long_enough = len(word) > _SHORT_WORD or len(word) == stretch == _SHORT_WORD
    return long_enough or sound(wrong[0][0]) == sound(wrong[0][1])


def vocabulary() -> Vocabulary:
    """The words as they are kept today, in one query."""
    return of_groups(tuple(WordGroup.objects.values_list("kind", "words")))


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
