"""The ladder that a query climbs until enough sets answer it.

A file number; every word as it was typed; every word or another that means the same, without the
words that only ask; any of the words, by how many and how rare; where none answers, what the query
spells in pinyin; and at last a slip of one character in a title or a known word (docs/search.md).
"""

import re
from dataclasses import dataclass
from functools import cached_property

from chinese.folding import fold
from chinese.numbers import asked_key, shorter_keys
from search.engines import engine
from search.gathering import Arm, Gathered, gather, matches, pages
from search.pairs import QUERY_LENGTH, query_terms
from search.question import concepts, meant, sounding, strict, wide
from search.ranking import CANDIDATES_PER_HIT, Hit, best_of, hits_of, sets_of
from search.spelled import spelled_out
from search.vocabulary import Vocabulary, vocabulary
from search.weighing import arms, weigh

# The next rung is climbed while fewer sets than this answer.
_ENOUGH = 10
# So many pages are hardly ever fewer sets.
_PLENTY = _ENOUGH * CANDIDATES_PER_HIT
_LETTERS = re.compile("[a-z]")
# Of two that say every word alike: what says it as it was typed, and what says it more often.
_AS_TYPED, _MORE_OFTEN = 2.0, 0.1
# Two for the number itself, one for its relatives; a covering index answers it without a row.
_NUMBERED = (
    "SELECT page_id, CASE WHEN number_key = %s THEN CAST(2 AS double precision)"
    " ELSE CAST(1 AS double precision) END AS score FROM search_searchentry"
    " WHERE {} LIMIT %s"
)


@dataclass(frozen=True)
class Search:
    """A query as it was typed; the words of the office and its letters are read once."""

    query: str

    def sets(self, limit: int = 200) -> list[Hit]:
        """The sets that answer, best first, at most `limit`; no input raises.

        A file number in the query puts the document that bears it first. A word in a title weighs
        more than one in a body.
        """
        typed = self.query[:QUERY_LENGTH]
        if limit < 1 or not query_terms(typed):
            return []
        if (key := asked_key(typed)) and (hits := _numbered(key, typed, limit)):
            return hits
        gathered = gather(_arms(self._words, self._plain, limit, slips=False))
        if gathered.pages["strict"] or gathered.pages["wide"]:
            return _answers(self._words, self._plain, gathered, limit)
        return self._spelled(limit) or self._put_right(gathered, limit)

    def terms(self) -> list[str]:
        """The terms that answer in a text, in the reader's words and in others."""
        said = (self._plain, self._read)
        return list(dict.fromkeys(term for one in said for term in meant(self._words, one)))

    @cached_property
    def _words(self) -> Vocabulary:
        return vocabulary()

    @cached_property
    def _plain(self) -> str:
        return fold(self.query[:QUERY_LENGTH])

    @cached_property
    def _read(self) -> str:
        """The query with letters that spell known words read as these."""
        has_letters = _LETTERS.search(self._plain)
        return spelled_out(self._plain, self._words.spellings) if has_letters else self._plain

    def _spelled(self, limit: int) -> list[Hit]:
        """The sets that answer a query in pinyin: by known words, else by titles like it."""
        if not _LETTERS.search(self._plain):
            return []
        if self._read != self._plain:
            gathered = gather(_arms(self._words, self._read, limit, slips=False))
            if hits := _answers(self._words, self._read, gathered, limit):
                return hits
        if expression := sounding(engine(), self._plain):
            return hits_of([gather({"near": pages("near", expression)}).pages["near"]], limit)
        return []

    def _put_right(self, gathered: Gathered, limit: int) -> list[Hit]:
        """The sets that answer a query with a slip, as put right, then as typed.

        A word that is nearly one of ours may be another one.
        """
        for read in dict.fromkeys([self._words.corrected(self._plain), self._plain]):
            gathered = gather(_arms(self._words, read, limit, slips=True), known=gathered)
            if hits := _answers(self._words, read, gathered, limit):
                return hits
        return []


def find(query: str, limit: int = 200) -> list[Hit]:
    """The sets that answer a query (`Search.sets`)."""
    return Search(query).sets(limit)


def _arms(words: Vocabulary, plain: str, limit: int, slips: bool) -> dict[object, Arm]:
    """What to ask the full text about a query: all of it as typed, in any word, and each part."""
    candidates, database = limit * CANDIDATES_PER_HIT, engine()
    any_word = wide(database, words, plain)
    made: dict[object, Arm] = {"strict": _typed(plain, candidates)}
    if any_word != strict(database, plain):
        whole = wide(database, words, plain, prefixes=False)
        made["wide"] = matches(any_word, whole, candidates)
    return made | arms(concepts(words, plain), slips)


def _typed(plain: str, candidates: int) -> Arm:
    """The pages that have every term of a query as it was typed."""
    whole = strict(engine(), plain, prefixes=False)
    return matches(strict(engine(), plain), whole, candidates)


def _numbered(key: str, typed: str, limit: int) -> list[Hit]:
    """The sets whose file number a query names, before those that cite it; none without number.

    The reader may have left off the front of the number, written other words before it, or
    mistyped the letters: then year and serial tell.
    """
    shorter, candidates = shorter_keys(key), limit * CANDIDATES_PER_HIT
    # A serial number alone is looked for in every year.
    ending = key.removeprefix("|") if key.startswith("||") else key
    ends = engine().NUMBER_ENDS
    conditions = " OR ".join([ends, *["number_key = %s" for _ in shorter]])
    wanted = {
        "number": Arm(_NUMBERED.format(conditions), (key, ending, *shorter, candidates)),
        "strict": _typed(typed, candidates),
    }
    _prefix, year, serial = key.split("|")
    if year:
        same = (key, f"|{year}|{serial}", candidates)
        wanted["serial"] = Arm(_NUMBERED.format(ends), same)
    gathered = gather(wanted)
    numbered = gathered.pages["number"] or gathered.pages["serial"]
    return hits_of([numbered, gathered.pages["strict"]], limit) if numbered else []


def _answers(words: Vocabulary, plain: str, gathered: Gathered, limit: int) -> list[Hit]:
    """The sets that say everything; where these are few, those that say most of it too."""
    weighed = weigh(concepts(words, plain), gathered)
    as_typed = gathered.pages["strict"]
    every = as_typed | gathered.pages["wide"]
    best = max(every.values(), default=1)
    full = {
        page_id: weighed.scores.get(page_id, 0) * (_AS_TYPED if page_id in as_typed else 1)
        + _MORE_OFTEN * score / best
        for page_id, score in every.items()
    }
    if len(full) >= _PLENTY and len(hits := hits_of([full], limit)) >= _ENOUGH:
        return hits
    most = best_of(weighed.most() | full, limit)
    sets = sets_of(most | full)
    hits = hits_of([full], limit, sets)
    return hits if len(hits) >= _ENOUGH else hits_of([most], limit, sets)
