"""What the editors' panels of clauses send, read and checked: links, and what explains itself.

A link is one choice among yes, no and open, under a name that says which link it is; a person may
also type the clauses of a block as people cite them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from interpretations.models.clause_links import IDENTITY, LONGEST_BLOCK, Link

YES, NO, OPEN = "yes", "no", "open"
CHOICE, TYPED, SHOWN, EVIDENT = "clause", "clause-typed", "clauses-shown", "clause-evident"
_CHOICE = re.compile(
    rf"{CHOICE}:(?P<policy>[0-9]{{1,18}})/(?P<clause>{IDENTITY.pattern})"
    rf"/(?P<block>.{{1,{LONGEST_BLOCK}}})"
)
_TYPED = re.compile(rf"{TYPED}:(?P<block>.{{1,{LONGEST_BLOCK}}})")
# Of one save; a person types a few words for a few blocks.
MOST_TYPED, LONGEST_TYPED = 100, 200


def name_of(link: Link) -> str:
    """The name of the choice about a link."""
    return f"{CHOICE}:{link.policy}/{link.clause}/{link.block}"


def chosen(data: Any, answer: str) -> tuple[Link, ...]:
    """The links about which a form says this."""
    found = ((_CHOICE.fullmatch(name), value) for name, value in data.items())
    return tuple(
        Link(name["block"], int(name["policy"]), name["clause"])
        for name, value in found
        if name and value == answer
    )


def typed(data: Any) -> dict[str, str]:
    """What was typed for each block."""
    found = ((_TYPED.fullmatch(name), value.strip()) for name, value in data.items())
    return {name["block"]: value for name, value in found if name and value}


@dataclass(frozen=True)
class Sent:
    """What a form says: the links with one answer, and words for more of them."""

    links: tuple[Link, ...]
    typed: Mapping[str, str]


class _Choices(forms.Widget):
    """Reads the choices about links; the panel shows them."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        return Sent(chosen(data, self.answer), typed(data) if self.answer == YES else {})

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return SHOWN not in data


class LinksField(forms.Field):
    """The confirmed links of a form, or with `NO` those that somebody did not want."""

    def __init__(self, answer: str) -> None:
        super().__init__(required=False, widget=_Choices(answer))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(Link.read(initial)) != set(data.links) or bool(data.typed)


class _Ticks(forms.Widget):
    """Reads which clauses are ticked; the panel shows them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values: Iterable[str] = data.getlist(EVIDENT) if hasattr(data, "getlist") else ()
        return list(dict.fromkeys(value for value in values if IDENTITY.fullmatch(value)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return SHOWN not in data


class SelfEvidentField(forms.Field):
    """Identities of the clauses that are ticked as 自明."""

    widget = _Ticks

    def __init__(self) -> None:
        super().__init__(required=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(data)
