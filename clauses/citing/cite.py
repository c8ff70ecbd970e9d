"""Say which clauses a text cites, in this document or in another one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from clauses.citing.document import Document
from clauses.citing.names import named_before
from clauses.citing.reading import Reference, Relative, Step, references
from clauses.model import Clause

_NEEDS_A_PLACE = ("款", "项", "目")


@dataclass(frozen=True)
class Context:
    """Where a text stands.

    `document` is what it speaks of; `here` the id of the clause in which it stands, None in an
    interpretation; `names` leads from short names of documents to their titles (`short_names`).
    """

    document: Document
    here: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Citation:
    """One citation, characters `start` to `end` of the text.

    `clauses` are the ids of what it means; `elsewhere` the title of another document, '' for
    this one. Where there are none, `missing` says that this document has no such clause, and
    `several` that more than one has the number: none is chosen.
    """

    start: int
    end: int
    text: str
    clauses: tuple[str, ...]
    elsewhere: str = ""
    missing: bool = False
    several: bool = False


def cite(text: str, context: Context) -> tuple[Citation, ...]:
    """The citations of a text in their order.

    第二款 alone means a part of the article in which the text stands, and nothing where it stands
    in none.
    """
    found: list[Citation] = []
    name: str | None = None
    for reference in references(text):
        if reference.first:
            name = named_before(text, reference.start, context.names)
        if citation := _resolved(text, reference, name, context):
            found.append(citation)
    return tuple(found)


def _resolved(
    text: str, reference: Reference, name: str | None, context: Context
) -> Citation | None:
    start, end = reference.start, reference.end
    words = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    bodies = _bodies(name, context)
    if name and not bodies:
        title = context.names.get(name, name)
        return Citation(start, end, words, (), elsewhere=title)
    if _hangs_in_the_air(reference, context):
        return None
    clauses = _clauses(reference, bodies, context)
    ids = tuple(dict.fromkeys(clause.id for clause in clauses))
    several = not ids and _is_of_several(reference, bodies, context.document)
    return Citation(start, end, words, ids, missing=not ids and not several, several=several)


def _is_of_several(reference: Reference, bodies: Iterable[int], document: Document) -> bool:
    """Whether more than one clause has the number that the reference begins with."""
    if reference.relative or reference.steps[0].unit in _NEEDS_A_PLACE:
        return False
    first = reference.steps[0]
    return any(
        sum(clause.body in bodies for clause in document.find(first.unit, values, None)) > 1
        for values in first.values
    )


def _bodies(name: str | None, context: Context) -> list[int]:
    """The bodies of this document that may be meant; none where another document is named."""
    document, here = context.document, context.here
    if name:
        bodies = document.bodies_named(context.names.get(name, name))
        if name.startswith("本") and not bodies:
            # 本办法 in a text that names itself otherwise is still this text.
            return [document.clauses[here].body] if here else [*document.titles]
        return bodies
    return [document.clauses[here].body] if here else [*document.titles]


def _hangs_in_the_air(reference: Reference, context: Context) -> bool:
    """Whether a reference leans on a place that there is not: 前款 in an interpretation."""
    if reference.relative:
        return context.here is None
    first = reference.steps[0].unit
    if first not in _NEEDS_A_PLACE:
        return False
    here = context.here and context.document.clauses[context.here]
    return not here or context.document.around(here, "条") is None


def _clauses(reference: Reference, bodies: Iterable[int], context: Context) -> list[Clause]:
    document = context.document
    starts: list[Clause | None] = [None]
    if reference.relative:
        starts = [*_relative(reference.relative, context)]
    elif reference.steps[0].unit in _NEEDS_A_PLACE:
        starts = [_place_of(reference.steps[0].unit, context)]
    found = _walk(document, starts, reference.steps, bodies)
    if reference.until:
        ends = _walk(document, starts, reference.until, bodies)
        return document.between(found[0], ends[-1]) if found and ends else []
    return found


def _relative(relative: Relative, context: Context) -> list[Clause]:
    document = context.document
    here = document.clauses[context.here or ""]
    own = document.around(here, relative.unit)
    if own is None:
        return []
    if relative.back:
        return document.before(own, relative.unit, relative.back)
    return [own]


def _place_of(unit: str, context: Context) -> Clause | None:
    """What a bare 第二款 or 第一项 is a part of."""
    document = context.document
    here = document.clauses[context.here or ""]
    if unit == "款":
        return document.around(here, "条")
    if unit == "目":
        return document.around(here, "项")
    return document.around(here, "款")


def _walk(
    document: Document,
    starts: Iterable[Clause | None],
    steps: Iterable[Step],
    bodies: Iterable[int],
) -> list[Clause]:
    """Follow the steps down from each start; several figures of a step are several ways."""
    now = list(starts)
    for step in steps:
        ways = [_inside(document, step, above, bodies) for above in now]
        now = [clause for way in ways for clause in way]
    return [clause for clause in now if clause is not None]


def _inside(
    document: Document, step: Step, above: Clause | None, bodies: Iterable[int]
) -> list[Clause]:
    found: list[Clause] = []
    for values, body in product(step.values, bodies):
        of_body = [c for c in document.find(step.unit, values, above) if c.body == body]
        # One number in several texts of a document: which is meant is not said.
        found += of_body if above is not None or len(of_body) == 1 else []
    found = _of_one_body(found)
    if step.spans and len(found) > 1:
        return document.between(found[0], found[-1])
    return found


def _of_one_body(found: list[Clause]) -> list[Clause]:
    return found if len({clause.body for clause in found}) <= 1 else []
