"""How many sets a list holds, and how many each value of a filter would show.

A number says what a click will show, so each filter is counted under all the others. A list is
read once an edition and day, as groups of sets with the same values; every choice of filters is
counted from them.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from interpretations.models import InterpretationPage
from interpretations.reading import snapshot
from interpretations.reading.departments import departments
from interpretations.reading.filters import FILTERS

Chosen = dict[str, str]
Forms = dict[int, tuple[str, ...]]


class Values(NamedTuple):
    """What the filters can find of a set: the slugs of its labels, its year, its validity."""

    department: str
    topic: str
    parent: str
    year: str
    validity: str
    forms: tuple[str, ...]


Groups = Counter[Values]


@dataclass(frozen=True)
class Counts:
    """The sets of a list in all; for each filter the sets of each value, and those of any."""

    total: int
    values: dict[str, Counter[str]]
    any_value: dict[str, int]


def counts_of(base: QuerySet, chosen: Chosen, place: str) -> Counts:
    """Count a list, or give what this edition and day counted; `place` names the list."""

    def count() -> Counts:
        groups = snapshot.kept(f"groups:{place}", lambda: _groups(base, _all_forms()))
        return _count(groups, chosen)

    list_key = hashlib.sha256(urlencode({**chosen, "place": place}).encode()).hexdigest()
    return snapshot.kept(f"counts:{list_key}", count)


def counts_anew(base: QuerySet, chosen: Chosen) -> Counts:
    """Count a short list that nobody else asks for."""
    explaining = _explaining().filter(explanations__policy__in=base.order_by().values("pk"))
    return _count(_groups(base, _forms(explaining)), chosen)


def _count(groups: Groups, chosen: Chosen) -> Counts:
    return Counts(
        total=_sets(groups, chosen),
        values={name: _by_value(groups, chosen, name) for name in FILTERS},
        any_value={name: _sets(groups, chosen, but=name) for name in FILTERS},
    )


def _by_value(groups: Groups, chosen: Chosen, name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for values, sets in groups.items():
        if _fits(values, chosen, but=name):
            for value in _shown(values, name):
                counts[value] += sets
    return counts


def _shown(values: Values, name: str) -> tuple[str, ...]:
    """The values of one filter under which a list names these sets."""
    if name == "form":
        return values.forms
    if name == "topic":
        return (values.parent or values.topic,)
    return (getattr(values, name),)


def _sets(groups: Groups, chosen: Chosen, but: str = "") -> int:
    return sum(sets for values, sets in groups.items() if _fits(values, chosen, but))


def _fits(values: Values, chosen: Chosen, but: str = "") -> bool:
    """Tell whether the chosen filters find sets with these values, all filters `but` one."""
    return all(
        chosen[name] in _found_by(values, name) for name in FILTERS if chosen[name] and name != but
    )


def _found_by(values: Values, name: str) -> tuple[str, ...]:
    """The values of one filter that find these sets: a topic is found by its parent too."""
    return (values.topic, values.parent) if name == "topic" else _shown(values, name)


def _groups(base: QuerySet, forms: Forms) -> Groups:
    slugs = {path: department.slug for path, department in departments().items() if department.live}
    rows = base.order_by().values_list(
        "pk", "path", "topic__slug", "topic__parent__slug", "publication__released_at", "validity"
    )
    return Counter(
        Values(
            slugs.get(path[: -base.model.steplen], ""),
            topic or "",
            parent or "",
            str(timezone.localtime(released_at).year),
            validity,
            forms.get(pk, ()),
        )
        for pk, path, topic, parent, released_at, validity in rows
    )


def _all_forms() -> Forms:
    return snapshot.kept("forms", lambda: _forms(_explaining()))


def _forms(explaining: QuerySet) -> Forms:
    """The forms in which each document is explained, by its own interpretations and others'."""
    rows = explaining.values_list("explanations__policy", "form__slug").distinct()
    forms_of: dict[int, set[str]] = {}
    for pk, form in rows:
        forms_of.setdefault(pk, set()).add(form or "")
    return {pk: tuple(sorted(forms)) for pk, forms in forms_of.items()}


def _explaining() -> QuerySet:
    return InterpretationPage.objects.public().order_by()
