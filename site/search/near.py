"""What a word sounds and looks like, so that a query with one wrong character still finds it.

A term of this kind has a dot in the middle, which no term of a text has: it meets its equals only.
"""

from functools import lru_cache

from pypinyin import Style, pinyin

from chinese.folding import fold
from search.pairs import runs

_DOT = "·"
_LENGTH = 300
# Sounds that input methods take for each other, and people of the south too.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=30_000)
def sound(character: str) -> str:
    """The reading of one Chinese character, without tone; what sounds alike gives the same."""
    return alike(pinyin(character, style=Style.NORMAL)[0][0])


def alike(letters: str) -> str:
    """Letters of pinyin with one spelling for sounds that are taken for each other."""
    for precise, plain in _ALIKE:
        letters = letters.replace(precise, plain)
    return letters


def sounding(first: str, second: str) -> str:
    """The term of two syllables side by side, without tones."""
    return f"{alike(first)}{_DOT}{alike(second)}"


def near_terms(title: str) -> list[str]:
    """For the index: the sound of each pair of a title, and each pair around one character."""
    terms = []
    for _place, run, is_chinese in runs(fold(title[:_LENGTH])):
        if is_chinese:
            terms += [_sounds(run[at : at + 2]) for at in range(len(run) - 1)]
            terms += [_around(run[at], run[at + 2]) for at in range(len(run) - 2)]
    return terms


def near_pair(run: str, at: int) -> list[str]:
    """For a query: the terms that stand for the pair at a place of a run if a character is wrong.

    A character that sounds alike, one left out, or any other one inside the word.
    """
    pair = run[at : at + 2]
    if len(pair) < 2:
        return []
    return [
        _sounds(pair),
        _around(*pair),
        *(_around(pair[0], last) for last in run[at + 2 : at + 3]),
    ]


def _sounds(pair: str) -> str:
    return _DOT.join(map(sound, pair))


def _around(first: str, last: str) -> str:
    return f"{first}{_DOT}{last}"
