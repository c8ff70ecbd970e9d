"""Which clause of a saved text is which: settled when a draft is saved (decision 0088)."""

import hashlib
import secrets
from base64 import b32encode
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clauses import Clause, Paragraph
from clauses.identity.align import Known, align
from clauses.identity.fragments import assign, readable
from clauses.splitting.split import split
from interpretations.clauses.body import place_of

LENGTH = 10
SIGNS = "abcdefghijklmnopqrstuvwxyz234567"
# Half-typed sentences of a draft that is never released would pile up without end.
MOST_RETIRED = 2000

# As the page's revision keeps them: `id, path, number, level, heading, fragment` of each clause,
# in the order of the text; `block, at, mark`: where in the stored block its address is put, and
# whether as an element of its own (`body.Place`); `spans`: its words, by line, start and
# end. So neither who shows the text nor who compares it has to split it. `said` is a digest of its
# words: entries that an object has from before are not taken for those of what is typed now.
# Of each clause that the text has no longer: `id, path, number, text`.
Entry = dict[str, Any]
Name = Callable[[Clause], str]


@dataclass(frozen=True)
class Public:
    """A clause that readers have or had."""

    identity: str
    fragment: str
    path: str
    number: str
    text: str
    is_removed: bool = False


def fresh(_clause: Clause) -> str:
    """An identity that nothing has."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def derived(page: int | None) -> Name:
    """Identities for texts that were saved before clauses had any: the same text, the same ones."""

    def name(clause: Clause) -> str:
        words = f"{page}/{clause.id}/{clause.text}".encode()
        return b32encode(hashlib.sha256(words).digest()).decode().lower()[:LENGTH]

    return name


def fit(entries: Sequence[Entry], clauses: Sequence[Clause]) -> bool:
    """Whether stored entries are those of this text, clause by clause."""
    return [(entry["path"], entry["number"], entry["said"]) for entry in entries] == [
        (clause.path, clause.number, _said(clause.text)) for clause in clauses
    ]


def _said(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def identified(
    clauses: Sequence[Clause], versions: Sequence[Sequence[Known]], name: Name
) -> list[str]:
    """The identity of each clause: that of an earlier version, else a new one.

    `versions` are ordered as for `align`, the oldest first.
    """
    found = align(versions, clauses)
    return [str(one or name(clause)) for one, clause in zip(found, clauses, strict=True)]


def entries_of(
    clauses: Sequence[Clause], identities: Sequence[str], public: Iterable[Public]
) -> list[Entry]:
    """What a revision keeps of its clauses; fragments that are public stay with their clause."""
    given = assign(
        {one.fragment: one.identity for one in public},
        list(zip(identities, readable(clauses), strict=True)),
    )
    return [
        {
            "id": identity,
            "path": clause.path,
            "number": clause.number,
            "level": clause.level.value,
            "heading": clause.heading,
            "fragment": given.of[identity],
            "said": _said(clause.text),
            **_place(clause),
        }
        for clause, identity in zip(clauses, identities, strict=True)
    ]


def placed(entries: Sequence[Entry], clauses: Sequence[Clause]) -> list[Entry]:
    """The entries of a text, where its clauses begin now."""
    return [{**entry, **_place(one)} for entry, one in zip(entries, clauses, strict=True)]


def _place(clause: Clause) -> dict[str, Any]:
    place = place_of(clause)
    at, is_mark = place.anchor(clause.spans[0].start)
    spans = [[span.paragraph, span.start, span.end] for span in clause.spans]
    spans[0][1] += clause.inside
    return {"block": place.block, "at": at, "mark": is_mark, "spans": spans}


def known_entries(entries: Sequence[Entry], flow: Sequence[Paragraph]) -> list[Known]:
    """A stored text as later ones are compared with it, by its entries.

    An entry says where its words stand in the flow, as the splitter of its day saw that: where
    they are others by now, the clause has the words that the splitter of today finds for it.
    """
    words = [_words(entry, flow) for entry in entries]
    if None in words:
        today = split(flow).clauses
        of_digest = _each_once((_said(one.text), one.text) for one in today)
        of_place = _each_once(((one.path, one.number), one.text) for one in today)
        words = [
            of_digest.get(entry["said"], of_place.get((entry["path"], entry["number"]), ""))
            if own is None
            else own
            for own, entry in zip(words, entries, strict=True)
        ]
    return [
        Known(entry["id"], entry["number"], entry["path"], own or "")
        for own, entry in zip(words, entries, strict=True)
    ]


def _words(entry: Entry, flow: Sequence[Paragraph]) -> str | None:
    """The words of an entry; None where they do not stand where it says."""
    if not all(0 <= line < len(flow) for line, _start, _end in entry["spans"]):
        return None
    parts = (flow[line].text[start:end].strip() for line, start, end in entry["spans"])
    words = "\n".join(part for part in parts if part)
    return words if _said(words) == entry["said"] else None


def _each_once(pairs: Iterable[tuple[Hashable, str]]) -> dict[Hashable, str]:
    """What belongs to a name; of a name that two have nothing is known."""
    found: dict[Hashable, str] = {}
    twice = set()
    for name, text in pairs:
        if name in found:
            twice.add(name)
        found[name] = text
    return {name: text for name, text in found.items() if name not in twice}


def known(clauses: Iterable[Clause], identities: Iterable[str]) -> list[Known]:
    """A text as later ones are compared with it."""
    return [
        Known(identity, clause.number, clause.path, clause.text)
        for clause, identity in zip(clauses, identities, strict=True)
    ]


def known_public(public: Iterable[Public]) -> list[Known]:
    """What readers have now; a clause that a release took out is sought no more."""
    return [
        Known(one.identity, one.number, one.path, one.text) for one in public if not one.is_removed
    ]


def known_retired(retired: Iterable[Mapping[str, str]]) -> list[Known]:
    return [Known(one["id"], one["number"], one["path"], one["text"]) for one in retired]


def retired_after(
    before: Sequence[Entry], last: Sequence[Known], identities: Iterable[str]
) -> list[Entry]:
    """What the text has no longer: `before` was retired already, `last` is the text before.

    Each keeps its last wording.
    """
    here = set(identities)
    left = [one for one in before if one["id"] not in here][-MOST_RETIRED:]
    return left + [
        {"id": one.identity, "path": one.path, "number": one.number, "text": one.text}
        for one in last
        if one.identity not in here
    ]
