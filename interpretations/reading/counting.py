"""How many sets a list holds, and how many each value of a filter would show.

A number says what a click will show, so each filter is counted under all the others.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from interpretations.reading.catalogue import Catalogue
from interpretations.reading.filters import FILTERS

Chosen = dict[str, str]


@dataclass(frozen=True)
class Counts:
    """For each filter the sets of each value that has any, and those of any value."""

    values: dict[str, dict[str, int]]
    any_value: dict[str, int]


def found_by(sets: Catalogue, base: int, chosen: Chosen, but: str = "") -> int:
    """Those of the places of a list that the chosen filters find, all filters `but` one."""
    asked = [(name, chosen[name]) for name in FILTERS if chosen[name] and name != but]
    return reduce(and_, (sets.with_label(*label) for label in asked), base)


def counts_of(sets: Catalogue, base: int, chosen: Chosen) -> Counts:
    """Count the places of a list under the chosen filters."""
    others = {name: found_by(sets, base, chosen, but=name) for name in FILTERS}
    values: dict[str, dict[str, int]] = {name: {} for name in FILTERS}
    for (name, value), bits in sets.labels.items():
        if name in values and (count := (bits & others[name]).bit_count()):
            values[name][value] = count
    return Counts(values, {name: bits.bit_count() for name, bits in others.items()})
