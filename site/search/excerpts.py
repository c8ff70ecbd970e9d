"""The sentence that answers a query, from the text that readers see."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from operator import itemgetter

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.pairs import fold, is_han, query_terms, runs

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_BLANKS = re.compile(r"\s+")
_LENGTH_READ = 50_000


def excerpt(text: str, query: str, length: int = 90) -> SafeString:
    """About `length` characters of a text from the sentence that answers a query best.

    Escaped for HTML, with `<mark>` around what matched. A text that matches nowhere gives its
    beginning.
    """
    text = text[:_LENGTH_READ]
    found = _matches(text, query_terms(query))
    start, end = _window(text, found, max(length, 1))
    pieces = ["…"] if start and text[:start].strip() else []
    at = start
    for first, last in _merged(found, start, end):
        pieces += [_html(text[at:first]), "<mark>", _html(text[first:last]), "</mark>"]
        at = last
    pieces.append(_html(text[at:end]))
    pieces += ["…"] if text[end:].strip() else []
    return mark_safe("".join(pieces).strip())  # safe: `_html` escaped every piece of text


def _matches(text: str, terms: Collection[str]) -> list[tuple[int, int, str]]:
    """Where the terms stand in a text: first, last and term, in order."""
    plain = fold(text)
    if len(plain) != len(text):
        # One folded character for each displayed one keeps the places true.
        plain = "".join(one if len(one) == 1 else " " for one in map(fold, text))
    words = {term for term in terms if not is_han(term)}
    found = [
        (at, at + len(term), term)
        for term in terms
        if term not in words
        for at in _places(plain, term)
    ]
    if words:
        for start, run, _chinese in runs(plain):
            if run in words:
                found.append((start, start + len(run), run))
    return sorted(found)


def _places(plain: str, term: str) -> Iterator[int]:
    """Every place of a term, overlapping ones too."""
    at = plain.find(term)
    while at >= 0:
        yield at
        at = plain.find(term, at + 1)


def _window(text: str, found: list[tuple[int, int, str]], length: int) -> tuple[int, int]:
    """The part to show: from the start of the best sentence, if its matches fit in."""
    start, best, most = 0, found[:0], (0, 0)
    for sentence in _SENTENCE.finditer(text):
        low = bisect_left(found, sentence.start(), key=itemgetter(0))
        high = bisect_left(found, sentence.end(), lo=low, key=itemgetter(0))
        if (worth := _worth(found[low:high])) > most:
            start, best, most = sentence.start(), found[low:high], worth
    if best and best[-1][1] - start > length:
        start = max(start, best[0][0] - length // 4)
    return start, min(start + length, len(text))


def _worth(found: list[tuple[int, int, str]]) -> tuple[int, int]:
    """How well a sentence answers: its terms, then its longest unbroken match."""
    if not found:
        return 0, 0
    stretches = _merged(found, found[0][0], found[-1][1])
    return len({term for *_, term in found}), max(last - first for first, last in stretches)


def _merged(found: list[tuple[int, int, str]], start: int, end: int) -> list[tuple[int, int]]:
    """The places inside a window, with overlapping and touching ones made one."""
    merged: list[tuple[int, int]] = []
    for first, last, _term in found:
        if first < start or first >= end:
            continue
        last = min(last, end)
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _html(text: str) -> str:
    """Displayed text as HTML, its line breaks and blanks as one blank."""
    return escape(_BLANKS.sub(" ", text))
