"""One card for each dropped file: what it is taken for, what it says, what to look at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from clauses import ClauseTree
from drafting.flow import Flow
from drafting.recognize import Found, What
from interpretations.editorial.desk.passages import Excerpt, Label, excerpt_of
from interpretations.editorial.drop_forms import (
    AttachedForm,
    DocumentForm,
    ExplanationForm,
    anchor_of,
    words_of,
)
from interpretations.importing import fields
from interpretations.importing.attaching import LONGEST_TITLE
from interpretations.importing.grouping import Looked, Role
from interpretations.importing.proposal import Proposal
from interpretations.models import DroppedFile
from media.typed import Typed, typed_in

MOST_CLAUSES, LONGEST_CLAUSE = 300, 36
# What is recognized and has no control on the screen; the editor has one for most.
FURTHER = {
    "attachments": gettext_lazy("附件清单"),
    "repeals": gettext_lazy("废止的文件"),
    "amends": gettext_lazy("修改的文件"),
    "responsible": gettext_lazy("负责解释"),
    "signed_by": gettext_lazy("签发人"),
    "explains": gettext_lazy("解读的文件"),
}


@dataclass(frozen=True)
class Branch:
    """A clause in the list beside the fields; `depth` counts the clauses around it."""

    depth: int
    number: str
    words: str


@dataclass(frozen=True)
class Further:
    """What was recognized beside the fields: its name, its words, and where they stand."""

    label: str
    words: str
    place: str
    anchor: str


@dataclass
class Card:
    """What the screen says of one file."""

    file: DroppedFile
    role: Role
    roles: list[Role]
    trouble: str
    flow: Flow | None = None
    proposal: Proposal | None = None
    form: DocumentForm | ExplanationForm | AttachedForm | None = None

    @property
    def place(self) -> int:
        return self.file.place

    @property
    def prefix(self) -> str:
        """What the names of its controls begin with."""
        return f"f{self.place}"

    @property
    def panel(self) -> str:
        """The name of its part of the page."""
        return f"file-{self.place}"

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def what(self) -> What:
        return self.proposal.what if self.proposal else What.UNKNOWN

    @property
    def is_text(self) -> bool:
        """Whether it becomes a draft by itself."""
        return isinstance(self.form, DocumentForm | ExplanationForm)

    @property
    def findings(self) -> list[str]:
        """What the reading of the file found, in sentences."""
        if self.proposal is None or not self.is_text:
            return []
        recognized = self.proposal.recognized
        left = fields.left_out(recognized, fields.policy_values(recognized))
        return [*self.proposal.findings, *(left if self.role is Role.DOCUMENT else ())]

    @property
    def branches(self) -> list[Branch]:
        """The first clauses of a document."""
        shown = self.role is Role.DOCUMENT and self.proposal is not None
        return list(branches_of(self.proposal.tree)) if shown and self.proposal else []

    @cached_property
    def excerpt(self) -> Excerpt | None:
        """The text of the file with the places of its fields; None where it becomes no draft."""
        form = self.form
        if not isinstance(form, DocumentForm | ExplanationForm) or self.flow is None:
            return None
        fields = {Label(label, control): found for label, control, found in form.found()}
        fields |= {Label(label): found for label, found in self._found_further()}
        return excerpt_of(self.flow, form.proposal, fields, self.prefix, form.held())

    @property
    def further(self) -> list[Further]:
        """What was recognized and has no control here."""
        return [
            Further(
                label,
                words_of(found),
                found.place.words(gettext),
                anchor_of(self.prefix, found.place),
            )
            for label, found in self._found_further()
        ]

    def _found_further(self) -> Iterator[tuple[str, Found]]:
        recognized = self.proposal.recognized.fields if self.proposal else {}
        for name, label in FURTHER.items():
            if found := recognized.get(name):
                yield str(label), found

    @property
    def count(self) -> int:
        """How many clauses there are."""
        return len(self.proposal.tree.clauses) if self.proposal else 0

    @property
    def more(self) -> int:
        """How many clauses are not listed."""
        return unlisted(self.proposal.tree) if self.proposal else 0


def cards_of(
    files: Sequence[Looked],
    roles: Mapping[int, Role],
    data: Any = None,
    shown: str = "",
    is_finished: bool = True,
) -> list[Card]:
    """A card for each file, with the form of its role.

    `data` is what was sent by the form of which `shown` is the token; what a file was not shown
    with is not asked of it, but what was typed stays where the new form has a field for it. So it
    does on the way, where nobody is told yet what is missing.
    """
    signs = shown.split(",")
    cards = []
    for one in files:
        role = roles[one.file.place]
        is_asked = is_finished and _sign(one.file, role) in signs
        card = _card(one, role, data if is_asked else None)
        was_shown = any(_sign(one.file, before) in signs for before in one.roles)
        if card.form and was_shown and not is_asked:
            card.form.initial = {**card.form.initial, **_carried(card.form, data)}
        cards.append(card)
    return cards


def _carried(form: forms.Form, data: Any) -> dict[str, Any]:
    """What was sent for the fields of a form."""
    names = {name: form.add_prefix(name) for name in form.fields}
    return {name: data[sent] for name, sent in names.items() if sent in data}


def typed_for_nothing(files: Sequence[Looked], cards: Iterable[Card], data: Any) -> list[Typed]:
    """What was typed into the form of another role, and has no field in the present one."""
    shown = data.get("shown", "").split(",")
    typed = []
    for one, card in zip(files, cards, strict=True):
        kept = card.form.fields if card.form else ()
        others = [role for role in one.roles if role is not card.role]
        before = [role for role in others if _sign(card.file, role) in shown]
        for form in filter(None, (_card(one, role, data).form for role in before)):
            changed = set(form.changed_data).difference(kept)
            typed += typed_in(form, form.fields.keys() - changed)
    return typed


def token_of(cards: Iterable[Card]) -> str:
    """What a form shows: which file is taken for what."""
    return ",".join(_sign(card.file, card.role) for card in cards)


def _sign(file: DroppedFile, role: Role) -> str:
    # The place of a file that was taken out may be another's now; its number never is.
    return f"{file.pk}:{role.value}"


def branches_of(tree: ClauseTree) -> Iterator[Branch]:
    """The first clauses of a text, each with how deep it lies."""
    depths: dict[str | None, int] = {None: -1}
    for clause in tree.clauses[:MOST_CLAUSES]:
        depth = depths[clause.id] = depths.get(clause.parent, -1) + 1
        words = clause.heading or clause.text.partition("\n")[0]
        yield Branch(depth, clause.number, Truncator(words).chars(LONGEST_CLAUSE))


def unlisted(tree: ClauseTree) -> int:
    """How many clauses of a text `branches_of` leaves out."""
    return max(0, len(tree.clauses) - MOST_CLAUSES)


def _card(one: Looked, role: Role, data: Any) -> Card:
    card = Card(one.file, role, one.roles, one.trouble, one.flow, one.proposal)
    if role is Role.DOCUMENT and one.proposal:
        card.form = DocumentForm(data, card.prefix, one, one.proposal)
    elif role is Role.INTERPRETATION and one.proposal:
        card.form = ExplanationForm(data, card.prefix, one, one.proposal)
    elif role is Role.ATTACHMENT:
        name = one.file.name.rpartition(".")[0] or one.file.name
        card.form = AttachedForm(data, prefix=card.prefix, initial={"name": name[:LONGEST_TITLE]})
    return card
