"""The time of a release as its lines in the ledger tell it.

`scheduled_for` and `due_at` stand outside the seal, since signers change them until the set is
out. Every line that sets them says both; the audit compares the row with the newest.
"""

from collections.abc import Iterable
from typing import Any

from interpretations.models import LedgerEntry, Release
from interpretations.releases.records import facts

# The lines that set a time, and no others: a later line would repeat what stands in the row.
SETTING = (
    LedgerEntry.Event.SUBMITTED,
    LedgerEntry.Event.APPROVED,
    LedgerEntry.Event.RESCHEDULED,
    LedgerEntry.Event.EMERGENCY,
)
KEYS = {"scheduled_for", "due_at"}
Times = dict[str, Any]


def times_of(release: Release) -> Times:
    """Return what a line says of the time: ISO 8601 in UTC, None where there is none."""
    moments = {key: getattr(release, key) for key in KEYS}
    return {key: facts.moment(time) if time else None for key, time in moments.items()}


def newest_times(lines: Iterable[LedgerEntry]) -> Times | None:
    """Return what the last of these lines that sets a time tells; None where none does."""
    told = [line.data for line in lines if line.event in SETTING and line.data.keys() >= KEYS]
    return {key: told[-1][key] for key in KEYS} if told else None
