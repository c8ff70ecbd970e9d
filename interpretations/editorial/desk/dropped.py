"""One card for each dropped file: what it is taken for, what it says, what to look at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from clauses import ClauseTree
from drafting.recognize import What
from interpretations.editorial.drop_forms import AttachedForm, DocumentForm, ExplanationForm
from interpretations.importing import fields
from interpretations.importing.attaching import LONGEST_TITLE
from interpretations.importing.grouping import Looked, Role
from interpretations.importing.proposal import Proposal
from interpretations.models import DroppedFile
from media.typed import Typed, typed_in

MOST_CLAUSES, LONGEST_CLAUSE = 300, 36


@dataclass(frozen=True)
class Branch:
    """A clause in the list beside the fields; `depth` counts the clauses around it."""

    depth: int
    number: str
    words: str


@dataclass
class Card:
    """What the screen says of one file."""

    file: DroppedFile
    role: Role
    roles: list[Role]
    trouble: str
    proposal: Proposal | None = None
    form: DocumentForm | ExplanationForm | AttachedForm | None = None

    @property
    def place(self) -> int:
        return self.file.place

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

    @property
    def count(self) -> int:
        """How many clauses there are."""
        return len(self.proposal.tree.clauses) if self.proposal else 0

    @property
    def more(self) -> int:
        """How many clauses are not listed."""
        return unlisted(self.proposal.tree) if self.proposal else 0


def cards_of(
    files: Sequence[Looked], roles: Mapping[int, Role], data: Any = None, shown: str = ""
) -> list[Card]:
    """A card for each file, with the form of its role.

    `data` is what was sent by the form of which `shown` is the token; what a file was not shown
    with is not asked of it, but what was typed stays where the new form has a field for it.
    """
    cards = []
    for one in files:
        role = roles[one.file.place]
        was_shown = _sign(one.file.place, role) in shown.split(",")
        card = _card(one, role, data if was_shown else None)
        if data and card.form and not was_shown:
            typed = ((name, data.get(card.form.add_prefix(name))) for name in card.form.fields)
            card.form.initial.update({name: text for name, text in typed if text})
        cards.append(card)
    return cards


def typed_for_nothing(files: Sequence[Looked], cards: Iterable[Card], data: Any) -> list[Typed]:
    """What was typed into the form of another role, and has no field in the present one."""
    shown = data.get("shown", "").split(",")
    typed = []
    for one, card in zip(files, cards, strict=True):
        kept = card.form.fields if card.form else ()
        others = [role for role in one.roles if role is not card.role]
        before = [role for role in others if _sign(card.place, role) in shown]
        for form in filter(None, (_card(one, role, data).form for role in before)):
            changed = set(form.changed_data).difference(kept)
            typed += typed_in(form, form.fields.keys() - changed)
    return typed


def token_of(cards: Iterable[Card]) -> str:
    """What a form shows: which file is taken for what."""
    return ",".join(_sign(card.place, card.role) for card in cards)


def _sign(place: int, role: Role) -> str:
    return f"{place}:{role.value}"


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
    prefix = f"f{one.file.place}"
    card = Card(one.file, role, one.roles, one.trouble, one.proposal)
    if role is Role.DOCUMENT and one.proposal:
        card.form = DocumentForm(data, prefix, one, one.proposal)
    elif role is Role.INTERPRETATION and one.proposal:
        card.form = ExplanationForm(data, prefix, one, one.proposal)
    elif role is Role.ATTACHMENT:
        name = one.file.name.rpartition(".")[0] or one.file.name
        card.form = AttachedForm(data, prefix=prefix, initial={"name": name[:LONGEST_TITLE]})
    return card
