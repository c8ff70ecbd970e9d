"""Cut text into search terms, alike for the index and for the query.

Chinese writes no blanks between words. Overlapping pairs of characters find every word of two
or more characters, whatever its neighbours, without a dictionary.
"""

import re
from collections.abc import Iterator

from chinese.folding import HAN, HAN_CHARACTER, fold

QUERY_LENGTH = 200
TEXT_LENGTH = 200_000
WORD_LENGTH = 64

_RUN = re.compile(f"(?P<han>[{HAN}]+)|[^\\W_{HAN}]+")
_BROKEN_LINE = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")


def is_han(term: str) -> bool:
    """Whether a term is Chinese: a pair, or one character."""
    return HAN_CHARACTER.match(term) is not None


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
