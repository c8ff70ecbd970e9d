"""What a drafter asks for when a set is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.pins.shown import Shown


@dataclass(frozen=True)
class Submission:
    """Which pages, for which kind of release, and when; None means once approved.

    `page_ids` are pages of the document that is submitted and of `further` documents, which
    go out with it; kinds without a choice take what they need. `confirmed` holds the codes of
    warnings that the drafter has looked at. `exemptions` says for which documents 免于解读 is
    asked: document -> (reason, note). `note` is what the public is told.
    `scheduled_for` is a wish, which signers may change; before `not_before` nobody lets it out.
    `shown` is what the form showed, None for a submission by code.
    """

    page_ids: frozenset[int] = frozenset()
    scheduled_for: datetime | None = None
    confirmed: frozenset[str] = field(default_factory=frozenset)
    kind: str = ReleaseKind.FIRST
    note: str = ""
    further: frozenset[int] = frozenset()
    exemptions: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    target_department: int | None = None
    feature_until: date | None = None
    emergency_reason: str = ""
    not_before: datetime | None = None
    shown: Shown | None = None
    confirm_all: bool = False

    @property
    def goes_out_at(self) -> datetime | None:
        """When it would go out once approved; None for at once."""
        return max(filter(None, (self.scheduled_for, self.not_before)), default=None)

    @property
    def takes_whole_sets(self) -> bool:
        """Whether everything of its sets goes along, whoever picked what."""
        row = rule(self.kind)
        return bool(self.emergency_reason) or row.historic or not row.chooses
