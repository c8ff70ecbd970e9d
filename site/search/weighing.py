"""How much of a question each page answers: by how many of its concepts and how rare they are."""

import math
from collections import defaultdict
from dataclasses import dataclass

from search.engines import engine
from search.gathering import Arm, Gathered, Scores, pages
from search.question import Concept

# What a concept is worth where it is said; where it is said twice, the last of these holds.
_WORTH = {"text": 0.4, "near": 0.7, "otherwise": 0.8, "title": 1.0}
# Of what the best page says of a question, this part at least.
_LEAST_PART = 0.15
# Rarer than on one page of so many is chance: two characters that meet across words.
_RAREST = 30
# What is rare counts more than many words that every page has.
_RARITY_POWER = 1.5
# Two characters of a stretch that we do not know may belong to two words.
_PAIR = 0.5


@dataclass(frozen=True)
class Weighed:
    """`scores` weigh where a page says what is asked; `parts` only that it says it."""

    scores: Scores
    parts: Scores

    def most(self) -> Scores:
        """The pages that say most of what is asked."""
        least = max(self.parts.values(), default=0) * _LEAST_PART
        return {page: self.scores[page] for page, part in self.parts.items() if part >= least}


def arms(asked: list[Concept], slips: bool) -> dict[object, Arm]:
    """What to gather for `weigh`; with `slips`, titles that nearly say a concept too."""
    database = engine()
    made: dict[object, Arm] = {}
    for at, concept in enumerate(asked):
        made[at, "title"] = pages("title", concept.said(database))
        made[at, "text"] = pages("text", concept.said_otherwise(database))
        if concept.others:
            made[at, "otherwise"] = pages("title", concept.said_otherwise(database))
        if slips and concept.near:
            made[at, "near"] = pages("near", concept.nearly_said(database))
    return made


def weigh(asked: list[Concept], gathered: Gathered) -> Weighed:
    """Weigh the pages by these concepts."""
    scores: defaultdict[int, float] = defaultdict(float)
    parts: defaultdict[int, float] = defaultdict(float)
    for at, concept in enumerate(asked):
        worth = _worth(gathered, at)
        rarity = _rarity(gathered.total, len(worth)) * (_PAIR if concept.is_pair else 1)
        for page_id, value in worth.items():
            scores[page_id] += rarity * value
            parts[page_id] += rarity
    return Weighed(scores, parts)


def _rarity(total: int, pages: int) -> float:
    """What a concept that so many of all pages say is worth."""
    return math.log(1 + min(total / max(pages, 1), _RAREST)) ** _RARITY_POWER


def _worth(gathered: Gathered, at: int) -> Scores:
    """What each page is worth for one concept; nothing where too many say it."""
    return {
        page_id: value
        for kind, value in _WORTH.items()
        # A word that titles have is no slip.
        if kind != "near" or not gathered.pages[at, "title"]
        for page_id in gathered.pages[at, kind]
    }
