"""Queries that are typed in pinyin, or by the first letter of each syllable, as from old phones."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain, islice, pairwise, product
from typing import NamedTuple

from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from search.near import alike, sounding
from search.pairs import is_han

_TYPED = re.compile(r"[a-z]+(?:[ '’]+[a-z]+)*")
_NO_LETTER = re.compile(r"[^a-z]+")
_VOWEL = re.compile(r"[aeiouv]")  # 嗯 is n in the dictionary, and would cut every word
_LONGEST = 60  # letters
_LEAST_INITIALS = 3  # two letters stand for too many words
_LONGEST_SYLLABLE = 6  # zhuang
_MOST_READINGS = 4  # xian is 先 and 西安


class Spellings(NamedTuple):
    """Known words by their letters, without tones and as people of the south type them."""

    letters: dict[str, str]
    initials: dict[str, str]


def spellings(words: Iterable[str]) -> Spellings:
    """What people type for these words; of words that are spelled alike the first counts."""
    known = Spellings({}, {})
    for word in words:
        if len(word) < 2 or not all(map(is_han, word)):
            continue
        syllables = lazy_pinyin(word)
        known.letters.setdefault(alike("".join(syllables)), word)
        if len(word) >= _LEAST_INITIALS:
            known.initials.setdefault("".join(syllable[0] for syllable in syllables), word)
    return known


def spelled_out(plain: str, known: Spellings) -> str:
    """A folded query with each stretch of letters that known words make up read as these."""
    return _TYPED.sub(lambda typed: _read(typed[0], known), plain)


def title_terms(plain: str) -> list[tuple[str, ...]]:
    """The near terms of a title that sounds like a folded query of letters alone, for each reading.

    None where it is no pinyin, or one syllable.
    """
    if not _TYPED.fullmatch(plain) or len(plain) > _LONGEST:
        return []
    ways = product(*map(_syllables, _NO_LETTER.split(plain)))
    readings = [tuple(chain(*way)) for way in islice(ways, _MOST_READINGS)]
    return [tuple(sounding(*pair) for pair in pairwise(one)) for one in readings if len(one) > 1]


def _read(typed: str, known: Spellings) -> str:
    letters = _NO_LETTER.sub("", typed)
    return known.initials.get(letters) or _covered(letters[:_LONGEST], known) or typed


def _covered(letters: str, known: Spellings) -> str:
    """The fewest known words that these letters spell from end to end; '' where none do."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(letters) + 1):
        found = [
            (*best[start], word)
            for start in range(end)
            if start in best and (word := known.letters.get(alike(letters[start:end])))
        ]
        if found:
            best[end] = min(found, key=len)
    return "".join(best.get(len(letters), ()))


def _syllables(run: str) -> list[tuple[str, ...]]:
    """The ways to cut letters into syllables, the longest first."""
    ways: dict[int, list[tuple[str, ...]]] = {len(run): [()]}
    for start in reversed(range(len(run))):
        ends = range(min(start + _LONGEST_SYLLABLE, len(run)), start, -1)
        ways[start] = [
            (run[start:end], *more)
            for end in ends
            if run[start:end] in _known_syllables()
            for more in ways[end]
        ][:_MOST_READINGS]
    return ways[0]


@cache
def _known_syllables() -> frozenset[str]:
    readings = {reading for line in pinyin_dict.values() for reading in line.split(",")}
    return frozenset(filter(_VOWEL.search, map(_without_tone, readings)))


def _without_tone(reading: str) -> str:
    """`lǜ` as keyboards have it: lv."""
    parts = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return re.sub(r"u[\u0300-\u0304\u030c]*\u0308", "v", parts).encode("ascii", "ignore").decode()
