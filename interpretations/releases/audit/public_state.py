"""The proof over the database: P1, P2 and P7 hold now, row by row (P8).

Asked by `check_releases`. Compares content: an owner of the database who drops triggers
leaves traces here.
"""

from collections.abc import Iterator

from interpretations.guard import triggers
from interpretations.models import Gate
from interpretations.releases.audit.broken_keys import broken_key_violations
from interpretations.releases.audit.clause_rows import clause_row_violations
from interpretations.releases.audit.damage import listed
from interpretations.releases.audit.drafts import draft_violations
from interpretations.releases.audit.due_times import due_time_violations
from interpretations.releases.audit.files import file_violations
from interpretations.releases.audit.former_addresses import former_address_violations
from interpretations.releases.audit.ledger_chain import OF_THE_LEDGER
from interpretations.releases.audit.live_pages import live_page_violations
from interpretations.releases.audit.public_rows import public_row_violations
from interpretations.releases.audit.release_rows import release_row_violations
from interpretations.releases.audit.reviews import review_violations
from interpretations.releases.audit.shown_rows import shown_row_violations
from interpretations.releases.audit.tree import (
    address_violations,
    host_violations,
    privacy_violations,
    shelf_violations,
    site_violations,
)
from interpretations.releases.promises.violation import Violation

__all__ = ["Violation", "violations", "violations_of_site"]


def violations() -> Iterator[Violation]:
    """Yield every row that breaks a promise; nothing when all is well. Never raises for a row."""
    for check in CHECKS:
        yield from listed(check)


def violations_of_site() -> Iterator[Violation]:
    """Yield these rows, and those that do not fit this machine's settings."""
    yield from violations()
    yield from listed(host_violations)


def _guard() -> Iterator[Violation]:
    for name in triggers.missing():
        yield Violation("P2", "trigger missing or altered", detail=name)
    for page_id in Gate.objects.values_list("page_id", flat=True):
        yield Violation("P2", "a gate stands open", page_id)


CHECKS = (
    _guard,
    broken_key_violations,
    public_row_violations,
    live_page_violations,
    address_violations,
    privacy_violations,
    shelf_violations,
    site_violations,
    file_violations,
    review_violations,
    release_row_violations,
    due_time_violations,
    shown_row_violations,
    draft_violations,
    former_address_violations,
    clause_row_violations,
    *OF_THE_LEDGER,
)
