"""Give the clauses of a new text the identities that they had in earlier ones.

Texts decide, numbers only help: where a new 第六条 is put in, the old one is found again as 第七条.
First equal texts, then alike ones anywhere (moved, renumbered, split, joined), then what stands
between the same neighbours. What fits nothing is new; no identity is given twice.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from clauses.characters import plain
from clauses.identity.similarity import Index, alike, overlap, shingles

_LONG = 12  # From so many characters on a text says by itself which clause it is.
_SURE, _BETWEEN_NEIGHBOURS, _SAME_NUMBER = 0.72, 0.55, 0.5
_PART, _PART_OF_THE_WHOLE = 0.7, 0.3
_WIDEST_GAP = 60
_MOST_SIGNS = 100_000  # Each sign against each: a quarter of a second.


class Numbered(Protocol):
    """A clause of the new text; `clauses.Clause` is one."""

    @property
    def number(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Known:
    """A clause of an earlier version, with the identity that it had there."""

    identity: Hashable
    number: str
    path: str
    text: str


def align(
    versions: Sequence[Sequence[Known]], clauses: Sequence[Numbered]
) -> tuple[Hashable | None, ...]:
    """The identity of each clause, or None for a new one.

    `versions` are the earlier texts, the oldest first: all since the last release, and that. An
    identity that a version in between lacks (the text was emptied, a clause came back) is found
    in an older one. The result is as long as `clauses`; no identity stands in it twice.
    """
    new = [_Text(clause) for clause in clauses]
    alignment = _Alignment(new)
    olds = [_Version(version) for version in reversed(versions)]
    for old in olds:
        alignment.take_equal(old)
    for old in olds:
        alignment.take_alike(old)
    for old in olds:
        # Each clause that is found makes its neighbours' neighbours known.
        while alignment.take_between(old):
            pass
    for old in olds:
        alignment.take_headed(old)
    return tuple(alignment.identities)


class _Text:
    """A clause as it is compared: its words without blanks and widths."""

    def __init__(self, clause: Numbered) -> None:
        self.number = plain(clause.number)
        self.path = clause.path
        self.text = clause.text
        self.key = plain(clause.text)

    @cached_property
    def heading(self) -> str:
        return plain(self.text.partition("\n")[0])

    @cached_property
    def shingles(self) -> frozenset[str]:
        return shingles(self.key)


class _Version:
    def __init__(self, clauses: Sequence[Known]) -> None:
        self.texts = [_Text(clause) for clause in clauses]
        self.identities = [clause.identity for clause in clauses]
        self.by_path = {text.path: place for place, text in enumerate(self.texts)}
        self.places = {identity: place for place, identity in enumerate(self.identities)}


@dataclass(frozen=True)
class _Pair:
    """An old and a new clause that may be one; the higher the score, the sooner they are."""

    score: float
    old: int
    new: int


class _Alignment:
    def __init__(self, new: Sequence[_Text]) -> None:
        self.new = new
        self.by_path = {text.path: at for at, text in enumerate(new)}
        self.identities: list[Hashable | None] = [None] * len(new)
        self.given: set[Hashable] = set()

    def _give(self, new: int, identity: Hashable) -> bool:
        if self.identities[new] is not None or identity in self.given:
            return False
        self.identities[new] = identity
        self.given.add(identity)
        return True

    def _give_best(self, old: _Version, pairs: list[_Pair]) -> int:
        pairs.sort(key=lambda pair: (-pair.score, pair.old, pair.new))
        return sum(self._give(pair.new, old.identities[pair.old]) for pair in pairs)

    def _free(self, old: _Version) -> list[int]:
        return [at for at, one in enumerate(old.identities) if one not in self.given]

    def _unknown(self) -> list[int]:
        return [at for at, identity in enumerate(self.identities) if identity is None]

    def take_equal(self, old: _Version) -> None:
        """Texts that both have exactly once: long ones, and short ones in the same place."""
        free, unknown = self._free(old), self._unknown()
        had = Counter(old.texts[at].key for at in free)
        has = Counter(self.new[at].key for at in unknown)
        places = {old.texts[at].key: at for at in free}
        for at in unknown:
            key = self.new[at].key
            if key and had[key] == has[key] == 1 and self._says_which(old, places[key], at):
                self._give(at, old.identities[places[key]])

    def _says_which(self, old: _Version, place: int, at: int) -> bool:
        """Whether equal words are enough: few words are said of many things, headings of one."""
        long = len(self.new[at].key) >= _LONG
        same_place = old.texts[place].path == self.new[at].path
        same_place = same_place and self._is_below_the_same(old, place, at)
        return long or same_place or (_holds(old.texts, place) and _holds(self.new, at))

    def take_alike(self, old: _Version) -> None:
        """Long texts that are much alike, wherever they stand; the larger part of a split one."""
        free = self._free(old)
        index = Index((at, old.texts[at].shingles) for at in free)
        pairs = []
        for at in self._unknown():
            text = self.new[at]
            if len(text.key) < _LONG:
                continue
            for place in index.likely(text.shingles):
                score = _likeness(old.texts[place], text)
                if score:
                    pairs.append(_Pair(score + self._evidence(old, place, at), place, at))
        self._give_best(old, pairs)

    def take_headed(self, old: _Version) -> None:
        """What has the same number and first line, though other paragraphs below it."""
        places = {old.texts[at].path: at for at in self._free(old)}
        for at in self._unknown():
            place = places.get(self.new[at].path)
            if place is None or not self._is_below_the_same(old, place, at):
                continue
            if self.new[at].heading == old.texts[place].heading != "":
                self._give(at, old.identities[place])

    def _is_below_the_same(self, old: _Version, place: int, at: int) -> bool:
        """Whether the clauses that hold both are not known to be two."""
        above = self.new[at].path.rpartition("/")[0]
        was, now = old.by_path.get(above), self.by_path.get(above)
        if was is None or now is None or self.identities[now] is None:
            return True
        return self.identities[now] == old.identities[was]

    def _evidence(self, old: _Version, place: int, at: int) -> float:
        """What speaks for a pair beside its texts; it decides only between equal ones."""
        evidence = 0.01 * (old.texts[place].path == self.new[at].path)
        for step in (-1, 1):
            neighbour = self.identities[at + step] if 0 <= at + step < len(self.new) else None
            if neighbour is not None and old.places.get(neighbour) == place + step:
                evidence += 0.02
        return evidence

    def take_between(self, old: _Version) -> int:
        """What stands between the same neighbours; returns how many were found."""
        found = 0
        for run in _runs(self._unknown()):
            places = self._same_place(old, run)
            if places and self._is_narrow(old, run, places):
                pairs = [p for place in places for at in run if (p := self._fit(old, place, at))]
                found += self._give_best(old, pairs)
                found += self._retitled(old, run, places)
        return found

    def _same_place(self, old: _Version, run: Sequence[int]) -> list[int]:
        """The free clauses of the old text after what precedes, or before what follows."""
        first, last = run[0], run[-1]
        before = old.places.get(self.identities[first - 1]) if first else -1
        ends = last + 1 == len(self.new)
        after = len(old.texts) if ends else old.places.get(self.identities[last + 1])
        places: set[int] = set()
        for start, step in ((before, 1), (after, -1)):
            at = None if start is None else start + step
            while at is not None and 0 <= at < len(old.texts) and self._is_free(old, at):
                places.add(at)
                at += step
                if len(places) > _WIDEST_GAP**2:
                    return []
        return sorted(places)

    def _is_narrow(self, old: _Version, run: Sequence[int], places: Sequence[int]) -> bool:
        """Whether each can be compared with each; the time grows with both lengths."""
        signs = sum(len(self.new[at].key) for at in run)
        signs *= sum(len(old.texts[place].key) for place in places)
        return len(places) * len(run) <= _WIDEST_GAP**2 and signs <= _MOST_SIGNS**2

    def _is_free(self, old: _Version, at: int) -> bool:
        return old.identities[at] not in self.given

    def _fit(self, old: _Version, place: int, at: int) -> _Pair | None:
        was, now = old.texts[place], self.new[at]
        score = _alike(was, now)
        same = was.number == now.number
        least = _SAME_NUMBER if same else _BETWEEN_NEIGHBOURS
        if not now.key or score < least:
            return None
        return _Pair(score + 0.1 * same + self._evidence(old, place, at), place, at)

    def _retitled(self, old: _Version, run: Sequence[int], places: Sequence[int]) -> int:
        """A chapter alone between its neighbours stays itself under a new heading."""
        left = [at for at in run if self.identities[at] is None]
        free = [place for place in places if self._is_free(old, place)]
        if len(left) != 1 or len(free) != 1:
            return 0
        (at,), (place,) = left, free
        was, now = old.texts[place], self.new[at]
        short = max(len(was.key), len(now.key)) <= 2 * _LONG
        if short and was.number == now.number and self._leads(old, place, at):
            return self._give(at, old.identities[place])
        return 0

    def _leads(self, old: _Version, place: int, at: int) -> bool:
        """Whether both stand right above the same clause, and are what holds it."""
        if at + 1 >= len(self.new) or place + 1 >= len(old.texts):
            return False
        return _holds(self.new, at) and self.identities[at + 1] == old.identities[place + 1]


def _holds(texts: Sequence[_Text], at: int) -> bool:
    """Whether a clause is the heading of others."""
    inner = texts[at + 1].path if at + 1 < len(texts) else ""
    chapter = texts[at].number.endswith(("编", "章", "节", "部分"))
    return chapter or inner.startswith(f"{texts[at].path}/")


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Consecutive places, together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _likeness(was: _Text, now: _Text) -> float:
    """How surely two long texts are one clause; 0 where they are not."""
    part, whole = overlap(was.shingles, now.shingles)
    score = _alike(was, now)
    if score >= _SURE:
        return score
    if part >= _PART and whole >= _PART_OF_THE_WHOLE:
        # Of the parts of one clause the largest stays it.
        return whole
    return 0.0


def _alike(was: _Text, now: _Text) -> float:
    """How much two texts share; of texts as long as a book only their runs of signs are asked."""
    if len(was.key) * len(now.key) > _MOST_SIGNS**2:
        return overlap(was.shingles, now.shingles)[1]
    return alike(was.key, now.key)
