"""The sentence that answers a query, from the text that readers see."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from operator import itemgetter

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from chinese.folding import fold
from search.pairs import is_han, query_terms, runs

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_BLANKS = re.compile(r"\s+")
_LENGTH_READ = 50_000


def excerpt(text: str, query: str, length: int = 90, meant: Collection[str] = ()) -> SafeString:
    """About `length` characters of a text from the sentence that answers a query best.

    Escaped for HTML, with `<mark>` around what matched: the query as it was typed, or what it
    means (`meant`, terms in any word) where the text does not say all of it. A text that matches
    nowhere gives its beginning.
    """
    text, typed = text[:_LENGTH_READ], query_terms(query)
    plain = _plain(text)
    matches = _matches(plain, typed)
    if meant and {term for *_, term in matches} != set(typed):
        matches = _matches(plain, meant) or matches
    start, end = _window(text, matches, max(length, 1))
    pieces = ["…"] if start and text[:start].strip() else []
    position = start
    for first, last in _merged(matches, start, end):
        pieces += [_html(text[position:first]), "<mark>", _html(text[first:last]), "</mark>"]
        position = last
    pieces.append(_html(text[position:end]))
    pieces += ["…"] if text[end:].strip() else []
    return mark_safe("".join(pieces).strip())  # safe: `_html` escaped every piece of text


def _plain(text: str) -> str:
    """A text folded, with each character in its place."""
    plain = fold(text)
    if len(plain) != len(text):
        # One folded character for each displayed one keeps the places true.
        plain = "".join(character if len(character) == 1 else " " for character in map(fold, text))
    return plain


def _matches(plain: str, terms: Collection[str]) -> list[tuple[int, int, str]]:
    """Where the terms stand in a folded text: first, last and term, in order."""
    whole_words = {term for term in terms if not is_han(term)}
    matches = [
        (position, position + len(term), term)
        for term in terms
        if term not in whole_words
        for position in _places(plain, term)
    ]
    if whole_words:
        for start, run, _chinese in runs(plain):
            if run in whole_words:
                matches.append((start, start + len(run), run))
    return sorted(matches)


def _places(plain: str, term: str) -> Iterator[int]:
    """Every place of a term, overlapping ones too."""
    position = plain.find(term)
    while position >= 0:
        yield position
        position = plain.find(term, position + 1)


def _window(text: str, matches: list[tuple[int, int, str]], length: int) -> tuple[int, int]:
    """The part to show: from the start of the best sentence, if its matches fit in."""
    start, best_matches, best_score = 0, matches[:0], (0, 0)
    for sentence in _SENTENCE.finditer(text):
        low = bisect_left(matches, sentence.start(), key=itemgetter(0))
        high = bisect_left(matches, sentence.end(), lo=low, key=itemgetter(0))
        if (score := _score(matches[low:high])) > best_score:
            start, best_matches, best_score = sentence.start(), matches[low:high], score
    if best_matches and best_matches[-1][1] - start > length:
        start = max(start, best_matches[0][0] - length // 4)
    return start, min(start + length, len(text))


def _score(matches: list[tuple[int, int, str]]) -> tuple[int, int]:
    """How well a sentence answers: its terms, then its longest unbroken match."""
    if not matches:
        return 0, 0
    stretches = _merged(matches, matches[0][0], matches[-1][1])
    return len({term for *_, term in matches}), max(last - first for first, last in stretches)


def _merged(matches: list[tuple[int, int, str]], start: int, end: int) -> list[tuple[int, int]]:
    """The places inside a window, with overlapping and touching ones made one."""
    places: list[tuple[int, int]] = []
    for first, last, _term in matches:
        if first < start or first >= end:
            continue
        last = min(last, end)
        if places and first <= places[-1][1]:
            places[-1] = (places[-1][0], max(last, places[-1][1]))
        else:
            places.append((first, last))
    return places


def _html(text: str) -> str:
    """Displayed text as HTML, its line breaks and blanks as one blank."""
    return escape(_BLANKS.sub(" ", text))
