"""The ladder that a query climbs until enough sets answer it.

A file number; every word as it was typed; every word or another that means the same, without the
words that only ask; any of the words, by how many and how rare; where none answers, what the query
spells in pinyin; and at last a slip of one character in a title or a known word (docs/search.md).
"""

import re
from dataclasses import dataclass

from chinese.folding import fold
from chinese.numbers import asked_key, shorter_keys
from search.engines import engine
from search.gathering import Arm, Gathered, Scores, gather, matches, pages
from search.pairs import QUERY_LENGTH, query_terms
from search.question import concepts, meant, sounding, strict, wide
from search.spelled import spelled_out
from search.vocabulary import Vocabulary, vocabulary
from search.weighing import arms, weigh

# Several pages of one set may match; fewer candidates than this would lose sets from the end.
_CANDIDATES_PER_HIT = 5
# The next rung is climbed while fewer sets than this answer.
_ENOUGH = 10
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
class Hit:
    """One set that answers a query, with the page of it that answers best.

    Scores tell order within one rung only; the list is in order.
    """

    set_id: int
    page_id: int
    score: float


def find(query: str, limit: int = 200) -> list[Hit]:
    """The sets that answer a query, best first, at most `limit`; no input raises.

    A file number in the query puts the document that bears it first. A word in a title weighs
    more than one in a body.
    """
    typed = query[:QUERY_LENGTH]
    if limit < 1 or not query_terms(typed):
        return []
    candidates = limit * _CANDIDATES_PER_HIT
    if (key := asked_key(typed)) and (hits := _numbered(key, typed, candidates, limit)):
        return hits
    words, plain = vocabulary(), fold(typed)
    gathered = gather(_arms(words, plain, candidates, slips=False))
    if gathered.pages["strict"] or gathered.pages["wide"]:
        return _answers(words, plain, gathered, limit)
    if hits := _spelled(words, plain, candidates, limit):
        return hits
    # As put right, then as typed: a word that is nearly one of ours may be another one.
    for read in dict.fromkeys([words.corrected(plain), plain]):
        gathered = gather(_arms(words, read, candidates, slips=True), known=gathered)
        if hits := _answers(words, read, gathered, limit):
            return hits
    return []


def _spelled(words: Vocabulary, plain: str, candidates: int, limit: int) -> list[Hit]:
    """The sets that answer a query in pinyin: known words that it spells, else titles like it."""
    if not _LETTERS.search(plain):
        return []
    read = spelled_out(plain, words.spellings)
    if read != plain:
        gathered = gather(_arms(words, read, candidates, slips=False))
        if hits := _answers(words, read, gathered, limit):
            return hits
    if expression := sounding(engine(), plain):
        gathered = gather({"near": pages("near", expression)})
        return _hits(gathered, [gathered.pages["near"]], limit)
    return []


def terms_meant(query: str) -> list[str]:
    """The terms that answer a query in a text, in the reader's words and in others."""
    words, plain = vocabulary(), fold(query[:QUERY_LENGTH])
    read = spelled_out(plain, words.spellings) if _LETTERS.search(plain) else plain
    return list(dict.fromkeys(term for said in (plain, read) for term in meant(words, said)))


def _arms(words: Vocabulary, plain: str, candidates: int, slips: bool) -> dict[object, Arm]:
    """What to ask the full text about a query: all of it as typed, in any word, and each part."""
    typed, any_word = strict(engine(), plain), wide(engine(), words, plain)
    made: dict[object, Arm] = {"strict": matches(typed, candidates)}
    if any_word != typed:
        made["wide"] = matches(any_word, candidates)
    return made | arms(concepts(words, plain), slips)


def _numbered(key: str, typed: str, candidates: int, limit: int) -> list[Hit]:
    """The sets whose file number a query names, before those that cite it; none without number.

    The reader may have left off the front of the number, written other words before it, or
    mistyped the letters: then year and serial tell.
    """
    shorter = shorter_keys(key)
    # A serial number alone is looked for in every year.
    ending = key.removeprefix("|") if key.startswith("||") else key
    ends = engine().NUMBER_ENDS
    conditions = " OR ".join([ends, *["number_key = %s" for _ in shorter]])
    wanted = {
        "number": Arm(_NUMBERED.format(conditions), (key, ending, *shorter, candidates)),
        "strict": matches(strict(engine(), typed), candidates),
    }
    _prefix, year, serial = key.split("|")
    if year:
        same = (key, f"|{year}|{serial}", candidates)
        wanted["serial"] = Arm(_NUMBERED.format(ends), same)
    gathered = gather(wanted)
    numbered = gathered.pages["number"] or gathered.pages["serial"]
    return _hits(gathered, [numbered, gathered.pages["strict"]], limit) if numbered else []


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
    hits = _hits(gathered, [full], limit)
    return hits if len(hits) >= _ENOUGH else _hits(gathered, [weighed.most() | full], limit)


def _hits(gathered: Gathered, rungs: list[Scores], limit: int) -> list[Hit]:
    """The best page of each set, rung by rung; of equals the document, then the newest set."""
    hits: dict[int, Hit] = {}
    for scores in rungs:
        ranked = sorted(
            (-score, not is_policy, -set_id, page_id)
            for page_id, score in scores.items()
            for set_id, is_policy in (gathered.sets[page_id],)
        )
        for score, _later, set_id, page_id in ranked:
            hits.setdefault(-set_id, Hit(-set_id, page_id, -score))
    return list(hits.values())[:limit]
