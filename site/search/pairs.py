"""Cut text into search terms, alike for the index and for the query.

Chinese writes no blanks between words. Overlapping pairs of characters find every word of two
or more characters, whatever its neighbours, without a dictionary.
"""

import re
import unicodedata
from collections.abc import Iterator

from opencc import OpenCC

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
QUERY_LENGTH = 200
TEXT_LENGTH = 200_000
WORD_LENGTH = 64

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_RUN = re.compile(f"(?P<han>[{HAN}]+)|[^\\W_{HAN}]+")
_BROKEN_LINE = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
_SIMPLIFIED = OpenCC("t2s")


class _Folding(dict[int, str]):
    """A table for `str.translate` that fills itself with the characters it meets.

    Each character is folded alone: the same character gives the same term everywhere, which
    conversion by phrases would not promise.
    """

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        if _HAN_CHARACTER.search(folded):
            folded = _SIMPLIFIED.convert(folded)
        if code <= 0xFFFF:  # queries come from anybody: what they may fill is bounded
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Full width to half width, capitals to small letters, traditional to simplified."""
    return text.translate(_FOLDING)


def is_han(term: str) -> bool:
    """Whether a term is Chinese: a pair, or one character."""
    return _HAN_CHARACTER.match(term) is not None


def is_prefix(term: str) -> bool:
    """Whether a term stands for every term that begins with it: one Chinese character."""
    return len(term) == 1 and is_han(term)


def runs(plain: str) -> Iterator[tuple[int, str, bool]]:
    """The words and the stretches of Chinese of a folded text: place, text, whether Chinese."""
    for run in _RUN.finditer(plain):
        yield run.start(), run[0], run["han"] is not None


def index_terms(text: str) -> list[str]:
    """The terms of a text, in order.

    The last character of a run is a term by itself, so each character begins some term and a
    query of one character is a search by prefix. Blanks and line breaks between two Chinese
    characters are layout, not the end of a word.
    """
    terms: list[str] = []
    for _place, run, is_chinese in runs(_BROKEN_LINE.sub("", fold(text[:TEXT_LENGTH]))):
        if is_chinese:
            terms.extend(run[start : start + 2] for start in range(len(run)))
        else:
            terms.append(run[:WORD_LENGTH])
    return terms


def query_terms(query: str) -> list[str]:
    """The terms that a text must contain to answer a query, each once."""
    terms: list[str] = []
    for _place, run, is_chinese in runs(fold(query[:QUERY_LENGTH])):
        if is_chinese:
            terms.extend(run[start : start + 2] for start in range(max(len(run) - 1, 1)))
        else:
            terms.append(run[:WORD_LENGTH])
    return list(dict.fromkeys(terms))
