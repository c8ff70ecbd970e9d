"""The table of kinds: what a release of each kind does, names, asks and tells.

What else a new kind needs is told in docs/architecture.md, Where something new goes.
"""

from dataclasses import dataclass
from enum import Enum

from interpretations.models.kinds import ItemAction, ReleaseKind


class SetState(Enum):
    """Where a set stands for its readers."""

    DRAFT = "never public"
    PUBLIC = "public"
    WITHDRAWN = "was public"


class Names(Enum):
    """Which interpretations of the set a release may name."""

    NONE = "none"
    DRAFTS = "those that are not public"
    CHANGED = "public ones with a newer draft, and new ones beside them"
    PUBLIC = "public ones"
    ALL = "every one that was ever saved"


class Asks(Enum):
    """What the submitter has to say beside members and time."""

    NOTHING = "nothing"
    NOTE = "what the public is told, with a date"
    DEPARTMENT = "who looks after the set from now on"
    DAY = "until when the set stands first in the column"


@dataclass(frozen=True)
class KindRule:
    """One row of the table.

    `action` is done to each member; `begins` is where the set has to stand, None for
    anywhere. It names `interpretations`, and the `document` too; where nobody `chooses`, all
    of them are members. What is not `offered` on the page of a set has a way of its own.
    `in_emergency`: may go out before its review. `mends`: ends the objections to an earlier
    emergency. `historic`: brings what was public before this site, and is reviewed by samples.
    """

    action: ItemAction = ItemAction.PUBLISH
    begins: SetState | None = SetState.PUBLIC
    interpretations: Names = Names.DRAFTS
    document: bool = True
    chooses: bool = True
    asks: Asks = Asks.NOTHING
    offered: bool = True
    in_emergency: bool = False
    mends: bool = False
    historic: bool = False

    @property
    def publishes(self) -> bool:
        return self.action == ItemAction.PUBLISH

    @property
    def removes(self) -> bool:
        return self.action == ItemAction.REMOVE

    @property
    def keeps(self) -> bool:
        """No text that readers see changes."""
        return self.action == ItemAction.KEEP

    @property
    def whole_set(self) -> bool:
        """Document and interpretation, or exemption, come before the public together."""
        return self.publishes and self.begins != SetState.PUBLIC

    @property
    def adds(self) -> bool:
        """Interpretations join a document that is public already."""
        return self.publishes and not self.document

    @property
    def picks_what_leaves(self) -> bool:
        """Nothing is ticked before a person ticks it."""
        return self.removes and self.chooses

    @property
    def shows_document(self) -> bool:
        """Reviewers read the new document and its plan; a list of old ones has none."""
        return self.publishes and self.document and not self.historic

    @property
    def keeps_former_date(self) -> bool:
        """What was public before this site keeps the date of that time."""
        return self.historic or self.begins == SetState.WITHDRAWN

    @property
    def moves(self) -> bool:
        """The set passes to another department."""
        return self.asks == Asks.DEPARTMENT

    @property
    def features(self) -> bool:
        """The set stands first in the column, or does so no longer."""
        return self.asks == Asks.DAY


# In the order in which the page of a set offers them.
RULES: dict[ReleaseKind, KindRule] = {
    ReleaseKind.FIRST: KindRule(begins=SetState.DRAFT, in_emergency=True),
    ReleaseKind.REPEAL: KindRule(begins=SetState.DRAFT, offered=False),
    ReleaseKind.RERELEASE: KindRule(begins=SetState.WITHDRAWN, in_emergency=True, mends=True),
    ReleaseKind.MIGRATION: KindRule(begins=SetState.DRAFT, offered=False, historic=True),
    ReleaseKind.SUPPLEMENT: KindRule(document=False),
    ReleaseKind.CORRECTION: KindRule(
        interpretations=Names.CHANGED, asks=Asks.NOTE, mends=True
    ),
    ReleaseKind.REMOVAL: KindRule(
        ItemAction.REMOVE, interpretations=Names.PUBLIC, document=False, asks=Asks.NOTE
    ),
    ReleaseKind.WITHDRAWAL: KindRule(
        ItemAction.REMOVE, interpretations=Names.PUBLIC, chooses=False, asks=Asks.NOTE,
        in_emergency=True, mends=True,
    ),
    ReleaseKind.FEATURE: KindRule(
        ItemAction.KEEP, interpretations=Names.NONE, chooses=False, asks=Asks.DAY
    ),
    ReleaseKind.TRANSFER: KindRule(
        ItemAction.KEEP, begins=None, interpretations=Names.ALL, chooses=False,
        asks=Asks.DEPARTMENT,
    ),
}  # fmt: skip


def rule(kind: str) -> KindRule:
    """Return the row of a kind; raises `ValueError` for a word that is none."""
    return RULES[ReleaseKind(kind)]


def kinds_where(trait: str) -> list[ReleaseKind]:
    """Return the kinds whose row has this trait, a yes-or-no column or property."""
    return [kind for kind, row in RULES.items() if getattr(row, trait)]
