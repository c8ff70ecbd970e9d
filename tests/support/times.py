"""A release moved in the calendar, with the line that says so: its times are in the ledger."""

from interpretations.models import LedgerEntry, Release
from interpretations.releases.records import ledger
from interpretations.releases.records.times import times_of


def due_at(release, moment, **columns):
    """Let an approved release be due at any moment, past ones included."""
    return move_on(release, due_at=moment, **columns)


def move_on(release, **columns):
    """Change how far a release has come, and write the line that tells it, as the engine would."""
    Release.objects.filter(pk=release.pk).update(**columns)
    release.refresh_from_db()
    ledger.write(release, LedgerEntry.Event.RESCHEDULED, "测试", **times_of(release))
    return release
