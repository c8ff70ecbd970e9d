"""Long runs of words that a paragraph shares with few clauses."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clauses.characters import plain

LENGTH = 8  # A run of eight characters is the shortest that counts.
MOST_CLAUSES = 2  # A run that more clauses have says nothing about one.
_TITLE = re.compile("《[^《》]*》")


@dataclass(frozen=True)
class Run:
    """Characters `start` to `end` of a paragraph, blanks left out, that a clause has too."""

    clause: int
    start: int
    end: int


class Phrases:
    """The clauses of a document by every run of eight characters in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts: Sequence[str] = [plain(text) for text in texts]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts):
            for gram in {text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1)}:
                places[gram].append(place)
        self._places = places

    def having(self, gram: str) -> Sequence[int]:
        """The clauses that have a run of eight characters, in their order."""
        return self._places.get(gram, ())

    def shared(self, paragraph: str) -> list[Run]:
        """The longest runs that a paragraph shares with at most two clauses each.

        `paragraph` is plain (`characters.plain`). Titles in 《》 are names that everybody uses.
        """
        masked = _TITLE.sub(lambda title: "\0" * len(title[0]), paragraph)
        return list(self._runs(masked))

    def _runs(self, text: str) -> Iterator[Run]:
        going: dict[int, int] = {}
        for at in range(len(text) - LENGTH + 2):
            here = self.having(text[at : at + LENGTH]) if at + LENGTH <= len(text) else ()
            rare = here if len(here) <= MOST_CLAUSES else ()
            for clause in [clause for clause in going if clause not in rare]:
                yield Run(clause, going.pop(clause), at + LENGTH - 1)
            for clause in rare:
                going.setdefault(clause, at)
