"""What a query asks for: concepts, each with the ways in which a text may say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from search.near import near_pair
from search.pairs import is_han, is_prefix, query_terms
from search.spelled import title_terms
from search.vocabulary import Part, Vocabulary

# One branch of a statement for each: more than a person asks for, fewer than a database refuses.
_MOST_CONCEPTS = 24


@dataclass(frozen=True)
class Concept:
    """One thing that is asked for.

    `own` are the terms of the reader's word, `others` those of each word that means the same,
    `near` the terms that stand for it if a character is wrong.
    """

    own: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()
    near: tuple[str, ...] = ()

    @property
    def is_pair(self) -> bool:
        """Whether it is two characters of a stretch that no word of ours is in."""
        return bool(self.near)

    def said(self, engine: ModuleType) -> str:
        """The expression for a text that says it in the reader's word."""
        return _all_of(engine, self.own)

    def said_otherwise(self, engine: ModuleType) -> str:
        """The expression for a text that says it in any word."""
        return engine.OR.join(_all_of(engine, terms) for terms in (self.own, *self.others))

    def nearly_said(self, engine: ModuleType) -> str:
        """The expression for a title that nearly says it."""
        return engine.OR.join(map(engine.term, self.near))


def strict(engine: ModuleType, query: str, prefixes: bool = True) -> str:
    """The expression for texts with every term of a query; '' when there is none.

    Without `prefixes` it asks for no term of one character, and for as much as remains.
    """
    terms = query_terms(query)
    wanted = [term for term in terms if prefixes or not is_prefix(term)]
    return engine.AND.join(map(engine.term, wanted))


def sounding(engine: ModuleType, query: str) -> str:
    """The expression for titles that sound like a folded query in pinyin; '' when it is none."""
    return engine.OR.join(_all_of(engine, terms) for terms in title_terms(query))


def wide(engine: ModuleType, words: Vocabulary, query: str, prefixes: bool = True) -> str:
    """The expression for texts with every concept of a folded query, in whatever word.

    `prefixes` are left out as by `strict`.
    """
    parts = _telling(words, query)
    if len(parts) == 1 and parts == words.parts(query) and not parts[0].same:
        return strict(engine, query, prefixes)
    concepts = (Concept(tuple(query_terms(part.text)), _others(part)) for part in parts)
    return engine.AND.join(
        f"({concept.said_otherwise(engine)})"
        for concept in concepts
        if prefixes or not any(map(is_prefix, concept.own))
    )


def meant(words: Vocabulary, query: str) -> list[str]:
    """The terms of what a folded query is about, in whatever word, each once."""
    said = [
        terms
        for part in _telling(words, query)
        for terms in (tuple(query_terms(part.text)), *_others(part))
    ]
    return list(dict.fromkeys(term for terms in said for term in terms))


def concepts(words: Vocabulary, query: str) -> list[Concept]:
    """What a folded query asks for, one by one: our words, and the pairs between them."""
    made: list[Concept] = []
    for part in _telling(words, query):
        if part.same or not is_han(part.text):
            made.append(Concept(tuple(query_terms(part.text)), _others(part)))
        else:
            made += _pairs(part.text)
    return list(dict.fromkeys(made))[:_MOST_CONCEPTS]


def _telling(words: Vocabulary, query: str) -> list[Part]:
    """The parts of a query that say what it is about; all of them where none does."""
    parts = words.parts(query)
    return [part for part in parts if not part.is_asking] or parts


def _others(part: Part) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(query_terms(word)) for word in part.same)


def _pairs(text: str) -> list[Concept]:
    return [
        Concept((text[at : at + 2],), near=tuple(near_pair(text, at)))
        for at in range(max(len(text) - 1, 1))
    ]


def _all_of(engine: ModuleType, terms: Iterable[str]) -> str:
    return f"({engine.AND.join(map(engine.term, terms))})"
