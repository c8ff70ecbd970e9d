"""How alike two clauses are, and which of many are worth comparing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel

SHINGLE = 4
_COMMON = 12  # A run of characters that so many clauses have says nothing about any of them.
_MOST_LIKELY = 6


def shingles(key: str) -> frozenset[str]:
    """Every run of four characters; of a shorter text the text itself."""
    if len(key) <= SHINGLE:
        return frozenset((key,)) if key else frozenset()
    return frozenset(key[at : at + SHINGLE] for at in range(len(key) - SHINGLE + 1))


def alike(one: str, other: str) -> float:
    """How much two texts share, from 0 to 1: twice the common characters in order over both."""
    return float(Indel.normalized_similarity(one, other))


def overlap(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """The shared shingles as a part of the smaller, and of the larger text."""
    if not one or not other:
        return 0.0, 0.0
    shared = len(one & other)
    return shared / min(len(one), len(other)), shared / max(len(one), len(other))


class Index:
    """Finds which of some texts share rare runs of characters with another."""

    def __init__(self, keys: Iterable[tuple[int, frozenset[str]]]) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, parts in keys:
            for part in parts:
                self._places[part].append(place)

    def likely(self, parts: frozenset[str]) -> Sequence[int]:
        """The places that share the most rare shingles, best first, at most six."""
        votes: Counter[int] = Counter()
        for part in parts:
            places = self._places.get(part, ())
            if len(places) <= _COMMON:
                votes.update(places)
        ranked = sorted(votes.items(), key=lambda one: (-one[1], one[0]))
        return [place for place, _ in ranked[:_MOST_LIKELY]]
