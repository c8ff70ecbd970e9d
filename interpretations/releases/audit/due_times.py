"""The proof over the time of a release: it is the one that its ledger tells (P5).

The time stands outside the seal: what moved it in the database and not by a signer shows here.
"""

from collections.abc import Iterator

from django.db.models import Prefetch

from interpretations.models import LedgerEntry, Release
from interpretations.models.kinds import ReleaseState
from interpretations.releases.promises.violation import Violation
from interpretations.releases.records.times import SETTING, newest_times, times_of

CHUNK = 200


def due_time_violations() -> Iterator[Violation]:
    """Yield every release whose times are not those of its ledger, or come before 不早于."""
    lines = LedgerEntry.objects.filter(event__in=SETTING).order_by("pk")
    releases = Release.objects.exclude(state=ReleaseState.RETURNED).order_by("pk")
    told = releases.prefetch_related(Prefetch("ledger", lines))
    for release in told.iterator(chunk_size=CHUNK):
        if problem := _problem_of(release):
            yield Violation("P5", problem, release_id=release.pk)


def _problem_of(release: Release) -> str | None:
    told = newest_times(release.ledger.all())
    if told is None:
        if not _follows_from_seal(release):
            return "time is not the one that was sealed"
    elif told != times_of(release):
        return "time is not the one in the ledger"
    if release.due_at and release.not_before and release.due_at < release.not_before:
        return "due before the time that was asked for"
    if release.released_at and release.due_at and release.released_at < release.due_at:
        return "released before it was due"
    return None


def _follows_from_seal(release: Release) -> bool:
    """Submitted and approved before lines told the time: all of it stood in the seal."""
    if release.scheduled_for != release.not_before:
        return False
    if release.state != ReleaseState.APPROVED or release.approved_at is None:
        return True
    return release.due_at == release.due_if_set_at(release.approved_at)
