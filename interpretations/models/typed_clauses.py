"""Clauses that somebody typed as people cite them: which are meant, and what found nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from clauses.citing.cite import Citation, Context, cite
from clauses.citing.document import Document
from clauses.citing.reading import Reference, references
from interpretations.models.clauses import clauses_of, split_of
from interpretations.models.policy import PolicyPage

_ENDS = "[；;。\n]"  # behind these a title counts no longer
_PART = re.compile("[^、，,]+")


@dataclass(frozen=True)
class Meant:
    """`clauses` are numbers of documents with identities; `nothing` is what found none."""

    clauses: tuple[tuple[int, str], ...]
    nothing: tuple[str, ...]


class Citing:
    """Reads what is typed about the first of these documents, and others named by 《title》."""

    def __init__(self, documents: Sequence[PolicyPage]) -> None:
        self._own = _Text(documents[0])
        self._texts = {f"《{one.title}》": _Text(one) for one in reversed(documents)}
        titles = sorted(self._texts, key=len, reverse=True)
        self._cuts = re.compile(f"({'|'.join(map(re.escape, titles))}|{_ENDS})")

    def read(self, words: str) -> Meant:
        """What these words mean; each part of them is a clause or is told."""
        found = [self._part(title, text) for title, text in self._parts(words)]
        clauses = dict.fromkeys(clause for one in found for clause in one.clauses)
        nothing = dict.fromkeys(name for one in found for name in one.nothing)
        return Meant(tuple(clauses), tuple(nothing) if found else (words,))

    def _parts(self, words: str) -> Iterator[tuple[str, str]]:
        """Stretches about one document each, with the title in 《》 before it, or ''."""
        title, unused = "", ""
        for part in self._cuts.split(words):
            if part in self._texts or re.fullmatch(_ENDS, part):
                if unused:
                    yield "", unused
                title = unused = part if part in self._texts else ""
            elif part.strip():
                yield title, part.strip()
                unused = ""
        if unused:
            yield "", unused

    def _part(self, title: str, text: str) -> Meant:
        """A title may also be that of a text which the first document brings along."""
        meant = self._own.read(f"{title}{text}")
        if not (title and meant.nothing):
            return meant
        meant = self._texts[title].read(text)
        return Meant(meant.clauses, tuple(f"{title}{name}" for name in meant.nothing))


class _Text:
    """A document that is cited."""

    def __init__(self, policy: PolicyPage) -> None:
        tree, self._identity = split_of(policy)
        self._policy, self._context = policy, Context(Document(tree))
        # Of labels that are the same the first one counts.
        self._labels = {one.label: one.identity for one in reversed(clauses_of(policy))}

    def read(self, text: str) -> Meant:
        if text in self._labels:
            return Meant(((self._policy.pk, self._labels[text]),), ())
        cited = {one.end: one for one in cite(text, self._context)}
        spans = list(references(text))
        clauses, nothing = [], []
        for one in spans:
            found = cited.get(one.end)
            clauses += [self._identity[id_] for id_ in found.clauses] if found else []
            if not found or not _is_whole(one, found):
                nothing.append(_name(text, one, found))
        for match in _PART.finditer(text):
            part = match[0].strip()
            is_cited = any(one.start < match.end() and match.start() < one.end for one in spans)
            if part in self._labels and not is_cited:
                clauses.append(self._labels[part])
            elif part and not is_cited:
                nothing.append(part)
        return Meant(tuple((self._policy.pk, clause) for clause in clauses), tuple(nothing))


def _is_whole(reference: Reference, found: Citation) -> bool:
    """Whether each number of 第三、九十九条 is there, not only one of them."""
    if reference.until:
        return bool(found.clauses)
    return len(found.clauses) >= prod(len(set(step.values)) for step in reference.steps)


def _name(text: str, reference: Reference, found: Citation | None) -> str:
    elsewhere = f"《{found.elsewhere}》" if found and found.elsewhere else ""
    return f"{elsewhere}{text[reference.start : reference.end].strip()}"
