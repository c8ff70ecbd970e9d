"""The filters beside a list: each value as a link, with how many sets it would show."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from interpretations.models import InterpretationForm, Topic
from interpretations.reading import snapshot
from interpretations.reading.counting import Counts
from interpretations.reading.departments import departments
from interpretations.reading.validity import WORDS

Names = list[tuple[str, str]]


@dataclass(frozen=True)
class Option:
    """One value of a facet, as a link that chooses or drops it."""

    value: str
    label: str
    count: int | None
    url: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list."""

    label: str
    parameter: str
    options: list[Option]


def facets_of(counts: Counts, chosen: dict[str, str], but: str = "") -> list[Facet]:
    """Return the facets that have something to choose, all `but` one."""
    facets = [_facet(name, counts, chosen) for name in _labels() if name != but]
    return [facet for facet in facets if len(facet.options) > 1]


def _facet(name: str, counts: Counts, chosen: dict[str, str]) -> Facet:
    """Build a facet with 全部 first; what would show nothing is left out, unless it is chosen."""
    numbers, selected = counts.values[name], chosen[name]
    options = [
        Option(value, label, numbers.get(value, 0), _url(chosen, name, value), value == selected)
        for value, label in _names(name, numbers)
        if numbers.get(value) or value == selected
    ]
    total = counts.any_value[name]
    all_sets = Option("", _("全部"), total, _url(chosen, name, ""), not selected)
    return Facet(_labels()[name], name, [all_sets, *options])


def _names(name: str, numbers: dict[str, int]) -> Names:
    """The values of a facet with the names that readers see, in the order in which they stand."""
    if name == "department":
        labels = [
            (department.slug, department.label)
            for department in departments().values()
            if department.live
        ]
        return sorted(labels, key=lambda row: -numbers.get(row[0], 0))
    if name == "year":
        return [(year, year) for year in sorted(numbers, reverse=True)]
    if name == "validity":
        return [(code, str(words[0])) for code, words in WORDS.items()]
    return snapshot.kept("lists", _lists)[name]


def topics() -> Names:
    """The topics of the first level: value and name."""
    return snapshot.kept("lists", _lists)["topic"]


def _lists() -> dict[str, Names]:
    """The lists that the office keeps: forms, and topics of the first level."""
    return {
        "form": list(InterpretationForm.objects.values_list("slug", "name")),
        "topic": list(Topic.objects.filter(parent=None).values_list("slug", "name")),
    }


def _labels() -> dict[str, str]:
    return {
        "form": _("形式"),
        "department": _("部门"),
        "topic": _("主题"),
        "year": _("年份"),
        "validity": _("有效性"),
    }


def _url(chosen: dict[str, str], parameter: str, value: str) -> str:
    return query_string({**chosen, parameter: value})


def query_string(values: dict[str, str]) -> str:
    """The chosen filters as an address; what is not chosen is left out."""
    return "?" + urlencode({name: value for name, value in values.items() if value})


def question(chosen: dict[str, str], number: int) -> str:
    """A page of what was chosen as an address, in one form: empty for the first page of all."""
    page = {"page": str(number)} if number > 1 else {}
    return query_string({**chosen, **page}) if page or any(chosen.values()) else ""
