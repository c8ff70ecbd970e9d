"""Readable addresses of clauses inside a page: #第六条第二款, #一-（二）, #body2-第三条."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from clauses.characters import plain
from clauses.model import Clause, Level
from clauses.numerals import chinese

_LEGAL = {Level.KUAN: "款", Level.XIANG: "项", Level.MU: "目"}
_WIDE = str.maketrans("()", "（）")
_UNFIT = re.compile(r"[\s、.#%?&\"'<>/]+")


def readable(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The fragment that each clause of a text would like to have, by its place in the text.

    As people cite: 第六条第二款第一项, 一-（二）-3, 1.2.1, 第3段; attached texts begin with body2-.
    Two clauses with one path wish the same; `assign` parts them.
    """
    wished: dict[str, str] = {}
    for clause in clauses:
        above = wished.get(clause.parent or "", "")
        wished[clause.id] = _wish(clause, above)
    return tuple(wished[clause.id] for clause in clauses)


def _wish(clause: Clause, above: str) -> str:
    root = "" if clause.body == 1 else f"body{clause.body}-"
    if clause.level in _LEGAL and above:
        return f"{above}第{chinese(clause.values[0])}{_LEGAL[clause.level]}"
    if clause.level is Level.DUAN:
        return f"{root}第{clause.values[0]}段"
    if clause.level is Level.DEC:
        return root + ".".join(str(value) for value in clause.values)
    # A bracket of half width at the end of an address is left off by many programs.
    own = _UNFIT.sub("", plain(clause.number)).translate(_WIDE)
    return f"{above}-{own}" if above and "/" in _below_root(clause) else f"{root}{own}"


def _below_root(clause: Clause) -> str:
    """The path inside the body: articles stand in it without their chapter."""
    return clause.path.removeprefix(f"body{clause.body}/")


@dataclass(frozen=True)
class Fragments:
    """The fragment of each clause of today.

    `of` is in the order of the text; `removed` are the public ones whose clause is not there any
    more, with its identity; `aliases` are further public ones that lead to a clause of today.
    """

    of: Mapping[Hashable, str]
    aliases: Mapping[str, Hashable]
    removed: tuple[tuple[str, Hashable], ...]


def assign(public: Mapping[str, Hashable], today: Sequence[tuple[Hashable, str]]) -> Fragments:
    """Give each clause of today a fragment; a public one never leads to another clause.

    `public` says of every fragment that was ever public whose it is, the oldest first; `today`
    is identity and wished fragment (`readable`) of each clause. A clause keeps the one it had in
    public; a newcomer that wishes a taken one gets 第六条-2, 第六条-3 ….
    """
    mine: dict[Hashable, list[str]] = {}
    for fragment, identity in public.items():
        mine.setdefault(identity, []).append(fragment)
    here = {identity for identity, _ in today}
    of: dict[Hashable, str] = {}
    taken = set(public)
    counts: dict[str, int] = {}
    for identity, wished in today:
        if own := mine.get(identity):
            of[identity] = wished if wished in own else own[0]
        else:
            of[identity] = _free(wished, taken, counts)
        taken.add(of[identity])
    aliases = {f: i for f, i in public.items() if i in here and of[i] != f}
    removed = tuple((f, i) for f, i in public.items() if i not in here)
    return Fragments(of, aliases, removed)


def _free(wished: str, taken: set[str], counts: dict[str, int]) -> str:
    """A fragment that nobody has; `counts` is how far each wished one has been counted."""
    if wished not in taken:
        return wished
    count = counts.get(wished, 1) + 1
    while f"{wished}-{count}" in taken:
        count += 1
    counts[wished] = count
    return f"{wished}-{count}"
